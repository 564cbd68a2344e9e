// What a view needs to know of a network, once for each edit: plain JSON, names and shapes, no tensors.
import type { InitExplanation } from '../core/inits/init.ts';
import type { Shape } from '../core/shape.ts';
import type { Text } from '../core/text.ts';
import type { Phase } from './moment.ts';

export interface NetworkDescription {
  readonly name: string;
  readonly seed: number;
  readonly parameterCount: number;
  readonly data: DataDescription;
  readonly layers: readonly LayerDescription[];
  readonly loss: {
    readonly type: string;
    readonly formula: string;
    readonly reduction: string;
    /** Whether it can be taken apart. */
    readonly worked?: boolean;
    /** What makes probabilities of the network's outputs; absent: they are such, or are none. */
    readonly probabilities?: 'softmax' | 'sigmoid' | 'exp';
  };
  readonly optimizer: { readonly type: string; readonly formula: string; readonly lr: number };
  /** Rows of a batch, batches an epoch. */
  readonly batchSize: number;
  readonly batches: number;
  /** How accuracy is counted; null for regression. */
  readonly accuracy: 'argmax' | 'threshold' | null;
  /** For 'threshold': an output above it means class 1. */
  readonly threshold: number;
  /** One iteration. Instruction i of iteration k is tick k · instructions.length + i. */
  readonly instructions: readonly InstructionDescription[];
}

export interface DataDescription {
  readonly source: string;
  readonly sampleShape: Shape;
  /** What the axes of a sample count. */
  readonly axes?: readonly string[];
  readonly targetShape: Shape;
  readonly trainRows: number;
  readonly testRows: number;
  readonly classNames: readonly string[];
  readonly featureNames: readonly string[];
  /** What the numbers of a sample stand for (characters, by their place); absent: they are values. */
  readonly symbols?: readonly string[];
  /** Smallest and largest value of each of the first two features over train and test, for the axes of scatters and boundaries. */
  readonly range: readonly (readonly [min: number, max: number])[];
}

export interface LayerDescription {
  readonly index: number;
  readonly name: string;
  readonly type: string;
  /** The Repeat that it comes from, if any, and in which repetition, from 1: blocks can be folded. */
  readonly block?: { readonly name: string; readonly repetition: number };
  /** Indices of layers, −1 for the data. */
  readonly inputs: readonly number[];
  /** Of one sample, and with the batch first: `[32, 16]`. */
  readonly outputShape: Shape;
  readonly batchShape: Shape;
  /** What the axes of `batchShape` count: `['batch', 'channels', 'height', 'width']`. */
  readonly axes?: readonly string[];
  /** Tensors of its own between input and output: attention's weights, a recurrent layer's gates. */
  readonly inner?: readonly InnerTensor[];
  readonly frozen: boolean;
  readonly parameters: readonly ParameterDescription[];
  readonly parameterCount: number;
  /** `2→16`, `slope 0.01`: the options in a few characters, for the card. */
  readonly detail: string;
  readonly formula: string;
  /** How it is spelled in PyTorch. */
  readonly pytorch: string;
  readonly view: LayerViewDescription;
  /** Whether a number of its output can be taken apart (ƒ). */
  readonly worked?: boolean;
  /** What of it is seen best as images, the most telling first. */
  readonly pictures: readonly PictureDescription[];
  /** Whether `name.output.grad` exists. */
  readonly hasGradient: boolean;
  /** Its object in the text. */
  readonly span: { readonly start: number; readonly end: number };
}

export interface InnerTensor {
  /** `weights` and `attention1.weights`. */
  readonly name: string;
  readonly fullName: string;
  /** For a full batch. */
  readonly shape: Shape;
  readonly axes: readonly string[];
}

/** A tensor as images: see `LayerPicture` of the layers' records. */
export interface PictureDescription {
  readonly label: Text;
  /** Full name, and shape for a full batch. */
  readonly tensor: string;
  readonly shape: Shape;
  readonly rows: number;
  readonly columns: number;
  /** null: one image. */
  readonly each: number | null;
  readonly sample: number | null;
  readonly parts: readonly Text[];
  /** A tensor of places in an image, of this shape. */
  readonly marks: { readonly tensor: string; readonly shape: Shape } | null;
}

export interface ParameterDescription {
  /** `weight` and `linear1.weight`. Its gradient, where trained, is `linear1.weight.grad`, its last update `linear1.weight.update`. */
  readonly name: string;
  readonly fullName: string;
  readonly shape: Shape;
  /** What its axes count: `['out_features', 'in_features']`. */
  readonly axes?: readonly string[];
  readonly trained: boolean;
  /** The init that it came from and why: formula with numbers, density. */
  readonly init: { readonly type: string; readonly explicit: boolean; readonly explanation: InitExplanation };
  /** Optimizer state tensors: `['momentum_buffer', 'linear1.weight.momentum_buffer']`. */
  readonly state: readonly (readonly [name: string, fullName: string])[];
}

export type LayerViewDescription =
  /** `links`: its rows are the units, each joined with every number of the sample that comes in. */
  | { readonly kind: 'weights'; readonly parameter: string; readonly links?: true }
  | {
      readonly kind: 'activation';
      /** f and f′ sampled at equal distances on the domain, ends included. */
      readonly domain: readonly [from: number, to: number];
      readonly f: readonly number[];
      readonly derivative: readonly number[];
      readonly ranges: readonly (readonly [label: Text, from: number, to: number])[];
    }
  | { readonly kind: 'rows' }
  | { readonly kind: 'plain' };

export interface InstructionDescription {
  readonly phase: Phase;
  /** Index of its layer; −1 data, layers.length the loss; an update instruction has the index of the layer it updates. */
  readonly layer: number;
  readonly name: string;
  readonly formula: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}
