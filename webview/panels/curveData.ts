// The data of the curves as the plotting library wants it: columns on one axis of iterations.
import { metricsHistoryColumns, readLosses } from '../../src/protocol/frame.ts';

type Values = (number | null)[];
export type CurveData = readonly [x: number[], ...series: Values[]];

const gap = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Batch losses and the metrics' rows on one axis of iterations: x, batch, then the wanted columns of the rows. */
export function joinCurves(
  batch: Float32Array | null,
  metrics: Float32Array | null,
  columns: readonly number[],
  withBatch: boolean,
): CurveData {
  const rows = new Map<number, Values>();
  const row = (x: number): Values => {
    let found = rows.get(x);
    if (!found) rows.set(x, (found = new Array<number | null>(columns.length + (withBatch ? 1 : 0)).fill(null)));
    return found;
  };
  if (batch && withBatch) {
    const { from, perBucket, minMax } = readLosses(batch);
    for (let i = 0; 2 * i < minMax.length; i++) {
      const middle = (minMax[2 * i] + minMax[2 * i + 1]) / 2;
      if (Number.isFinite(middle)) row(from + (perBucket > 1 ? (i + 0.5) * perBucket : i + 1))[0] = middle;
    }
  }
  for (let i = 0; metrics && i + metricsHistoryColumns <= metrics.length; i += metricsHistoryColumns) {
    const values = row(metrics[i]);
    columns.forEach((column, k) => (values[k + (withBatch ? 1 : 0)] = gap(metrics[i + column])));
  }
  const xs = [...rows.keys()].sort((a, b) => a - b);
  const series = Array.from({ length: columns.length + (withBatch ? 1 : 0) }, (_, k) =>
    xs.map((x) => rows.get(x)?.[k] ?? null),
  );
  return [xs, ...series];
}
