// A tensor of any rank seen as a matrix: two of its axes chosen as rows and columns, an index on each other one.
import { type Shape, sizeOf } from '../core/shape.ts';

/** Which matrix of a tensor. */
export interface Slice {
  /** Axes that become rows and columns; −1: there is none (a vector is one row). The last two where left out. */
  readonly axes?: readonly [row: number, column: number] | undefined;
  /** Index on each axis that is not shown, in their order; what is missing or out of range counts as the nearest there is. */
  readonly lead?: readonly number[] | undefined;
}

/** Where a slice's elements lie: element (r, c) at start + r · rowStride + c · columnStride. */
export interface MatrixLayout {
  readonly rows: number;
  readonly columns: number;
  readonly start: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

export function matrixLayout(shape: Shape, { axes, lead = [] }: Slice): MatrixLayout {
  const strides = stridesOf(shape);
  const [row, column] = axesOf(shape.length, axes);
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== row && axis !== column);
  const start = others.reduce((sum, axis, i) => {
    const index = Math.min(Math.max(0, Math.floor(lead[i] ?? 0)), shape[axis] - 1);
    return sum + index * strides[axis];
  }, 0);
  return {
    rows: row < 0 ? 1 : shape[row],
    columns: column < 0 ? 1 : shape[column],
    start: sizeOf(shape) === 0 ? 0 : start,
    rowStride: row < 0 ? 0 : strides[row],
    columnStride: column < 0 ? 0 : strides[column],
  };
}

/** The axes asked for where they are two of the tensor's own, else its last two. */
function axesOf(rank: number, asked: Slice['axes']): readonly [row: number, column: number] {
  const usual = [rank - 2, rank - 1] as const;
  if (!asked || rank < 2) return [rank < 2 ? -1 : usual[0], usual[1]];
  const known = (axis: number): boolean => Number.isInteger(axis) && axis >= 0 && axis < rank;
  return known(asked[0]) && known(asked[1]) && asked[0] !== asked[1] ? asked : usual;
}

function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}
