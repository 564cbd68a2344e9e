// What is remembered for each file from one session to the next: its panels' view, its run's moment, its controls.
import type { Replay } from '../../engine/client.ts';
import type { StepSize } from '../../protocol/moment.ts';
import type { KeptRuns } from '../../protocol/timeline.ts';
import type { ViewState } from '../../protocol/view.ts';

export interface Remembered {
  readonly view?: ViewState;
  readonly replay?: Replay;
  /** The runs beside it: their curves and names. */
  readonly runs?: KeptRuns;
  readonly size?: StepSize;
  readonly stepsPerSecond?: number;
}

/** The part of `vscode.Memento` that is used. */
interface Store {
  get<Value>(key: string): Value | undefined;
  keys(): readonly string[];
  update(key: string, value: unknown): Thenable<void>;
}

interface Entry extends Remembered {
  /** Milliseconds since 1970. */
  readonly used: number;
}

const prefix = 'file:';
const mostFiles = 100;
/** A run that was made from more text than this (many edits under way) isn't remembered. */
const mostText = 200_000;

export class FileMemory {
  private readonly store: Store;
  private readonly now: () => number;

  constructor(store: Store, now: () => number = Date.now) {
    this.store = store;
    this.now = now;
  }

  get(file: string): Remembered {
    return this.store.get<Entry>(prefix + file) ?? {};
  }

  update(file: string, change: Remembered) {
    const entry: Entry = { ...this.get(file), ...change, used: this.now() };
    const length = entry.replay?.chapters.reduce((sum, { text }) => sum + text.length, 0) ?? 0;
    void this.store.update(prefix + file, length > mostText ? { ...entry, replay: undefined } : entry);
    this.forgetOldest();
  }

  /** A new network that was saved: its run, as far as it was of this text, is the file's. */
  adoptUntitled(file: string, text: string) {
    if (this.store.get(prefix + file) !== undefined) return;
    for (const key of this.store.keys().filter((one) => one.startsWith(`${prefix}untitled:`))) {
      const entry = this.store.get<Entry>(key);
      if (entry?.replay?.chapters.at(-1)?.text === text) this.update(file, entry);
    }
  }

  private forgetOldest() {
    const files = this.store.keys().filter((key) => key.startsWith(prefix));
    if (files.length <= mostFiles) return;
    const used = (key: string) => this.store.get<Entry>(key)?.used ?? 0;
    const oldest = files.reduce((a, b) => (used(a) <= used(b) ? a : b));
    void this.store.update(oldest, undefined);
  }
}
