// An activation's curve with the axis through zero, its derivative, and the range in which this layer's inputs lie.
import { linear, type Box, type Surface } from './surface.ts';

export interface Curve {
  readonly domain: readonly [from: number, to: number];
  readonly f: readonly number[];
  readonly derivative?: readonly number[];
}

function axes(box: Box, { domain, f, derivative = [] }: Curve) {
  const low = Math.min(0, ...f, ...derivative);
  const high = Math.max(0, ...f, ...derivative);
  return {
    x: linear(domain[0], domain[1], box.x, box.x + box.width),
    y: linear(low, high, box.y + box.height - 1, box.y + 1),
  };
}

/** A point of the curve and its tangent, over `curve` in the same box; beyond its ends the point stays at the edge. */
export function tangent(
  surface: Surface,
  box: Box,
  shown: Curve,
  point: { readonly x: number; readonly y: number; readonly slope: number },
): void {
  const { context, palette } = surface;
  const { x, y } = axes(box, shown);
  const within = (value: number, from: number, to: number): number => Math.max(from, Math.min(to, value));
  const [px, py] = [within(x(point.x), box.x, box.x + box.width), within(y(point.y), box.y, box.y + box.height)];
  const reach = 34;
  // Of the picture's own units: both axes have their own scale.
  const slope = (point.slope * (y(1) - y(0))) / (x(1) - x(0));
  const dx = reach / Math.hypot(1, slope);
  context.strokeStyle = palette.foreground;
  context.lineWidth = 1.4;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(px - dx, py - dx * slope);
  context.lineTo(px + dx, py + dx * slope);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = palette.forward;
  context.beginPath();
  context.arc(px, py, 4, 0, 2 * Math.PI);
  context.fill();
}

export function curve(
  surface: Surface,
  box: Box,
  { domain, f, derivative }: Curve,
  inputs: readonly [from: number, to: number] | null,
): void {
  const { context, palette } = surface;
  const { x, y } = axes(box, { domain, f, derivative });
  if (inputs) {
    const from = Math.max(box.x, x(inputs[0]));
    const to = Math.min(box.x + box.width, x(inputs[1]));
    context.fillStyle = palette.forward;
    context.globalAlpha = 0.16;
    context.fillRect(from, box.y, Math.max(1, to - from), box.height);
    context.globalAlpha = 1;
  }
  context.fillStyle = palette.line;
  context.fillRect(Math.round(x(0)), box.y, 1, box.height);
  context.fillRect(box.x, Math.round(y(0)), box.width, 1);
  if (derivative) stroke(surface, derivative, domain, x, y, palette.backward, 1.2);
  stroke(surface, f, domain, x, y, palette.foreground, 1.6);
}

function stroke(
  { context }: Surface,
  values: readonly number[],
  domain: readonly [from: number, to: number],
  x: (value: number) => number,
  y: (value: number) => number,
  colour: string,
  width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.beginPath();
  values.forEach((value, i) => {
    const px = x(domain[0] + ((domain[1] - domain[0]) * i) / Math.max(1, values.length - 1));
    if (i === 0) context.moveTo(px, y(value));
    else context.lineTo(px, y(value));
  });
  context.stroke();
}
