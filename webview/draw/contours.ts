// A height over a grid as colours with contour lines, by its logarithm or straight.
import { css, mix } from './palette.ts';
import { linear, type Box, type Surface } from './surface.ts';

export interface Heights {
  /** Points a side; every `stride`-th is known. */
  readonly size: number;
  readonly stride: number;
  /** [size, size], rows from the lowest y; NaN unknown, ∞ none. */
  readonly values: Float32Array;
}

const levels = 14;

/** Smallest and largest finite height. */
export function extentOf({ values }: Heights): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

export function contours(surface: Surface, box: Box, heights: Heights, scale: (value: number) => number): void {
  const { context, palette } = surface;
  const { size, stride, values } = heights;
  const count = (size - 1) / stride + 1;
  const at = (row: number, column: number): number => values[row * stride * size + column * stride];
  const x = linear(0, count - 1, box.x, box.x + box.width);
  const y = linear(0, count - 1, box.y + box.height, box.y);
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  for (let py = 0; py < box.height; py += 2) {
    for (let px = 0; px < box.width; px += 2) {
      const column = Math.min(count - 1.000001, (px / box.width) * (count - 1));
      const row = Math.min(count - 1.000001, (1 - py / box.height) * (count - 1));
      const [c, r] = [Math.floor(column), Math.max(0, Math.floor(row))];
      const [u, v] = [column - c, row - r];
      const value =
        (at(r, c) * (1 - u) + at(r, c + 1) * u) * (1 - v) + (at(r + 1, c) * (1 - u) + at(r + 1, c + 1) * u) * v;
      if (Number.isNaN(value) && Number.isNaN(at(r, c))) continue;
      const part = Number.isFinite(value) ? Math.max(0, Math.min(1, scale(value))) : 1;
      context.fillStyle = css(
        part < 0.5
          ? mix(palette.negative, palette.ground, part * 2)
          : mix(palette.ground, palette.positive, part * 2 - 1),
        Number.isFinite(value) ? 0.85 : 1,
      );
      context.fillRect(box.x + px, box.y + py, 2, 2);
    }
  }
  context.strokeStyle = palette.foreground;
  context.lineWidth = 0.8;
  context.globalAlpha = 0.45;
  for (let level = 1; level < levels; level++) {
    context.beginPath();
    for (let r = 0; r < count - 1; r++)
      for (let c = 0; c < count - 1; c++) {
        const corners = [at(r, c), at(r, c + 1), at(r + 1, c + 1), at(r + 1, c)].map(scale);
        const crossings = cross(corners, level / levels);
        for (let i = 0; i + 1 < crossings.length; i += 2) {
          context.moveTo(x(c + crossings[i][0]), y(r + crossings[i][1]));
          context.lineTo(x(c + crossings[i + 1][0]), y(r + crossings[i + 1][1]));
        }
      }
    context.stroke();
  }
  context.restore();
}

/** Where a level crosses the sides of a unit square, counted around from (0, 0): pairs are ends of a line. */
function cross(corners: readonly number[], level: number): (readonly [number, number])[] {
  const places = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  return corners.flatMap((a, i) => {
    const b = corners[(i + 1) % 4];
    if (!Number.isFinite(a) || !Number.isFinite(b) || a < level === b < level) return [];
    const part = (level - a) / (b - a);
    const [from, to] = [places[i], places[(i + 1) % 4]];
    return [[from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part] as const];
  });
}
