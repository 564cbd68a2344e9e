// What a debug session drives: an open network and its engine, however they came to be open.
import type { NetworkDescription } from '../protocol/description.ts';
import type { EngineFunctions, WireFinding } from '../protocol/engine.ts';
import type { Resumed, ResumeRequest } from '../protocol/debug.ts';
import type { Text } from '../core/text.ts';

export interface LaunchOptions {
  readonly program: string;
  /** Attach joins the run where it stands; launch begins a new one. */
  readonly kind: 'launch' | 'attach';
  readonly weights: string | null;
}

export interface TargetEvents {
  logged(lines: readonly { readonly line: string; readonly instruction: number }[]): void;
  /** Somebody else moved the run: it stands there, or is under way. */
  moved(tick: number, running: boolean): void;
  /** Run was pressed elsewhere. */
  run(): void;
  /** The text was edited: `network` and `text` of the target are new. */
  changed(): void;
  /** The engine died, and is not coming back. */
  failed(message: string): void;
}

export interface DebugTarget {
  readonly engine: Pick<EngineFunctions, 'setStops' | 'pause' | 'evaluate' | 'complete' | 'setValue' | 'readMemory'>;
  readonly network: NetworkDescription;
  readonly text: string;
  readonly findings: readonly WireFinding[];
  resume(request: ResumeRequest): Promise<Resumed>;
  /** Stands at the start of a new run without edits. */
  restart(): Promise<void>;
  /** Lets go: pauses the run where it is. */
  dispose(): Promise<void>;
}

export interface TargetOpener {
  /** A problem is the user's: no such file, mistakes in it, already debugged. */
  open(options: LaunchOptions, events: TargetEvents): Promise<DebugTarget | { readonly problem: Text }>;
  /** A file's whole path, however it was written. */
  pathOf(program: string): string;
}
