// What a loss is: one record a file, one line in the table (`losses.ts`).
import type * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Text } from '../text.ts';
import type { WorkedLossBuild, WorkedStep } from '../worked.ts';

export interface LossBuild<Options extends object = object> {
  readonly options: Options;
  /** [rows, ...output shape]; classes stand in the last dimension. */
  readonly input: Tensor;
  /** int32 [rows] for classes, else float32 like `input`. */
  readonly target: Tensor;
  /** The loss, shape []. */
  readonly loss: Tensor;
  /** Tensors that live from forward to backward, by name. */
  scratch(name: string, shape: Shape, dtype?: 'float32' | 'int32'): Tensor;
  /** A tensor of fixed numbers, element i's from `valueAt`; its shape may hold rows. */
  constant(name: string, shape: Shape, valueAt: (index: number) => number): Tensor;
}

export interface LossType<Options extends object = object> {
  readonly type: string;
  readonly summary: string;
  /** `reduction` is 'mean' or 'sum'; 'none' is refused with a message (a vector can't be trained on). */
  readonly options: z.ZodMiniType<Options>;
  /** What y must be: class indices (int32, one fewer dimension than the output), or floats of the output's shape. */
  readonly target: 'classes' | 'values';
  /** How accuracy is counted: argmax over the last dimension, output > threshold, or not at all (regression). */
  readonly accuracy: { readonly kind: 'argmax' } | { readonly kind: 'threshold'; readonly threshold: number } | null;
  /** What makes probabilities of the outputs that it takes; absent: they are such, or are none. */
  readonly probabilities?: 'softmax' | 'sigmoid' | 'exp';
  /** Why an output of this shape (one sample) can't be taken, or null. */
  check(options: Options, output: Shape): Text | null;
  /**
   * What a batch's loss weighs when the losses of batches make that of a whole part: each its rows, or (for a mean over
   * class weights) what stands in the scratch tensor `divisor` after forward; 'one': they add up.
   */
  batchWeight(options: Options): 'one' | 'rows' | 'divisor';
  /** A target that is not counted, as class index; absent: all are. */
  ignored?(options: Options): number;
  forward(build: LossBuild<Options>): readonly Operation[];
  /** Writes ∂L/∂input, overwriting. */
  backward(build: LossBuild<Options> & { readonly inputGrad: Tensor }): readonly Operation[];
  /** How the loss came about, by way of the output's number at this index. */
  worked?(build: WorkedLossBuild<Options>, at: readonly number[]): readonly WorkedStep[];
  /** How ∂L/∂input at this index did. */
  workedGradient?(build: WorkedLossBuild<Options>, at: readonly number[]): WorkedStep | null;
  /** `nn.BCELoss()`. */
  pytorch(options: Options): string;
  /** Short, for the card: `−[y·log p + (1−y)·log(1−p)]`. */
  readonly formula: string;
}
