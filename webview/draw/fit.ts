// A function of one variable that the network has become, over the points it should go through.
import { linear, text, type Box, type Surface } from './surface.ts';
import { axisNumber } from '../format.ts';

export interface Fit {
  /** Values at equal distances on x, ends included; one curve a unit. */
  readonly units: number;
  readonly values: Float32Array;
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

export function fit(
  surface: Surface,
  box: Box,
  { units, values, x, y }: Fit,
  train: Float32Array | null,
  test: Float32Array | null,
): void {
  const { context, palette } = surface;
  const px = linear(x[0], x[1], box.x, box.x + box.width);
  const py = linear(y[0], y[1], box.y + box.height, box.y);
  context.fillStyle = palette.line;
  if (y[0] < 0 && y[1] > 0) context.fillRect(box.x, Math.round(py(0)), box.width, 1);
  if (x[0] < 0 && x[1] > 0) context.fillRect(Math.round(px(0)), box.y, 1, box.height);
  dots(surface, train, px, py, palette.forward, 2.2);
  dots(surface, test, px, py, palette.dim, 1.8);
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.strokeStyle = palette.backward;
  context.lineWidth = 2;
  context.lineJoin = 'round';
  const points = units > 0 ? values.length / units : 0;
  for (let unit = 0; unit < units; unit++) {
    context.beginPath();
    for (let i = 0; i < points; i++)
      context.lineTo(px(x[0] + ((x[1] - x[0]) * i) / (points - 1)), py(values[unit * points + i]));
    context.stroke();
  }
  context.restore();
  context.fillStyle = palette.dim;
  text(surface, axisNumber(x[0]), box.x, box.y + box.height + 12);
  text(surface, axisNumber(x[1]), box.x + box.width, box.y + box.height + 12, 'right');
  text(surface, axisNumber(y[1]), box.x + 4, box.y + 10);
  text(surface, axisNumber(y[0]), box.x + 4, box.y + box.height - 4);
}

function dots(
  { context }: Surface,
  points: Float32Array | null,
  px: (x: number) => number,
  py: (y: number) => number,
  colour: string,
  radius: number,
): void {
  if (!points) return;
  context.fillStyle = colour;
  context.globalAlpha = 0.8;
  for (let i = 0; i + 2 < points.length; i += 3) {
    context.beginPath();
    context.arc(px(points[i]), py(points[i + 2]), radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}
