// The functions of the language, as `x.mean()` or `mean(x)`: one line each in the table, with what they mean.
import { exp, log } from '../../core/math.ts';
import { sizeOf } from '../../core/shape.ts';
import type { ExpressionContext, Figures } from './context.ts';
import type { Cells, Value } from './values.ts';

export interface FunctionRecord {
  readonly name: string;
  readonly summary: string;
  /** What it makes of a tensor, or of a number as a tensor without axes. */
  apply(value: Value, context: ExpressionContext): Value;
}

function figures(value: Value, context: ExpressionContext): Figures {
  if (typeof value === 'object' && value.kind === 'tensor' && value.tensor.dtype === 'float32') {
    const [, nan, infinite, min, max, mean, std] = context.statistics(value.tensor);
    if (nan + infinite === 0) return { min, max, mean, std };
  }
  return plainFigures(cellsOf(value, context).values);
}

function plainFigures(values: ArrayLike<number>): Figures {
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    sum += x;
    if (x < min || Number.isNaN(x)) min = Number.isNaN(min) ? min : x;
    if (x > max || Number.isNaN(x)) max = Number.isNaN(max) ? max : x;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { min, max, mean, std: Math.sqrt(squares / values.length) };
}

/** Sorted out before: a value here is a number or a tensor. */
const cellsOf = (value: Value, context: ExpressionContext): Cells => context.cells(value)!;

function reduce(f: (sum: number, x: number) => number): FunctionRecord['apply'] {
  return (value, context) => {
    const { values } = cellsOf(value, context);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum = f(sum, values[i]);
    return sum;
  };
}

function share(holds: (x: number) => boolean): FunctionRecord['apply'] {
  return (value, context) => {
    const { values } = cellsOf(value, context);
    let count = 0;
    for (let i = 0; i < values.length; i++) if (holds(values[i])) count++;
    return count / values.length;
  };
}

function each(f: (x: number) => number): FunctionRecord['apply'] {
  return (value, context) => {
    if (typeof value === 'number') return f(value);
    const { shape, values } = cellsOf(value, context);
    return { kind: 'cells', shape, values: Float64Array.from(values, f) };
  };
}

/** The first of equals; a NaN wins, as in PyTorch. */
function extremeIndex(isBetter: (x: number, best: number) => boolean): FunctionRecord['apply'] {
  return (value, context) => {
    const { values } = cellsOf(value, context);
    let best = 0;
    for (let i = 1; i < values.length && !Number.isNaN(values[best]); i++)
      if (isBetter(values[i], values[best]) || Number.isNaN(values[i])) best = i;
    return best;
  };
}

const norm = reduce((sum, x) => sum + x * x);

export const functions: readonly FunctionRecord[] = [
  { name: 'mean', summary: 'Mean of all elements.', apply: (x, context) => figures(x, context).mean },
  { name: 'std', summary: 'Standard deviation, of the population.', apply: (x, context) => figures(x, context).std },
  { name: 'min', summary: 'Smallest element.', apply: (x, context) => figures(x, context).min },
  { name: 'max', summary: 'Largest element.', apply: (x, context) => figures(x, context).max },
  {
    name: 'norm',
    summary: 'Root of the sum of squares (ℓ² norm).',
    apply: (x, context) =>
      typeof x === 'object' && x.kind === 'tensor' && x.tensor.dtype === 'float32'
        ? context.norm(x.tensor)
        : Math.sqrt(norm(x, context) as number),
  },
  { name: 'sum', summary: 'Sum of all elements.', apply: reduce((sum, x) => sum + x) },
  { name: 'argmax', summary: 'Flat index of the largest element.', apply: extremeIndex((x, best) => x > best) },
  { name: 'argmin', summary: 'Flat index of the smallest element.', apply: extremeIndex((x, best) => x < best) },
  {
    name: 'zeros',
    summary: 'Fraction of the elements that are 0.',
    apply(x, context) {
      if (typeof x !== 'object' || x.kind !== 'tensor' || x.tensor.dtype !== 'float32')
        return share((element) => element === 0)(x, context);
      return context.zeros(x.tensor);
    },
  },
  { name: 'nans', summary: 'Fraction of the elements that are NaN.', apply: share((x) => Number.isNaN(x)) },
  {
    name: 'infs',
    summary: 'Fraction of the elements that are ∞ or −∞.',
    apply: share((x) => x === Infinity || x === -Infinity),
  },
  { name: 'abs', summary: 'Magnitude of each element.', apply: each(Math.abs) },
  { name: 'sqrt', summary: 'Square root of each element.', apply: each(Math.sqrt) },
  { name: 'exp', summary: 'e to each element.', apply: each(exp) },
  { name: 'log', summary: 'Natural logarithm of each element.', apply: each(log) },
  { name: 'size', summary: 'Number of elements.', apply: (x) => sizeOf(shapeOf(x)) },
];

const byName = new Map(functions.map((record) => [record.name, record]));

export const functionNamed = (name: string): FunctionRecord | undefined => byName.get(name);

/** A number's is that of a tensor without axes. */
export function shapeOf(value: Value): readonly number[] {
  if (typeof value !== 'object') return [];
  return value.kind === 'tensor' ? value.tensor.shape : value.shape;
}
