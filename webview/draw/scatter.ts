// Points of the data set, coloured by class; on a regression by value.
import { css, heatIndex, type Palette } from './palette.ts';
import { linear, type Box, type Surface } from './surface.ts';
import { pointColumns } from '../../src/protocol/frame.ts';

type Range = readonly [from: number, to: number];

export interface Scatter {
  /** Rows of x₀, x₁, y. */
  readonly points: Float32Array;
  readonly x: Range;
  readonly y: Range;
  /** How many classes y counts; 0: y is a value on ±limit. */
  readonly classes: number;
  readonly limit: number;
}

function pointColour(palette: Palette, y: number, classes: number, limit: number): string {
  if (classes > 0) return css(palette.classes[Math.max(0, Math.round(y)) % palette.classes.length]);
  const colour = palette.heat[heatIndex(y, limit)];
  return css([colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]);
}

export function scatter(
  surface: Surface,
  box: Box,
  { points, x, y, classes, limit }: Scatter,
  radius = 2,
  edge = false,
): void {
  const { context, palette } = surface;
  const px = linear(x[0], x[1], box.x, box.x + box.width);
  const py = linear(y[0], y[1], box.y + box.height, box.y);
  for (let i = 0; i + 2 < points.length; i += pointColumns) {
    context.beginPath();
    context.arc(px(points[i]), py(points[i + 1]), radius, 0, 2 * Math.PI);
    context.fillStyle = pointColour(palette, points[i + 2], classes, limit);
    context.fill();
    if (!edge && classes > 0) continue;
    // A target near 0 has the background's colour.
    context.strokeStyle = classes > 0 ? palette.background : palette.dim;
    context.lineWidth = 0.8;
    context.stroke();
  }
}

/** A few points are drawn larger than many. */
export function pointRadius(points: Float32Array, usual: number): number {
  return points.length / pointColumns <= 24 ? usual * 2 : usual;
}

/** A range with a margin, widened so that a unit is as long in x as in y. */
export function equalAxes(
  box: { width: number; height: number },
  ranges: readonly Range[],
  margin = 0.06,
): [Range, Range] {
  const [x, y] = [ranges[0] ?? [-1, 1], ranges[1] ?? [-1, 1]];
  const unit = Math.max((x[1] - x[0]) / box.width, (y[1] - y[0]) / box.height, 1e-9) * (1 + 2 * margin);
  const around = ([from, to]: Range, length: number): Range => {
    const middle = (from + to) / 2;
    return [middle - (length * unit) / 2, middle + (length * unit) / 2];
  };
  return [around(x, box.width), around(y, box.height)];
}
