// Distributions over time, one behind the other: the oldest at the back, the newest in front and brightest, all as
// densities on one axis.
import { niceAbove } from '../format.ts';
import { asDensity } from './comparison.ts';
import { tallest, type Bins } from './histogram.ts';
import { linear, text, type Box, type Surface } from './surface.ts';

export interface RidgeRow {
  /** `120`: its iteration. */
  readonly label: string;
  readonly bins: Bins;
}

/** Pixels at the left for the labels. */
const margin = 34;

export function ridge(
  surface: Surface,
  box: Box,
  rows: readonly RidgeRow[],
  axis: readonly [from: number, to: number],
  colour: string,
): void {
  const { context, palette } = surface;
  const x = linear(axis[0], axis[1], box.x + margin, box.x + box.width);
  const densities = rows.map(({ bins }) => asDensity(bins));
  const peak = Math.max(1e-30, ...densities.map((bins) => (bins ? tallest(bins.counts) : 0)));
  const reach = Math.min(box.height * 0.45, (box.height / Math.max(1, rows.length)) * 2.2);
  const gap = rows.length > 1 ? (box.height - reach) / (rows.length - 1) : 0;
  rows.forEach(({ label, bins }, i) => {
    const bottom = box.y + reach + i * gap;
    const density = densities[i];
    context.globalAlpha = 1;
    context.fillStyle = palette.dim;
    text(surface, label, box.x + margin - 5, bottom, 'right');
    context.beginPath();
    context.moveTo(x(axis[0]), bottom);
    if (density) {
      const step = (density.to - density.from) / density.counts.length;
      context.lineTo(x(density.from), bottom);
      for (let bin = 0; bin < density.counts.length; bin++) {
        const y = bottom - (density.counts[bin] / peak) * reach;
        context.lineTo(x(density.from + bin * step), y);
        context.lineTo(x(density.from + (bin + 1) * step), y);
      }
      context.lineTo(x(density.to), bottom);
    } else {
      // All values are one: a density has no number for that.
      context.lineTo(x(bins.from), bottom);
      context.lineTo((x(bins.from) + x(bins.to)) / 2, bottom - reach);
      context.lineTo(x(bins.to), bottom);
    }
    context.lineTo(x(axis[1]), bottom);
    context.fillStyle = palette.background;
    context.globalAlpha = 0.75;
    context.fill();
    context.fillStyle = colour;
    context.globalAlpha = 0.25 + (0.6 * (i + 1)) / rows.length;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = i === rows.length - 1 ? palette.foreground : palette.dim;
    context.lineWidth = i === rows.length - 1 ? 1 : 0.6;
    context.stroke();
  });
}

/** An axis that holds every row, rounded outwards; symmetric unless nothing is negative. */
export function ridgeAxis(rows: readonly RidgeRow[]): readonly [from: number, to: number] {
  const ends = rows.flatMap(({ bins }) => [bins.from, bins.to]).filter(Number.isFinite);
  if (ends.length === 0) return [-1, 1];
  const limit = niceAbove(Math.max(...ends.map(Math.abs)));
  return Math.min(...ends) >= 0 ? [0, limit] : [-limit, limit];
}
