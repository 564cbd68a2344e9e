// Half a violin: a distribution over log10|x| standing upright, its width the counts, on one side of an axis.
import type { Box, Surface } from './surface.ts';

export interface HalfViolin {
  /** Counts from the lowest to the highest power of ten. */
  readonly counts: ArrayLike<number>;
  /** −1: to the left of the axis, +1: to the right. */
  readonly side: -1 | 1;
}

/** Counts smoothed by a small kernel, as parts of the largest. */
export function smooth(counts: ArrayLike<number>): Float64Array {
  const kernel = [0.06, 0.24, 0.4, 0.24, 0.06];
  const smoothed = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++)
    for (let k = 0; k < kernel.length; k++) smoothed[i] += kernel[k] * (counts[i + k - 2] ?? 0);
  const most = smoothed.reduce((a, b) => Math.max(a, b), 0);
  return most > 0 ? smoothed.map((value) => value / most) : smoothed;
}

/** Traces it: `axis` is the x of its straight side; the box gives its height and half width. */
export function violinPath({ context }: Surface, axis: number, box: Box, { counts, side }: HalfViolin): void {
  const widths = smooth(counts);
  const step = box.height / Math.max(1, widths.length);
  const first = widths.findIndex((width) => width > 0.002);
  if (first < 0) return;
  let last = widths.length - 1;
  while (last > first && widths[last] <= 0.002) last--;
  const y = (bin: number): number => box.y + box.height - bin * step;
  context.moveTo(axis, y(first));
  for (let i = first; i <= last; i++) context.lineTo(axis + side * Math.max(1.2, widths[i] * box.width), y(i + 0.5));
  context.lineTo(axis, y(last + 1));
}
