// The data of the curves as the plotting library wants it: columns on one axis of iterations.
import { readLearningRates, readLosses } from '../../src/protocol/frame.ts';
import type { Losses } from '../draw/losses.ts';

export type CurveData = readonly [x: number[], ...series: (number | null)[][]];
/** Points of one curve: iteration and value. */
export type Points = readonly (readonly [iteration: number, value: number])[];

/** Batch losses: each at the end of its iteration, or in the middle of its bucket. */
export function lossPoints({ from, perBucket, minMax }: Losses): Points {
  return Array.from({ length: minMax.length / 2 }, (_, i): [number, number] => [
    from + (perBucket > 1 ? (i + 0.5) * perBucket : i + 1),
    (minMax[2 * i] + minMax[2 * i + 1]) / 2,
  ]);
}

export const batchPoints = (answer: Float32Array | null): Points => (answer ? lossPoints(readLosses(answer)) : []);

export function ratePoints(answer: Float32Array | null): Points {
  if (!answer) return [];
  const { from, perBucket, rates } = readLearningRates(answer);
  return Array.from(rates, (rate, i): [number, number] => [from + i * perBucket, rate]);
}

/** A column of rows that begin with their iteration. */
export function columnPoints(rows: Float32Array | null | undefined, width: number, column: number): Points {
  return Array.from({ length: (rows?.length ?? 0) / width }, (_, i): [number, number] => [
    rows![width * i],
    rows![width * i + column],
  ]);
}

/** All curves on one axis; null where a curve has no finite value. */
export function joinCurves(curves: readonly Points[]): CurveData {
  const rows = new Map<number, (number | null)[]>();
  curves.forEach((points, k) => {
    for (const [x, value] of points) {
      if (!Number.isFinite(value)) continue;
      let row = rows.get(x);
      if (!row) rows.set(x, (row = new Array<number | null>(curves.length).fill(null)));
      row[k] = value;
    }
  });
  const xs = [...rows.keys()].sort((a, b) => a - b);
  return [xs, ...curves.map((_, k) => xs.map((x) => rows.get(x)?.[k] ?? null))];
}
