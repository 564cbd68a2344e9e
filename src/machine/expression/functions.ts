// The functions of the language, as `x.mean()` or `mean(x)`: one line each in the table, with what they mean.
import { exp, log } from '../../core/math.ts';
import { sizeOf } from '../../core/shape.ts';
import type { ExpressionContext } from './context.ts';
import type { Cells, Value } from './values.ts';

export interface FunctionRecord {
  readonly name: string;
  readonly summary: string;
  /** What it makes of a tensor, or of a number as a tensor without axes. */
  apply(value: Value, context: ExpressionContext): Value;
}

interface Figures {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
}

type Measure = 'min' | 'max' | 'mean' | 'total' | 'norm' | 'zeros' | 'std';

/** By a kernel where it is a tensor of floats as it lies in memory, else of the numbers one by one. */
function measured(measure: Measure, otherwise: FunctionRecord['apply']): FunctionRecord['apply'] {
  return (value, context) =>
    typeof value === 'object' && value.kind === 'tensor' && value.tensor.dtype === 'float32'
      ? context[measure](value.tensor)
      : otherwise(value, context);
}

const figure =
  (name: keyof Figures): FunctionRecord['apply'] =>
  (value, context) =>
    plainFigures(cellsOf(value, context).values)[name];

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
  { name: 'mean', summary: 'Mean of all elements.', apply: measured('mean', figure('mean')) },
  { name: 'std', summary: 'Standard deviation, of the population.', apply: measured('std', figure('std')) },
  { name: 'min', summary: 'Smallest element.', apply: measured('min', figure('min')) },
  { name: 'max', summary: 'Largest element.', apply: measured('max', figure('max')) },
  {
    name: 'norm',
    summary: 'Root of the sum of squares (ℓ² norm).',
    apply: measured('norm', (x, context) => Math.sqrt(norm(x, context) as number)),
  },
  {
    name: 'sum',
    summary: 'Sum of all elements.',
    apply: measured(
      'total',
      reduce((sum, x) => sum + x),
    ),
  },
  { name: 'argmax', summary: 'Flat index of the largest element.', apply: extremeIndex((x, best) => x > best) },
  { name: 'argmin', summary: 'Flat index of the smallest element.', apply: extremeIndex((x, best) => x < best) },
  {
    name: 'zeros',
    summary: 'Fraction of the elements that are 0.',
    apply: measured(
      'zeros',
      share((x) => x === 0),
    ),
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
