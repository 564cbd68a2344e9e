// The loss of the best constant answer: what a network reaches that looks at its inputs not at all. A loss that stays
// there has learned nothing of them.
import { log } from '../../core/math.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Network } from '../../model/model.ts';

/** Over the training rows, with the loss's own reduction (a sum: of a full batch). */
export function constantLoss({ dataset, model, batchSize }: Network): number {
  const { y, rows } = dataset.train;
  const { reduction } = model.loss.options as { reduction?: string };
  const width = sizeOf(dataset.targetShape);
  const factor = reduction === 'sum' ? batchSize * width : 1;
  if (y instanceof Int32Array) return factor * entropy(y);
  let sum = 0;
  for (let column = 0; column < width; column++) {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = y[row * width + column];
    sum += columnLoss(values, model.loss);
  }
  return (factor * sum) / width;
}

/** −Σ p·log p of the classes' shares. */
function entropy(classes: Int32Array): number {
  const counts = new Map<number, number>();
  for (const value of classes) counts.set(value, (counts.get(value) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / classes.length) * log(count / classes.length);
  return sum;
}

function columnLoss(values: Float64Array, { type, options }: Network['model']['loss']): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (type === 'BCELoss' || type === 'BCEWithLogitsLoss') {
    const p = Math.min(1, Math.max(0, mean));
    return p === 0 || p === 1 ? 0 : -(p * log(p) + (1 - p) * log(1 - p));
  }
  const sorted = values.slice().sort();
  const median = sorted[sorted.length >> 1];
  const { delta, beta } = options as { delta?: number; beta?: number };
  // Huber's best constant lies between mean and median: the better of the two is near enough for a threshold.
  return Math.min(
    ...[mean, median].map((answer) => meanOf(values, (value) => term(type, value - answer, delta, beta))),
  );
}

function term(type: string, difference: number, delta = 1, beta = 1): number {
  const distance = Math.abs(difference);
  switch (type) {
    case 'L1Loss':
      return distance;
    case 'HuberLoss':
      return distance <= delta ? 0.5 * distance ** 2 : delta * (distance - 0.5 * delta);
    case 'SmoothL1Loss':
      return distance < beta ? (0.5 * distance ** 2) / beta : distance - 0.5 * beta;
    default:
      return distance ** 2;
  }
}

function meanOf(values: Float64Array, of: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / values.length;
}
