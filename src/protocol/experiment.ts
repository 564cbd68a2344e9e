// The words of side computations: asked for by a view, made in the engine beside the run, told of as they come along.
import type { Text } from '../core/text.ts';
import type { SurfaceAxes, SurfacePath } from '../machine/experiments/lossSurface.ts';
import type { Compared, VariantChange } from '../machine/experiments/variants.ts';
import type { Spread } from '../machine/experiments/spread.ts';

export type { Compared, Spread, SurfaceAxes, SurfacePath, VariantChange };

/** One of each kind at a time a view; asking anew drops the one before. */
export type ExperimentKind = 'comparison' | 'surface';

export type ExperimentRequest =
  | {
      readonly kind: 'comparison';
      readonly compared: Compared;
      /** Name of the only layer that is changed; null: all. */
      readonly layer: string | null;
    }
  | {
      readonly kind: 'surface';
      readonly axes: SurfaceAxes;
      /** How far the grid goes to each side, in units of the axes. */
      readonly reach: number;
    };

export interface Progress {
  /** Parts done, of how many. */
  readonly done: number;
  readonly total: number;
  /** Seconds that the rest will take at the speed so far; NaN while nothing is known. */
  readonly left: number;
}

export interface ComparedVariant {
  readonly change: VariantChange;
  /** It is what the file says. */
  readonly current: boolean;
  /** Losses of the batches so far; the last one is not finite where it broke down. */
  readonly losses: readonly number[];
  /** Of each layer's output and of the gradient at it, after the first backward pass; null before. */
  readonly activations: readonly Spread[] | null;
  readonly gradients: readonly (Spread | null)[] | null;
}

export interface ComparisonResult {
  readonly kind: 'comparison';
  readonly compared: Compared;
  readonly layer: string | null;
  /** Layers whose spread is measured, in order. */
  readonly layers: readonly string[];
  /** Iterations that each variant runs; fewer than `wanted` where they take long. */
  readonly iterations: number;
  readonly wanted: number;
  readonly variants: readonly ComparedVariant[];
}

export interface SurfaceResult {
  readonly kind: 'surface';
  readonly axes: SurfaceAxes;
  /** Points a side, of which every `stride`-th is known. */
  readonly size: number;
  readonly stride: number;
  /** Coordinates of the first and last column and row; the present is at 0, 0. */
  readonly reach: readonly [x: number, y: number];
  /** What is added to a coordinate to be read: the present value of a chosen weight, else 0. */
  readonly origin: readonly [x: number, y: number];
  /** [size, size], rows from the lowest y; NaN where it is not computed yet, ∞ where the loss is not finite. */
  readonly losses: Float32Array;
  readonly centre: number;
  readonly path: SurfacePath;
  /** Iteration of the present, and rows of the training part over which the loss is taken, of how many. */
  readonly iteration: number;
  readonly rows: number;
  readonly allRows: number;
  /** The finest grid was left out because it would take too long. */
  readonly coarse: boolean;
}

/** How far it is: under way, done, cancelled or dropped because the network changed, or why it can't be made. */
export type ExperimentUpdate =
  | {
      readonly state: 'running' | 'done' | 'stopped';
      readonly progress: Progress;
      readonly result: ComparisonResult | SurfaceResult | null;
    }
  | { readonly state: 'refused'; readonly message: Text };
