// Reference: what the view shows of a tensor. Only counts and figures come of it, so the host's functions will do.
/* eslint-disable no-restricted-properties -- see above */
import type { Memory } from '../../tensor.ts';
import type { Kernels } from '../kernels.ts';
import { doublesAt, floatsAt, integersAt } from './views.ts';

type StatisticsKernels = Pick<
  Kernels,
  | 'statistics'
  | 'histogram'
  | 'logHistogram'
  | 'firstNonFinite'
  | 'smallest'
  | 'largest'
  | 'total'
  | 'countZeros'
  | 'fingerprint'
>;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const { fround } = Math;

/** Where a value is counted, all in float32: its bin, or the places behind the bins for below, above, NaN. */
function binOf(value: number, from: number, to: number, bins: number): number {
  if (Number.isNaN(value)) return bins + 2;
  if (value < from) return bins;
  if (value > to) return bins + 1;
  if (value === to) return bins - 1;
  const perUnit = fround(bins / fround(to - from));
  return Math.min(bins - 1, Math.floor(fround(fround(value - from) * perUnit)));
}

export function statisticsKernels(memory: Memory): StatisticsKernels {
  return {
    statistics(x, n, out) {
      const all = Array.from(floatsAt(memory, x, n));
      const finite = all.filter(Number.isFinite);
      const nan = all.filter(Number.isNaN).length;
      const centre = mean(finite);
      doublesAt(memory, out, 9).set([
        n,
        nan,
        n - finite.length - nan,
        finite.length > 0 ? finite.reduce((a, b) => Math.min(a, b)) : NaN,
        finite.length > 0 ? finite.reduce((a, b) => Math.max(a, b)) : NaN,
        centre,
        Math.sqrt(mean(finite.map((value) => (value - centre) ** 2))),
        Math.sqrt(finite.reduce((sum, value) => sum + value ** 2, 0)),
        finite.filter((value) => value === 0).length,
      ]);
    },

    histogram(x, n, from, to, bins, out) {
      const counts = integersAt(memory, out, bins + 3).fill(0);
      for (const value of floatsAt(memory, x, n)) counts[binOf(value, fround(from), fround(to), bins)]++;
    },

    logHistogram(x, n, from, to, bins, out) {
      const counts = integersAt(memory, out, bins + 4).fill(0);
      for (const value of floatsAt(memory, x, n)) {
        const exponent = fround(Math.log10(Math.abs(value)));
        counts[value === 0 ? bins + 3 : binOf(exponent, fround(from), fround(to), bins)]++;
      }
    },

    firstNonFinite(x, n) {
      return floatsAt(memory, x, n).findIndex((value) => !Number.isFinite(value));
    },

    smallest: (x, n) => Math.min(...floatsAt(memory, x, n)),
    largest: (x, n) => Math.max(...floatsAt(memory, x, n)),
    total: (x, n) => floatsAt(memory, x, n).reduce((sum, value) => sum + value, 0),
    countZeros: (x, n) => floatsAt(memory, x, n).filter((value) => value === 0).length,

    fingerprint(x, n) {
      const words = floatsAt(memory, x, n).map((value) => (Number.isNaN(value) ? NaN : value));
      const padded = new Int32Array(4 * Math.ceil(n / 4));
      padded.set(new Int32Array(words.buffer));
      const start = 0x811c9dc5;
      const mix = (h: number, word: number) => Math.imul(h ^ word, 16777619);
      const lanes = new Int32Array(16).fill(start);
      // The last vectors, of less than four together, all go to the first four lanes.
      padded.forEach((word, i) => {
        const lane = i < n - (n % 16) ? i % 16 : i % 4;
        lanes[lane] = mix(lanes[lane], word);
      });
      return lanes.reduce(mix, start);
    },
  };
}
