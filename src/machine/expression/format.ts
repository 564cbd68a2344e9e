// Values as text, for watch, hover, console and log points.
import { shapeText, sizeOf } from '../../core/shape.ts';
import { shapeOf } from './functions.ts';
import type { ExpressionContext } from './context.ts';
import type { Value } from './values.ts';

/** Elements that are written out. */
const mostShown = 8;

/** As many digits as tell a float32 from its neighbours, at most nine. */
export function shortFloat(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (short === x || (Math.fround(x) === x && Math.fround(short) === x)) return String(short);
  }
  return String(Number(x.toPrecision(9)));
}

/** Four digits: for summaries. */
const roughly = (x: number): string => (Number.isFinite(x) ? String(Number(x.toPrecision(4))) : shortFloat(x));

/** A word, a number, or a tensor's shape with its elements where they are few, else its statistics. */
export function formatValue(value: Value, context: ExpressionContext): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return shortFloat(value);
  const shape = shapeOf(value);
  const size = sizeOf(shape);
  if (size <= mostShown) {
    const { values } = context.cells(value)!;
    if (shape.length === 0) return shortFloat(values[0]);
    const list = `[${Array.from(values, shortFloat).join(', ')}]`;
    return shape.length === 1 ? list : `${shapeText(shape)} ${list}`;
  }
  if (value.kind === 'tensor' && value.tensor.dtype === 'float32') {
    const [count, nan, infinite, min, max, mean, std] = context.statistics(value.tensor);
    const broken = nan + infinite > 0 ? ` · ${nan} NaN, ${infinite} ∞` : '';
    if (count === nan + infinite) return `${shapeText(shape)}${broken}`;
    const spread = `mean ${roughly(mean)} · std ${roughly(std)} · min ${roughly(min)} · max ${roughly(max)}`;
    return `${shapeText(shape)} ${spread}${broken}`;
  }
  const { values } = context.cells(value)!;
  const first = Array.from({ length: mostShown }, (_, i) => shortFloat(values[i]));
  return `${shapeText(shape)} [${first.join(', ')}, …]`;
}

/** `[3, 1]` of a flat index; nothing for a number. */
export function indexText(shape: readonly number[], index: number): string {
  const indices: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    indices.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return shape.length === 0 ? '' : shapeText(indices);
}
