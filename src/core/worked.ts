// A calculation spelled out: how one number of a layer's output, or of a loss, came about, from which numbers in which
// cells. A record tells it as plain data, which a view shows without knowing what layer it is.
import type { Shape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** A number and where it stands. */
export interface Quantity {
  /** `w₇,₃`. */
  readonly symbol: string;
  readonly value: number;
  /** Its cell: a tensor's name and the index in row-major order. Absent: it stands nowhere. */
  readonly tensor?: string;
  readonly index?: number;
}

export interface WorkedTerm {
  /** What it is a part for: `x₃`, a class. */
  readonly label: string;
  readonly factors: readonly Quantity[];
  readonly value: number;
}

export type WorkedStep =
  /** result = Σ terms (+ constant), divided by `divisor` where there is one. */
  | {
      readonly kind: 'sum';
      readonly name: string;
      readonly formula: string;
      readonly result: Quantity;
      /** Headings of the factors and of the term: `['x', 'w', 'x·w']`. */
      readonly columns: readonly string[];
      readonly terms: readonly WorkedTerm[];
      readonly constant: Quantity | null;
      readonly divisor: number;
      /** What the terms give, in float64. */
      readonly total: number;
    }
  /** result = formula of the parts. */
  | {
      readonly kind: 'formula';
      readonly name: string;
      readonly formula: string;
      readonly result: Quantity;
      readonly parts: readonly Quantity[];
      readonly total: number;
    }
  /** result = f(x), a point of the layer's own curve. */
  | {
      readonly kind: 'curve';
      readonly name: string;
      readonly formula: string;
      readonly x: Quantity;
      readonly result: Quantity;
      readonly slope: number;
      readonly total: number;
    };

export interface WorkedBuild<Options extends object = object> {
  readonly options: Options;
  /** How the output was computed: what is only there in training is not to be read else. */
  readonly mode: 'train' | 'eval';
  /** [rows, ...] each. */
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** A tensor of its own, by its scratch name. */
  readonly scratch: (name: string) => Tensor;
  /** The number that a cell held when the output was computed. */
  readonly read: (tensor: Tensor, index: number, symbol: string) => Quantity;
  /** What came out in a cell; before it is computed, the total that will. */
  readonly result: (tensor: Tensor, index: number, symbol: string, total: number) => Quantity;
}

/** The sum over the batch that a parameter's gradient is. */
export interface WorkedGradientBuild<Options extends object = object> extends WorkedBuild<Options> {
  readonly outputGrad: Tensor;
}

export interface WorkedLossBuild<Options extends object = object> extends Pick<
  WorkedBuild<Options>,
  'options' | 'scratch' | 'read' | 'result'
> {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly loss: Tensor;
  /** ∂L/∂input; null where nothing learns. */
  readonly inputGrad: Tensor | null;
}

/** Position of an index in row-major order. */
export function flatIndex(shape: Shape, at: readonly number[]): number {
  return shape.reduce((sum, length, axis) => sum * length + at[axis], 0);
}

const digits = '₀₁₂₃₄₅₆₇₈₉';

/** `₁₂,₃` for 12 and 3. */
export function subscripts(...indices: readonly number[]): string {
  return indices.map((index) => String(index).replace(/\d/g, (digit) => digits[Number(digit)])).join(',');
}

export const product = (label: string, ...factors: readonly Quantity[]): WorkedTerm => ({
  label,
  factors,
  value: factors.reduce((value, factor) => value * factor.value, 1),
});

export function sumOfTerms(terms: readonly WorkedTerm[], constant: Quantity | null = null, divisor = 1): number {
  return terms.reduce((sum, term) => sum + term.value, constant?.value ?? 0) / divisor;
}
