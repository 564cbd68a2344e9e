// The whole of a large matrix in a few cells: drawn where what was scrolled to is not there yet.
import { heatIndex, pixel } from '../draw/palette.ts';
import type { Surface } from '../draw/surface.ts';

interface Overview {
  readonly rows: number;
  readonly columns: number;
  readonly height: number;
  readonly width: number;
  readonly cells: ArrayLike<number>;
}

/** Cells that an overview has at most. */
export const overviewCells = { height: 40, width: 60 } as const;

/** @param size CSS pixels of an element; @param scroll CSS pixels before what is seen */
export function drawOverview(
  { context, palette, width, height }: Surface,
  matrix: Overview,
  limit: number,
  size: { readonly width: number; readonly height: number },
  scroll: { readonly x: number; readonly y: number },
): void {
  const across = (matrix.columns / matrix.width) * size.width;
  const down = (matrix.rows / matrix.height) * size.height;
  const range = (from: number, room: number, cell: number, count: number): readonly [number, number] => [
    Math.max(0, Math.floor(from / cell)),
    Math.min(count, Math.ceil((from + room) / cell)),
  ];
  const [firstRow, endRow] = range(scroll.y, height, down, matrix.height);
  const [firstColumn, endColumn] = range(scroll.x, width, across, matrix.width);
  for (let row = firstRow; row < endRow; row++) {
    for (let column = firstColumn; column < endColumn; column++) {
      const value = matrix.cells[row * matrix.width + column];
      const colour = Number.isFinite(value) ? palette.heat[heatIndex(value, limit)] : pixel(palette.invalid);
      context.fillStyle = `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;
      context.fillRect(column * across - scroll.x, row * down - scroll.y, across + 0.5, down + 0.5);
    }
  }
}
