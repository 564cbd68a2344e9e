// `x[3, :]`: indices and slices with Python's meaning. A single element of a tensor is read without a copy of the rest.
import { shapeText, sizeOf } from '../../core/shape.ts';
import type { Tensor } from '../../core/tensor.ts';
import { text } from '../../core/text.ts';
import type { ExpressionContext } from './context.ts';
import { shapeOf } from './functions.ts';
import { ExpressionProblem, type Place } from './syntax.ts';
import { type AxisRange, slice, type Value } from './values.ts';

type Whole = (context: ExpressionContext) => number;

export type AxisSubscript =
  | { readonly kind: 'index'; readonly at: Whole; readonly fixed: boolean }
  | { readonly kind: 'slice'; readonly from: Whole | null; readonly to: Whole | null; readonly step: Whole | null };

/** Most cells that a slice may copy at once. */
const mostCells = 1 << 24;

export function readSubscript(
  of: (context: ExpressionContext) => Value,
  axes: readonly AxisSubscript[],
  place: Place,
): (context: ExpressionContext) => Value {
  const indices = axes.map((axis) => (axis.kind === 'index' ? axis.at : null));
  const isFixed = axes.every((axis) => axis.kind === 'index' && axis.fixed);
  let cell: { readonly tensor: Tensor; readonly index: number } | null = null;
  return (context) => {
    const value = of(context);
    if (cell !== null && typeof value === 'object' && value.kind === 'tensor' && value.tensor === cell.tensor)
      return context.element(cell.tensor, cell.index);
    const shape = shapeOf(value);
    if (typeof value === 'object' && value.kind === 'tensor' && axes.length === shape.length) {
      const index = cellIndex(indices, shape, context);
      if (index >= 0 && isFixed) cell = { tensor: value.tensor, index };
      if (index >= 0) return context.element(value.tensor, index);
    }
    if (typeof value !== 'object') throw new ExpressionProblem(text('Only a tensor has elements.'), place);
    if (axes.length > shape.length) {
      throw new ExpressionProblem(
        text('{0} indices are too many for the shape {1}.', axes.length, shapeText(shape)),
        place,
      );
    }
    const ranges = axes.map((axis, i) => rangeOf(axis, shape[i], i, context, place));
    const part = slice(shape, ranges);
    const size = sizeOf(part.shape);
    if (value.kind === 'tensor' && part.shape.length === 0) return context.element(value.tensor, part.index(0));
    if (size > mostCells)
      throw new ExpressionProblem(text('This is too large to be copied: choose fewer cells.'), place);
    const source = value.kind === 'tensor' ? context.view(value.tensor) : value.values;
    if (part.shape.length === 0) return source[part.index(0)];
    return {
      kind: 'cells',
      shape: part.shape,
      values: Float64Array.from({ length: size }, (_, i) => source[part.index(i)]),
    };
  };
}

/** Where one cell lies; −1 where that is not what is asked for, or where there is none. */
function cellIndex(indices: readonly (Whole | null)[], shape: readonly number[], context: ExpressionContext): number {
  let index = 0;
  for (let axis = 0; axis < indices.length; axis++) {
    const at = indices[axis]?.(context) ?? NaN;
    const length = shape[axis];
    if (!(at >= -length && at < length)) return -1;
    index = index * length + (at < 0 ? at + length : at);
  }
  return index;
}

function rangeOf(
  axis: AxisSubscript,
  length: number,
  number: number,
  context: ExpressionContext,
  place: Place,
): AxisRange {
  if (axis.kind === 'index') {
    const at = axis.at(context);
    const start = at < 0 ? at + length : at;
    if (start < 0 || start >= length)
      throw new ExpressionProblem(text('Index {0} is outside axis {1}, which has {2}.', at, number, length), place);
    return { start, step: 1, count: 1, kept: false };
  }
  const step = axis.step?.(context) ?? 1;
  if (step < 1) throw new ExpressionProblem(text('A slice’s step is 1 or more, not {0}.', step), place);
  const bound = (end: number | undefined, otherwise: number) =>
    end === undefined ? otherwise : Math.min(length, Math.max(0, end < 0 ? end + length : end));
  const from = bound(axis.from?.(context), 0);
  const to = bound(axis.to?.(context), length);
  return { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)), kept: true };
}
