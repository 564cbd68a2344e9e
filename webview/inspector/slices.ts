// Which matrix of a tensor of any rank is shown: two axes, and an index on each other one.

export interface ShownSlice {
  /** Axes that are rows and columns; −1: there is none. */
  readonly axes: readonly [row: number, column: number];
  /** An index on every axis; those of the two shown mean nothing. */
  readonly at: readonly number[];
}

/** The last two axes, index 0 on the others. */
export function firstSlice(shape: readonly number[]): ShownSlice {
  return { axes: [shape.length < 2 ? -1 : shape.length - 2, shape.length - 1], at: shape.map(() => 0) };
}

/** The same where the tensor has become smaller (an epoch's last batch). */
export function within(slice: ShownSlice, shape: readonly number[]): ShownSlice {
  if (slice.at.length !== shape.length) return firstSlice(shape);
  return { ...slice, at: slice.at.map((index, axis) => Math.max(0, Math.min(index, shape[axis] - 1))) };
}

/** With another axis as rows (0) or columns (1); what stood there changes places with it. */
export function withAxis({ axes, at }: ShownSlice, place: 0 | 1, axis: number): ShownSlice {
  const other = axes[1 - place];
  const next: [number, number] = [...axes];
  if (axis === other) next[1 - place] = axes[place];
  next[place] = axis;
  return { axes: next, at };
}

export function otherAxes({ axes, at }: ShownSlice): readonly number[] {
  return at.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
}

export function sizeOfSlice({ axes: [row, column] }: ShownSlice, shape: readonly number[]): readonly [number, number] {
  return [row < 0 ? 1 : shape[row], column < 0 ? 1 : shape[column]];
}

/** The slice's part of a watch; the usual one is left out. */
export function watchOf(slice: ShownSlice, rank: number) {
  const { axes, at } = slice;
  const lead = otherAxes(slice).map((axis) => at[axis]);
  return {
    ...(axes[0] === rank - 2 && axes[1] === rank - 1 ? {} : rank < 2 ? {} : { axes }),
    ...(lead.length > 0 ? { lead } : {}),
  };
}

/** Index on every axis of a cell of the slice. */
export function indexOf({ axes: [row, column], at }: ShownSlice, cell: { row: number; column: number }): number[] {
  return at.map((index, axis) => (axis === row ? cell.row : axis === column ? cell.column : index));
}

/** Position in a row-major tensor. */
export function flatIndex(shape: readonly number[], at: readonly number[]): number {
  return shape.reduce((sum, length, axis) => sum * length + at[axis], 0);
}

/** What an axis counts, or its number. */
export const axisName = (
  axes: readonly string[] | undefined,
  axis: number,
  unnamed: (axis: number) => string,
): string => axes?.[axis] ?? unnamed(axis);
