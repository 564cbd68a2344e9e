// An activation's curve with the axis through zero, its derivative, and the range in which this layer's inputs lie.
import { linear, type Box, type Surface } from './surface.ts';

export interface Curve {
  readonly domain: readonly [from: number, to: number];
  readonly f: readonly number[];
  readonly derivative?: readonly number[];
}

export function curve(
  surface: Surface,
  box: Box,
  { domain, f, derivative }: Curve,
  inputs: readonly [from: number, to: number] | null,
): void {
  const { context, palette } = surface;
  const values = derivative ? [...f, ...derivative] : f;
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const x = linear(domain[0], domain[1], box.x, box.x + box.width);
  const y = linear(low, high, box.y + box.height - 1, box.y + 1);
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
