// What is on the screen asks for what it shows. Each mounted component holds its watches here; they are merged into one
// list, sent once a frame when it changed, and every frame's answers are routed back.
import { signal, type Signal } from '@preact/signals';
import type { Frame } from '../src/protocol/frame.ts';
import { sameFloats } from '../src/protocol/sameFloats.ts';
import type { Watch, WatchList } from '../src/protocol/watch.ts';

/** undefined: not answered yet; null: the tensor does not exist at this moment. */
export type Answer = Float32Array | null | undefined;

export interface Slot {
  readonly key: string;
  readonly watch: Watch;
  readonly answer: Signal<Answer>;
  holders: number;
}

export class WatchBoard {
  private readonly slots = new Map<string, Slot>();
  /** Keys of the lists that frames may still answer, by version. */
  private readonly sent = new Map<number, readonly string[]>();
  private version = 0;
  private last = '';
  private scheduled = false;
  private paused = false;
  private readonly send: (list: WatchList) => void;
  private readonly schedule: (flush: () => void) => void;

  constructor(send: (list: WatchList) => void, schedule: (flush: () => void) => void) {
    this.send = send;
    this.schedule = schedule;
  }

  slot(watch: Watch): Slot {
    const key = JSON.stringify(watch);
    let slot = this.slots.get(key);
    if (!slot) {
      slot = { key, watch, answer: signal<Answer>(undefined), holders: 0 };
      this.slots.set(key, slot);
    }
    return slot;
  }

  /** Keeps a slot on the list until the returned function is called. */
  hold(slot: Slot): () => void {
    this.slots.set(slot.key, slot);
    slot.holders++;
    this.changed();
    return () => {
      slot.holders--;
      this.changed();
    };
  }

  /** A hidden view asks for nothing. */
  pause(paused: boolean): void {
    this.paused = paused;
    // At once: a hidden page has no next repaint.
    this.flush();
  }

  /** Sends the list again though it is the same: for a new network. */
  resend(): void {
    this.last = '';
    this.changed();
  }

  /** Routes a frame's answers, those that are held still, through `give`: at once or in turn. */
  apply(frame: Frame, give: (slot: Slot, show: () => void) => void): void {
    const keys = this.sent.get(frame.header.version);
    if (!keys) return;
    for (const version of this.sent.keys()) if (version < frame.header.version) this.sent.delete(version);
    keys.forEach((key, i) => {
      const slot = this.slots.get(key);
      const answer = frame.answer(i);
      if (slot && answer !== undefined) give(slot, () => show(slot, answer));
    });
  }

  private changed(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    for (const slot of this.slots.values()) if (slot.holders === 0) this.slots.delete(slot.key);
    const held = this.paused ? [] : [...this.slots.values()];
    const keys = held.map((slot) => slot.key);
    const joined = keys.join('\n');
    if (joined === this.last) return;
    this.last = joined;
    this.version++;
    this.sent.set(this.version, keys);
    this.send({ version: this.version, watches: held.map((slot) => slot.watch) });
  }
}

/** An equal answer keeps its array, so that what did not change is not painted anew. */
function show(slot: Slot, answer: Float32Array | null): void {
  const before = slot.answer.peek();
  if (!(answer && before && sameFloats(answer, before))) slot.answer.value = answer;
}
