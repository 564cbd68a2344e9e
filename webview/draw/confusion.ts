// Counts of true class (rows) against predicted class (columns): right ones blue, wrong ones orange, each by its part of
// the row.
import { css, mix } from './palette.ts';
import { text, type Box, type Surface } from './surface.ts';

/** CSS pixels of a cell from which on its class's name can be read beside it. */
export const readableCell = 9;

export interface Confusion {
  /** names × names, row = true class. */
  readonly counts: ArrayLike<number>;
  readonly names: readonly string[];
  /** The row and column of several classes at once, of which nobody knows what is right; −1: none. */
  readonly others: number;
}

export function confusion(surface: Surface, box: Box, { counts, names, others }: Confusion): void {
  const { context, palette } = surface;
  const classes = names.length;
  const cell = Math.min(box.width, box.height) / classes;
  for (let row = 0; row < classes; row++) {
    let sum = 0;
    for (let column = 0; column < classes; column++) sum += counts[row * classes + column];
    for (let column = 0; column < classes; column++) {
      const count = counts[row * classes + column];
      const part = sum > 0 ? count / sum : 0;
      const hue =
        row === others && column === others
          ? mix(palette.negative, palette.positive, 0.5)
          : row === column
            ? palette.negative
            : palette.positive;
      const colour = mix(palette.ground, hue, count > 0 ? 0.15 + 0.85 * part : 0.03);
      context.fillStyle = css(colour);
      context.fillRect(box.x + column * cell, box.y + row * cell, cell - 1, cell - 1);
      if (cell < 12) continue;
      const light = colour[0] * 0.299 + colour[1] * 0.587 + colour[2] * 0.114;
      context.fillStyle = count === 0 ? palette.dim : light > 122 ? '#111' : '#f4f4f4';
      if (count > 0 || cell > 30)
        text(
          surface,
          String(count),
          box.x + (column + 0.5) * cell,
          box.y + (row + 0.5) * cell + 4,
          'center',
          Math.min(12, cell * 0.5),
        );
    }
    context.fillStyle = palette.dim;
    if (cell < readableCell) continue;
    const size = Math.min(10, cell);
    text(surface, names[row], box.x - 6, box.y + (row + 0.5) * cell + 3, 'right', size);
    if (cell >= 22 || names[row].length < 3) {
      const name = names[row].slice(0, Math.max(1, Math.floor(cell / 6)));
      text(surface, name, box.x + (row + 0.5) * cell, box.y + classes * cell + 11, 'center', size);
    }
  }
}
