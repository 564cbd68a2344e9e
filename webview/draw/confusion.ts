// Counts of true class (rows) against predicted class (columns): right ones blue, wrong ones orange, each by its part of
// the row.
import { css, mix } from './palette.ts';
import { text, type Box, type Surface } from './surface.ts';

export function confusion(
  surface: Surface,
  box: Box,
  classes: number,
  counts: ArrayLike<number>,
  names: readonly string[],
): void {
  const { context, palette } = surface;
  const cell = Math.min(box.width, box.height) / classes;
  for (let row = 0; row < classes; row++) {
    let sum = 0;
    for (let column = 0; column < classes; column++) sum += counts[row * classes + column];
    for (let column = 0; column < classes; column++) {
      const count = counts[row * classes + column];
      const part = sum > 0 ? count / sum : 0;
      const colour = mix(
        palette.ground,
        row === column ? palette.negative : palette.positive,
        count > 0 ? 0.15 + 0.85 * part : 0.03,
      );
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
    if (cell >= 11) {
      const name = names[row] ?? String(row);
      text(surface, name, box.x - 6, box.y + (row + 0.5) * cell + 3, 'right');
      if (cell >= 22 || name.length < 3)
        text(
          surface,
          name.slice(0, Math.floor(cell / 6)),
          box.x + (row + 0.5) * cell,
          box.y + classes * cell + 11,
          'center',
        );
    }
  }
}
