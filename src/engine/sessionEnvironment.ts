// What a session is given from outside: kernels, files, time, the queue of work, and who hears of it.
import type { KernelModule } from '../core/kernels/kernels.ts';
import type { Files } from '../data/source.ts';
import type { Machine } from '../machine/machine.ts';
import type { Network } from '../model/model.ts';
import type { EngineEvents } from '../protocol/engine.ts';

export interface SessionEnvironment {
  /** Kernels with a fresh memory, for this network; `threads` as in `OpenRequest`. */
  loadKernels(network: Network, threads: number): Promise<KernelModule>;
  /** Called when a machine has taken its data over from the arrays that they were read into. */
  readonly collectGarbage?: (machine: Machine) => void;
  files(directory: string): Files;
  /** Milliseconds, monotonic. */
  now(): number;
  /** Lets messages in, then resolves. */
  yieldToMessages(): Promise<void>;
  /** Whether a call waits that ends what is under way, at once: it needn't wait for the end of a long operation. */
  readonly isInterrupted: () => boolean;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly events: EngineEvents;
}
