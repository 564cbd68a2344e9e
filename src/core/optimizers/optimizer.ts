// What an optimizer is: one record a file, one line in the table (`optimizers.ts`).
import type * as z from 'zod/mini';
import type { Assignment, Expression } from '../elementwise.ts';
import type { Figures } from '../figures.ts';
import type { Tensor } from '../tensor.ts';

export interface OptimizerBuild<Options extends object = object> {
  readonly options: Options;
  readonly parameter: Tensor;
  readonly grad: Tensor;
  /** Tensors like the parameter that the optimizer keeps, under PyTorch's names (`momentum_buffer`, `exp_avg`), zero at first. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** A figure of this iteration, by its name in `scalars`. */
  scalar(name: string): Expression;
}

export interface OptimizerType<Options extends { lr: number } = { lr: number }> {
  readonly type: string;
  readonly summary: string;
  readonly options: z.ZodMiniType<Options>;
  /** Names of the tensors kept for each parameter, under these options. */
  state(options: Options): readonly string[];
  /** Names of the figures that change from iteration to iteration, in order. */
  readonly scalars: readonly string[];
  /**
   * Writes their values for update number `step`, from 1, to `out` from `at` on; there stand the ones of the update
   * before. No host pow, and nothing for the garbage collector.
   */
  writeScalars(options: Options, figures: Readonly<Figures>, step: number, out: Float32Array, at: number): void;
  /** The update of one parameter. */
  update(build: OptimizerBuild<Options>): readonly Assignment[];
  /** `torch.optim.SGD(model.parameters(), lr=0.1)`. */
  pytorch(options: Options): string;
  /** `v ← μ·v + g;  w ← w − lr·v`. */
  formula(options: Options): string;
}
