// What expressions compute with: numbers, truths, words, tensors where they lie, and cells that were computed from them.
import { exp, log } from '../../core/math.ts';
import { type Shape, shapeText, sizeOf } from '../../core/shape.ts';
import type { Tensor } from '../../core/tensor.ts';
import { type Text, text } from '../../core/text.ts';
import type { BinaryOperator } from './syntax.ts';

/** A tensor of the machine, not read yet: what only asks for its norm copies nothing. */
export interface Handle {
  readonly kind: 'tensor';
  readonly tensor: Tensor;
}

/** Computed values, row-major. */
export interface Cells {
  readonly kind: 'cells';
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

export type Value = number | boolean | string | Handle | Cells;

export const typeName = (value: Value): string => (typeof value === 'object' ? 'tensor' : typeof value);

/** NumPy's modulo: the sign of the divisor. */
const modulo = (a: number, b: number): number => a - b * Math.floor(a / b);

/** a to the b in float64; only shown and compared, so its last bits may be a few off. */
function raise(a: number, b: number): number {
  if (Number.isInteger(b) && Math.abs(b) <= 1024) {
    let result = 1;
    for (let i = Math.abs(b), square = a; i > 0; i = Math.floor(i / 2), square *= square) if (i % 2) result *= square;
    return b < 0 ? 1 / result : result;
  }
  return b === 0.5 ? Math.sqrt(a) : exp(b * log(a));
}

export const arithmetic: Readonly<Record<BinaryOperator, (a: number, b: number) => number | boolean>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': modulo,
  '**': raise,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** The shape that two broadcast to, as in NumPy and PyTorch, or why they don't. */
function broadcastShape(a: Shape, b: Shape): Shape | { readonly problem: Text } {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1)
      return { problem: text('Shapes {0} and {1} don’t fit each other.', shapeText(a), shapeText(b)) };
    shape.push(x === 1 ? y : x);
  }
  return shape;
}

/** Applies a function of two numbers cell by cell. Truths become 0 and 1. */
export function broadcast(
  a: Cells,
  b: Cells,
  f: (a: number, b: number) => number | boolean,
): Cells | { problem: Text } {
  const shape = broadcastShape(a.shape, b.shape);
  if ('problem' in shape) return shape;
  const values = new Float64Array(sizeOf(shape));
  const indexA = indexer(a.shape, shape);
  const indexB = indexer(b.shape, shape);
  for (let i = 0; i < values.length; i++) values[i] = Number(f(a.values[indexA(i)], b.values[indexB(i)]));
  return { kind: 'cells', shape, values };
}

/** From an index into `whole` to the one into a `part` that broadcasts to it. */
function indexer(part: Shape, whole: Shape): (index: number) => number {
  if (sizeOf(part) === sizeOf(whole)) return (index) => index;
  if (sizeOf(part) === 1) return () => 0;
  return (index) => {
    let at = 0;
    let stride = 1;
    let rest = index;
    for (let axis = whole.length - 1; axis >= 0; axis--) {
      const i = rest % whole[axis];
      rest = Math.floor(rest / whole[axis]);
      const length = part[part.length - whole.length + axis] ?? 1;
      if (length > 1) at += i * stride;
      stride *= length;
    }
    return at;
  };
}

/** A range of one axis: an index keeps no axis, a slice keeps `count`. */
export interface AxisRange {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly kept: boolean;
}

/** The cells that ranges choose, axes beyond them whole. */
export function slice(shape: Shape, ranges: readonly AxisRange[]): { shape: Shape; index: (i: number) => number } {
  const all = shape.map((length, axis): AxisRange => ranges[axis] ?? { start: 0, step: 1, count: length, kept: true });
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const kept = all.map((range, axis) => ({ ...range, stride: strides[axis] })).filter((range) => range.kept);
  const base = all.reduce((sum, { start }, axis) => sum + start * strides[axis], 0);
  return {
    shape: kept.map(({ count }) => count),
    index(i) {
      let at = base;
      let rest = i;
      for (let axis = kept.length - 1; axis >= 0; axis--) {
        const { count, step, stride } = kept[axis];
        at += (rest % count) * step * stride;
        rest = Math.floor(rest / count);
      }
      return at;
    },
  };
}
