// What a view asks to see. A view sends its whole list whenever it changes; every frame answers the list of its version,
// entry i for watch i. What nobody watches is not computed. A tensor named `relu1.output@test[12]` is that of row 12 of the
// test part, fed forward by itself in eval mode with the weights of this moment; so are `input`, `target` and `loss`. With
// `@own[73]` it is that of the list's own sample of this number.
import type { CalculationRequest } from './calculation.ts';
import type { RidgeRequest } from './ridge.ts';
import type { Slice } from './slice.ts';

export type Watch =
  /** nine figures: see `Statistics` in frame.ts */
  | { readonly kind: 'statistics'; readonly tensor: string }
  /** Bins of equal width from the smallest to the largest finite value, or on `range`. `at: 'init'`: as it stood before the first update. */
  | {
      readonly kind: 'histogram';
      readonly tensor: string;
      readonly bins: number;
      readonly range?: readonly [from: number, to: number];
      readonly at?: 'init';
    }
  /** The same over log10|x|. */
  | {
      readonly kind: 'logHistogram';
      readonly tensor: string;
      readonly bins: number;
      readonly range: readonly [from: number, to: number];
      readonly at?: 'init';
    }
  /**
   * A window of a tensor seen as a matrix (rows: the axis before the last, columns: the last, or as its slice says; a vector is one row;
   * a scalar 1 × 1). Larger than height × width cells it is reduced: each cell then is the value of largest magnitude in
   * its block. A window that reaches beyond the end keeps its blocks' size.
   */
  | (Slice & {
      readonly kind: 'window';
      readonly tensor: string;
      readonly rows: readonly [from: number, to: number];
      readonly columns: readonly [from: number, to: number];
      readonly height: number;
      readonly width: number;
    })
  /** The magnitude below which this part (0…1) of a tensor's finite values lies: the limit of a colour scale that outliers don't stretch. */
  | { readonly kind: 'magnitude'; readonly tensor: string; readonly part: number }
  /** Histograms at a few past moments of the run, each over its own values. */
  | (RidgeRequest & { readonly kind: 'ridge' })
  /** One number taken apart: see `Calculation`, which comes as JSON. */
  | (CalculationRequest & { readonly kind: 'calculation' })
  /** Loss of iterations from..to (0-based, to exclusive), at most `points` buckets, each min and max. Covers the known future too. */
  | {
      readonly kind: 'losses';
      readonly from: number;
      readonly to: number;
      readonly points: number;
      /** Of a run that was left (see `protocol/timeline.ts`), not of the one that goes on. */
      readonly run?: number;
    }
  /** Loss and accuracy over the whole train and test part in eval mode, now. */
  | { readonly kind: 'metrics' }
  /** The metrics measured so far in this run: rows of iteration, train loss, train accuracy, test loss, test accuracy (NaN where none). */
  | { readonly kind: 'metricsHistory'; readonly points: number; readonly run?: number }
  /** The learning rate of iterations from..to, at most `points`, NaN where the run has not come yet. */
  | { readonly kind: 'learningRates'; readonly from: number; readonly to: number; readonly points: number }
  /** Norm of a layer's gradients, and of its updates beside its weights', measured while this is watched: of large layers now and then. */
  | { readonly kind: 'layerHistory'; readonly layer: number; readonly points: number }
  /** Rows of the data set: the first two features, the target (first element or class), at most `limit` rows, spread evenly. */
  | { readonly kind: 'points'; readonly part: 'train' | 'test'; readonly limit: number }
  /** One sample's x as a window: images and rows. */
  | { readonly kind: 'sample'; readonly part: 'train' | 'test'; readonly row: number }
  /** The network's output over a grid of a 2-D input: every output unit. */
  | {
      readonly kind: 'boundary';
      readonly x: readonly [from: number, to: number];
      readonly y: readonly [from: number, to: number];
      readonly width: number;
      readonly height: number;
    }
  /** The same of each unit of one layer, where that gives a vector of few. */
  | {
      readonly kind: 'unitMaps';
      readonly layer: string;
      readonly x: readonly [from: number, to: number];
      readonly y: readonly [from: number, to: number];
      readonly width: number;
      readonly height: number;
    }
  /** The output over a 1-D input: `points` values of x from..to. */
  | { readonly kind: 'fit'; readonly x: readonly [from: number, to: number]; readonly points: number }
  /** The output for a row of one's own, x flat as the network sees it: the outputs, flat. */
  | { readonly kind: 'predict'; readonly x: readonly number[] }
  /** Counts of true class × predicted class over a part. */
  | { readonly kind: 'confusion'; readonly part: 'train' | 'test' }
  /** Places from..to of a part's samples in the order of their own loss, the worst first; of a cell of the confusion matrix only. */
  | {
      readonly kind: 'ranking';
      readonly part: 'train' | 'test';
      readonly cell?: readonly [truth: number, said: number];
      readonly from: number;
      readonly to: number;
    };

/** What measures a whole part of the data: while running it is asked less often. */
export type Measurement = Extract<Watch, { kind: 'metrics' | 'confusion' | 'ranking' }>;

/** What runs the network anew over many rows: while it runs it is asked less often. */
export type Rerun = Measurement | Extract<Watch, { kind: 'boundary' | 'fit' | 'unitMaps' }>;

export function runsNetwork(watch: Watch): watch is Rerun {
  return isMeasurement(watch) || watch.kind === 'boundary' || watch.kind === 'fit' || watch.kind === 'unitMaps';
}

export function isMeasurement(watch: Watch): watch is Measurement {
  return watch.kind === 'metrics' || watch.kind === 'confusion' || watch.kind === 'ranking';
}
