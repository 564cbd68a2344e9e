// What a layer is: one record a file, one line in the table (`layers.ts`). Shapes here are of one sample, without the
// batch dimension, except those of tensors, which have it first.
import type * as z from 'zod/mini';
import type { Expression } from '../elementwise.ts';
import type { InitSpec } from '../inits/init.ts';
import type { Operation } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Text } from '../text.ts';
import type { WorkedBuild, WorkedGradientBuild, WorkedStep } from '../worked.ts';

/** A parameter that a layer has, under its `named_parameters()` name. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  /** How the PyTorch module draws it when it is constructed. */
  readonly init: InitSpec;
  /** What its axes count: `out_features`, `kernel height`. Absent: not told. */
  readonly axes?: readonly string[];
  /** Drawn before `init` and overwritten by it, as a constructor that calls another does; the draws count. */
  readonly overwritten?: InitSpec;
  /** A row that its constructor sets to zeros after `init`. */
  readonly zeroRow?: number;
  /** For a 1-D parameter: the parameter whose fan_in is its own (`weight` for `bias`). */
  readonly fanOf?: string;
}

/** A tensor that a layer keeps from iteration to iteration but that is not learned: `running_mean`. */
export interface BufferSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: 'float32' | 'int32';
  /** Every element's value at the start. */
  readonly initial: number;
  /** Its type in a `state_dict`, where that is another: `num_batches_tracked` is int64. */
  readonly savedAs?: 'int64';
}

/** What a layer builds its operations from. */
export interface LayerBuild<Options extends object = object> {
  readonly options: Options;
  /** Rows of this batch. */
  readonly rows: number;
  /** [rows, ...] each. */
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly buffers: Readonly<Record<string, Tensor>>;
  /** Training, or evaluation (`model.eval()`): then forward alone is built, buffers are read and not written. */
  readonly mode: 'train' | 'eval';
  /** The run's seed and this layer's index, from which random layers seed a generator of their own; `iteration` is an int32 scalar in memory. */
  readonly random: { readonly seed: number; readonly layer: number; readonly iteration: Tensor };
  /** Tensors of its own that live from forward to backward: asked for by name, the same one each time. */
  readonly scratch: (name: string, shape: Shape, dtype?: 'float32' | 'int32') => Tensor;
}

export interface BackwardBuild<Options extends object = object> extends LayerBuild<Options> {
  readonly outputGrad: Tensor;
  /** One an input, to be overwritten; null where nobody needs it (data, nothing trainable before). */
  readonly inputGrads: readonly (Tensor | null)[];
  /** To be overwritten; absent for a frozen layer. */
  readonly parameterGrads: Readonly<Record<string, Tensor>>;
}

/** How an activation is drawn: its curve, its derivative and the ranges that matter. */
export interface ActivationView {
  readonly kind: 'activation';
  /** Expressions in the variable `x`. */
  readonly f: Expression;
  readonly derivative: Expression;
  /** Where the curve is drawn, and named ranges of x: `['differences visible', -6, 6]`, `['best', -3, 3]`. */
  readonly domain: readonly [from: number, to: number];
  readonly ranges: readonly (readonly [label: Text, from: number, to: number])[];
}

/** What a card and the inspector show for a layer. */
export type LayerView<Options extends object = object> =
  /** `links`: its rows are the units, each joined with every number of the sample that comes in. */
  | { readonly kind: 'weights'; readonly parameter: string; readonly links?: true }
  | { readonly kind: 'activation'; of(options: Options): ActivationView }
  | { readonly kind: 'rows' } // a distribution over each row: softmax
  | { readonly kind: 'plain' }; // shape only: flatten, add, concat

/** A tensor that a layer has of its own between input and output and that is worth seeing. */
export interface InnerSpec {
  /** Its scratch name. */
  readonly name: string;
  readonly axes: readonly string[];
}

/** A tensor of a layer's own as images side by side, of the chosen sample where it has samples. */
export interface LayerPicture {
  readonly label: Text;
  /** `output`, `input`, a parameter or a scratch tensor. */
  readonly tensor: string;
  /** Axes that become the rows and columns of an image. */
  readonly rows: number;
  readonly columns: number;
  /** Axis of which each index is an image of its own; absent: one image. */
  readonly each?: number;
  /** Axis of the samples; absent: it has none. */
  readonly sample?: number;
  /** Names of equal parts of the rows, an image each. */
  readonly parts?: readonly Text[];
  /** A tensor of the same axes but for its size that says where in an image, row by row, something was taken. */
  readonly marks?: string;
}

export interface LayerType<Options extends object = object> {
  /** PyTorch's class name. */
  readonly type: string;
  /** One sentence for completion and hover. */
  readonly summary: string;
  /** Strict zod/mini object: the module's options less what shape inference knows, PyTorch's defaults, descriptions. */
  readonly options: z.ZodMiniType<Options>;
  /** How many inputs it takes: one, or two and more (`Add`, `Concat`). */
  readonly arity: 'one' | 'many';
  /** Shape of one output sample, or why these inputs don't fit. */
  output(options: Options, inputs: readonly Shape[]): { readonly shape: Shape } | { readonly problem: Text };
  parameters(options: Options, inputs: readonly Shape[]): readonly ParameterSpec[];
  /** Why it can't be trained on a batch of so few rows, or null. Absent: it always can. */
  checkRows?(options: Options, inputs: readonly Shape[], rows: number): Text | null;
  /** What the axes of an output sample count, given the inputs' names for theirs. Absent: what the first input's do, where there are as many. */
  axes?(options: Options, inputs: readonly (readonly string[])[], shapes: readonly Shape[]): readonly string[];
  /** Absent: none. */
  inner?(options: Options): readonly InnerSpec[];
  /** Absent: none. */
  buffers?(options: Options, inputs: readonly Shape[]): readonly BufferSpec[];
  /** Parameters in the order in which the PyTorch constructor draws them, where that is not the order of `parameters`. */
  drawOrder?(options: Options): readonly string[];
  forward(build: LayerBuild<Options>): readonly Operation[];
  backward(build: BackwardBuild<Options>): readonly Operation[];
  /** How the output's number at this index came about, step by step. Absent: it only moves numbers. */
  worked?(build: WorkedBuild<Options>, at: readonly number[]): readonly WorkedStep[];
  /** How the gradient of a parameter's element adds up. Absent: not told. */
  workedGradient?(build: WorkedGradientBuild<Options>, parameter: string, index: number): WorkedStep | null;
  /** `nn.Linear(2, 16)`; a lambda for what is no module in PyTorch. */
  pytorch(options: Options, inputs: readonly Shape[]): string;
  /** Its expression in `forward`, from the inputs' variables, where that is not `self.name(x)`; `module` is `self.name`. */
  pytorchCall?(options: Options, inputs: readonly string[], module: string): string;
  /** The class that `pytorch` constructs where torch.nn has none. */
  readonly pytorchClass?: string;
  /** `z = x·Wᵀ + b`. */
  readonly formula: string;
  /** Whether a row's output depends on the batch's other rows, in evaluation too. Absent: it doesn't. */
  mixesRows?(options: Options): boolean;
  /** Whether it draws numbers in training. Absent: it doesn't. */
  draws?(options: Options): boolean;
  readonly view: LayerView<Options>;
  /** What of it is seen best as images, the most telling first; absent: feature maps where its samples are maps. */
  pictures?(options: Options): readonly LayerPicture[];
}
