// Counts as bars on a baseline, and the density that they should follow behind them.
import type { Box, Surface } from './surface.ts';
import { linear } from './surface.ts';

export interface Bins {
  readonly from: number;
  readonly to: number;
  readonly counts: ArrayLike<number>;
}

export function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i];
  return sum;
}

export function tallest(counts: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < counts.length; i++) most = Math.max(most, counts[i]);
  return most;
}

/** Bars of `counts`, `top` being as high as the box (the tallest where left out), on a line. */
export function histogram(
  surface: Surface,
  box: Box,
  counts: ArrayLike<number>,
  colour: string,
  top = tallest(counts),
): void {
  const { context, palette } = surface;
  const step = box.width / Math.max(1, counts.length);
  const gap = step > 3 ? 0.6 : 0;
  const bottom = box.y + box.height;
  context.fillStyle = colour;
  context.globalAlpha = 0.88;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] <= 0 || top <= 0) continue;
    // What is there is seen, however little.
    const height = Math.max(1, Math.min(1, counts[i] / top) * box.height);
    context.fillRect(box.x + i * step, bottom - height, step - gap, height);
  }
  context.globalAlpha = 1;
  context.fillStyle = palette.line;
  context.fillRect(box.x, bottom, box.width, 1);
}

/** The outline of bins on an axis from..to: another histogram to compare with. */
export function outline(
  surface: Surface,
  box: Box,
  bins: Bins,
  axis: readonly [from: number, to: number],
  top: number,
): void {
  const { context } = surface;
  const x = linear(axis[0], axis[1], box.x, box.x + box.width);
  const bottom = box.y + box.height;
  const step = (bins.to - bins.from) / Math.max(1, bins.counts.length);
  context.beginPath();
  context.moveTo(x(bins.from), bottom);
  for (let i = 0; i < bins.counts.length; i++) {
    const y = bottom - Math.min(1, bins.counts[i] / top) * box.height;
    context.lineTo(x(bins.from + i * step), y);
    context.lineTo(x(bins.from + (i + 1) * step), y);
  }
  context.lineTo(x(bins.to), bottom);
  context.stroke();
}

/** Fills under a density sampled over the axis; `density(x) / top` is the height. */
export function densityArea(
  surface: Surface,
  box: Box,
  density: (value: number) => number,
  axis: readonly [from: number, to: number],
  top: number,
): void {
  const { context } = surface;
  const value = linear(box.x, box.x + box.width, axis[0], axis[1]);
  const bottom = box.y + box.height;
  context.beginPath();
  context.moveTo(box.x, bottom);
  for (let px = 0; px <= box.width; px++) {
    context.lineTo(box.x + px, bottom - Math.min(1, density(value(box.x + px)) / top) * box.height);
  }
  context.lineTo(box.x + box.width, bottom);
  context.closePath();
  context.fill();
}
