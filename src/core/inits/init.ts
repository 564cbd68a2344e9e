// What an init is: one record a file, one line in the table (`inits.ts`).
import type * as z from 'zod/mini';
import type { Generator } from '../random.ts';
import type { Shape } from '../shape.ts';
import type { Text } from '../text.ts';

/** What an init knows of the parameter that it fills. */
export interface InitTarget {
  readonly shape: Shape;
  /** Of the parameter itself, or of its weight when the parameter is a bias; as `_calculate_fan_in_and_fan_out`. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** The density from which an init draws, drawn behind the histogram of what was drawn. */
export type Theory =
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'normal';
      readonly mean: number;
      readonly std: number;
      readonly from?: number;
      readonly to?: number;
      /** Fraction of the elements that are 0 instead. */
      readonly zeros?: number;
    }
  /** `exceptions`: what the few elements are that are not `value`. */
  | { readonly kind: 'point'; readonly value: number; readonly exceptions?: number };

export interface InitExplanation {
  readonly theory: Theory;
  /** The formula with its numbers, plain text: `±gain·√(3 / fan_in) = ±√2·√(3 / 16) = ±0.612`. */
  readonly formula: string;
  /** Named figures in order: `[['fan_in', 16], ['gain', 1.414…], ['bound', 0.612…]]`. */
  readonly figures: readonly (readonly [name: string, value: number])[];
}

export interface InitType<Options extends object = object> {
  /** PyTorch's name without the underscore: `kaiming_uniform`. */
  readonly type: string;
  /** One sentence for completion and hover. */
  readonly summary: string;
  /** Options with PyTorch's defaults and a description each (zod/mini strict object, every option optional). */
  readonly options: z.ZodMiniType<Options>;
  /** Needs two or more dimensions (a fan); naming it for a 1-D parameter is an error. `fan_in_uniform` does not. */
  readonly needsMatrix: boolean;
  /** Why these options can't be used on this parameter, or null. */
  check?(options: Options, target: InitTarget): Text | null;
  /** Fills `out` (row-major, float32), drawing from `generator` exactly as torch.nn.init does. */
  fill(out: Float32Array, options: Options, target: InitTarget, generator: Generator): void;
  /** The same in steps between which it can be left, of an init that takes long. */
  fillInSteps?(
    out: Float32Array,
    options: Options,
    target: InitTarget,
    generator: Generator,
  ): globalThis.Generator<void, void>;
  explain(options: Options, target: InitTarget): InitExplanation;
  /** `nn.init.kaiming_uniform_(linear1.weight, a=…)`. */
  pytorch(options: Options, parameter: string): string;
}

/** An init chosen for a parameter, its options complete (defaults filled in). */
export interface InitSpec {
  readonly type: string;
  readonly options: object;
}
