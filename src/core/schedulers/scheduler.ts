// What a scheduler is: one record a file, one line in the table (`schedulers.ts`). The learning rate of a moment is a
// function of how many steps the scheduler has done (or, of ReduceLROnPlateau, how often it has reduced), so that a run
// can go back to any moment. PyTorch multiplies step by step; the two agree within 1e-7.
import type * as z from 'zod/mini';
import type { Text } from '../text.ts';

/** What a scheduler may need to know of the run. */
export interface RunLength {
  /** Iterations that it is there for: those of all epochs less the warm-up's; null where a run has no end. */
  readonly iterations: number | null;
  readonly batches: number;
}

/** What ReduceLROnPlateau remembers; changed in place. */
export interface Judgement {
  best: number;
  badEpochs: number;
  cooldown: number;
  /** How often the learning rate was reduced. */
  reductions: number;
}

export interface SchedulerType<Options extends object = object> {
  /** PyTorch's class name. */
  readonly type: string;
  readonly summary: string;
  readonly options: z.ZodMiniType<Options>;
  readonly every: 'epoch' | 'iteration';
  /** Options with what follows from the run filled in, or why they don't do. */
  complete?(options: Options, run: RunLength): Options | { readonly problem: Text };
  /** Why this optimizer can't be scheduled so (by its options), or null. */
  check?(options: Options, optimizer: { readonly type: string; readonly options: object }): Text | null;
  /**
   * The learning rate after `step` steps (after so many reductions, where there is `judge`) of parameters whose own is
   * `base`; float64, no host functions.
   */
  lr(options: Options, base: number, step: number): number;
  /** Momentum, or Adam's first beta, after `step` steps; NaN leaves it alone. */
  momentum?(options: Options, step: number): number;
  /** Reads the mean loss of an epoch. */
  judge?(options: Options, judgement: Judgement, loss: number): void;
  /** `torch.optim.lr_scheduler.StepLR(optimizer, step_size=30)`. */
  pytorch(options: Options): string;
  /** `lr·gamma^⌊epoch / step_size⌋` with its numbers. */
  formula(options: Options): string;
}
