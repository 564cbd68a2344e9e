// The curves of a run that doesn't go on, and as they are kept from one session to the next: plain JSON of bounded length.
import type { LossCurve } from '../machine/lossRecord.ts';
import { metricsRecord, type MetricsRecord } from '../machine/metricsRecord.ts';
import type { KeptRun } from '../protocol/timeline.ts';

export interface RunRecord {
  /** First iteration of `losses`. */
  readonly from: number;
  readonly losses: LossCurve;
  readonly metrics: MetricsRecord;
}

const mostLosses = 1000;
const mostRows = 100;
/** Train loss and accuracy, test loss and accuracy: as `MetricsRecord` has them of a run. */
const metricsColumns = 4;

/** A curve of many losses is kept by the extents of stretches of them. */
export function keepRun({ from, losses, metrics }: RunRecord, name: string): KeptRun {
  const length = losses.length - from;
  const stride = Math.max(1, Math.ceil((2 * length) / mostLosses));
  const extents = Array.from({ length: Math.ceil(length / stride) }, (_, i) =>
    losses.extent(from + i * stride, from + (i + 1) * stride).map(told),
  );
  const rows = [...metrics.points(mostRows)].map(told);
  return { name, from, length, stride, losses: extents.flat(), metrics: rows };
}

export function readKeptRun({ from, length, stride, losses, metrics }: KeptRun): RunRecord {
  const record = metricsRecord(metricsColumns);
  for (let i = 0; i + metricsColumns < metrics.length; i += metricsColumns + 1)
    record.set(metrics[i] ?? 0, metrics.slice(i + 1, i + 1 + metricsColumns).map(read));
  const curve: LossCurve = {
    length: from + length,
    at: (iteration) => curve.extent(iteration, iteration + 1)[0],
    extent(start, end) {
      const first = Math.max(0, Math.floor((start - from) / stride));
      // Of what lies before `from` nothing is known.
      const last = Math.max(0, Math.ceil((Math.min(end, from + length) - from) / stride));
      const kept = losses.slice(2 * first, 2 * last).map(read);
      const known = kept.filter((loss) => !Number.isNaN(loss));
      return known.length > 0 ? [Math.min(...known), Math.max(...known)] : [NaN, NaN];
    },
  };
  return { from, losses: curve, metrics: record };
}

/** Few digits, as a picture has; JSON has no NaN and no ∞. */
const told = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(5)) : null);
const read = (value: number | null | undefined): number => value ?? NaN;
