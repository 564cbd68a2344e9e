// The curves of a run that doesn't go on, and as they are kept from one session to the next: plain JSON of bounded length.
import { metricsRecord, type MetricsRecord } from '../machine/metricsRecord.ts';
import type { KeptRun } from '../protocol/timeline.ts';

export interface RunRecord {
  /** First iteration in `losses`. */
  readonly from: number;
  readonly losses: Float32Array;
  readonly metrics: MetricsRecord;
}

const mostLosses = 1000;
const mostRows = 100;
/** Train loss and accuracy, test loss and accuracy: as `MetricsRecord` has them of a run. */
const metricsColumns = 4;

/** A curve of many losses is kept by the means of stretches of them. */
export function keepRun({ from, losses, metrics }: RunRecord, name: string): KeptRun {
  const stride = Math.max(1, Math.ceil(losses.length / mostLosses));
  const means = Array.from({ length: Math.ceil(losses.length / stride) }, (_, i) => {
    const part = losses.subarray(i * stride, (i + 1) * stride);
    return told(part.reduce((sum, loss) => sum + loss, 0) / part.length);
  });
  return { name, from, length: losses.length, stride, losses: means, metrics: [...metrics.points(mostRows)].map(told) };
}

export function readKeptRun({ from, length, stride, losses, metrics }: KeptRun): RunRecord {
  const record = metricsRecord(metricsColumns);
  for (let i = 0; i + metricsColumns < metrics.length; i += metricsColumns + 1)
    record.set(metrics[i] ?? 0, metrics.slice(i + 1, i + 1 + metricsColumns).map(read));
  return {
    from,
    losses: Float32Array.from({ length }, (_, i) => read(losses[Math.floor(i / stride)])),
    metrics: record,
  };
}

/** Few digits, as a picture has; JSON has no NaN and no ∞. */
const told = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(5)) : null);
const read = (value: number | null | undefined): number => value ?? NaN;
