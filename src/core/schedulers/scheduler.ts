// What a scheduler is: one record a file, one line in the table (`schedulers.ts`). The learning rate of a moment is a
// function of how many steps the scheduler has done (or, of ReduceLROnPlateau, how often it has reduced), so that a run
// can go back to any moment. PyTorch multiplies step by step; the two agree within 1e-7.
import type * as z from 'zod/mini';
import type { Figures } from '../figures.ts';
import type { Text } from '../text.ts';

/** What a scheduler may need to know of the run. */
export interface RunLength {
  /** Iterations that it is there for: those of all epochs less the warm-up's; null where a run has no end. */
  readonly iterations: number | null;
  readonly batches: number;
}

/** What ReduceLROnPlateau remembers; changed in place. The losses lie in cells, as `Figures` do. */
export class Judgement {
  badEpochs = 0;
  cooldown = 0;
  /** How often the learning rate was reduced. */
  reductions = 0;
  private readonly cells = new Float64Array([NaN, NaN]);

  /** The least (or largest) mean loss of an epoch so far; NaN before the first. */
  get best(): number {
    return this.cells[0];
  }

  set best(value: number) {
    this.cells[0] = value;
  }

  /** The mean loss of the epoch that is judged. */
  get loss(): number {
    return this.cells[1];
  }

  set loss(value: number) {
    this.cells[1] = value;
  }
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
   * Turns a group's own learning rate into the one after `step` steps (after so many reductions, where there is `judge`),
   * and sets the momentum where it moves that too; float64, no host functions, no garbage.
   */
  move(options: Options, step: number, figures: Figures): void;
  /** Judges an epoch's mean loss, `judgement.loss`. */
  judge?(options: Options, judgement: Judgement): void;
  /** `torch.optim.lr_scheduler.StepLR(optimizer, step_size=30)`. */
  pytorch(options: Options): string;
  /** `lr·gamma^⌊epoch / step_size⌋` with its numbers. */
  formula(options: Options): string;
}
