// How far the magnitudes of a tensor spread, in powers of ten: what a column of Through depth says in seven numbers.
import { sizeOf } from '../../core/shape.ts';
import type { Machine } from '../machine.ts';

/** log10|x| of what is neither 0 nor NaN nor ∞, NaN where nothing is; then parts of all. */
export interface Spread {
  readonly low: number;
  readonly quarter: number;
  readonly median: number;
  readonly threeQuarters: number;
  readonly high: number;
  readonly zeros: number;
  readonly notFinite: number;
}

/** Powers of ten of a float32's magnitudes. */
const [from, to] = [-46, 39];
const bins = 1020;
export const spreadScratchBytes = 4 * (bins + 8);

/** @param scratch bytes at this place are overwritten; null where there is no such tensor now */
export function spreadOf(machine: Machine, name: string, scratch: number): Spread | null {
  const tensor = machine.tensor(name);
  if (tensor?.dtype !== 'float32') return null;
  const n = sizeOf(tensor.shape);
  machine.kernels.logHistogram(tensor.offset, n, from, to, bins, scratch);
  const counts = new Int32Array(machine.memory.buffer, scratch, bins + 4);
  const [, above, nan, zeros] = counts.subarray(bins);
  const finite = counts.subarray(0, bins).reduce((sum, count) => sum + count, 0);
  const quantile = (part: number): number => {
    if (finite === 0) return NaN;
    let seen = 0;
    let bin = 0;
    while (bin < bins - 1 && seen + counts[bin] < part * finite) seen += counts[bin++];
    const inside = counts[bin] > 0 ? (part * finite - seen) / counts[bin] : 0;
    return from + ((bin + inside) / bins) * (to - from);
  };
  return {
    low: quantile(0.05),
    quarter: quantile(0.25),
    median: quantile(0.5),
    threeQuarters: quantile(0.75),
    high: quantile(0.95),
    zeros: zeros / Math.max(1, n),
    notFinite: (above + nan) / Math.max(1, n),
  };
}
