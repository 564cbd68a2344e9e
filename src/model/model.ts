// contract — The model: a `.nn.json` file understood. `Model` is what the text says (no data read yet); `Network` is
// the model with its data's shapes, ready to be compiled.
import type { InitSpec } from '../core/inits/init.ts';
import type { ParameterSpec } from '../core/layers/layer.ts';
import type { Warmup } from '../core/schedulers/linearLR.ts';
import type { Shape } from '../core/shape.ts';
import type { Dataset } from '../data/source.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Layer {
  /** Position in `layers`, from 0. */
  readonly index: number;
  readonly name: string;
  /** The Repeat that it comes from, the outermost where they are nested, and in which repetition, from 1. */
  readonly block?: { readonly name: string; readonly repetition: number };
  /** Where its object stands in the file: `['layers', 2]`, in a Repeat `['layers', 2, 'layers', 0]`. */
  readonly path: readonly (string | number)[];
  /** A key of the table `layers`. */
  readonly type: string;
  /** Complete: defaults filled in. */
  readonly options: object;
  /** Where each input comes from: a layer's index, or −1 for the data. */
  readonly inputs: readonly number[];
  /** Explicit inits by parameter name as the file has them; a bare one (here or at the top level) under `'*'`. */
  readonly inits: Readonly<Record<string, InitSpec>>;
  readonly frozen: boolean;
  /** Complete options of the optimizer for its parameters; null where they are the file's. */
  readonly optimizer: { readonly lr: number } | null;
  /** The layer's object in the text, and its `type` value. */
  readonly span: Span;
  readonly typeSpan: Span;
  /** Values of its fields by name; a parameter's init under `init.weight`, the file's own bare init under `init.*`. */
  readonly fieldSpans: Readonly<Partial<Record<string, Span>>>;
}

export interface Model {
  readonly name: string;
  readonly seed: number;
  readonly data: {
    readonly source: string;
    readonly options: object;
    readonly test: number;
    readonly normalize: 'none' | 'standard' | 'minmax';
    readonly seed: number;
  };
  readonly layers: readonly Layer[];
  readonly loss: { readonly type: string; readonly options: object };
  readonly optimizer: { readonly type: string; readonly options: { readonly lr: number } };
  readonly training: {
    readonly batchSize: number | null;
    readonly shuffle: boolean;
    readonly dropLast: boolean;
    readonly epochs: number | null;
  };
  /** null: the learning rate stays. */
  readonly scheduler: { readonly type: string; readonly options: object; readonly warmup: Warmup | null } | null;
  readonly penalties: { readonly l1: number; readonly l2: number };
  readonly clip: { readonly norm?: number | undefined; readonly value?: number | undefined } | null;
  /** Path of a `.safetensors` file to start from, relative to the file. */
  readonly weights: string | null;
  /** Spans of top-level fields, for messages that concern them. */
  readonly spans: Readonly<
    Partial<
      Record<
        'data' | 'layers' | 'loss' | 'optimizer' | 'training' | 'scheduler' | 'penalties' | 'clip' | 'seed' | 'weights',
        Span
      >
    >
  >;
}

/** A layer of a network: shapes and parameters known. */
export interface NetworkLayer extends Layer {
  /** Shapes of one sample, without the batch dimension. */
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly parameters: readonly NetworkParameter[];
}

export interface NetworkParameter extends ParameterSpec {
  /** `linear1.weight`. */
  readonly fullName: string;
  readonly fanIn: number;
  readonly fanOut: number;
  /** The explicit init that overwrites the module's default, if any. */
  readonly explicit: InitSpec | null;
  /** Optimized: neither frozen nor without gradient. */
  readonly trained: boolean;
}

export interface Network {
  readonly model: Model;
  readonly layers: readonly NetworkLayer[];
  readonly dataset: Dataset;
  /** Rows of a full batch: `batch_size` or all training rows where there are fewer. */
  readonly batchSize: number;
  /** Batches an epoch, and the rows of the last one. */
  readonly batches: number;
  readonly lastBatch: number;
  readonly parameterCount: number;
}
