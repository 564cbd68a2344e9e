// The loss of the best constant answer: what a network reaches that looks at its inputs not at all. A loss that stays
// there has learned nothing of them.
import { exp, log } from '../../core/math.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Network } from '../../model/model.ts';

type Loss = Network['model']['loss'];

/** Over the training rows, with the loss's own reduction (a sum: of a full batch), weights and smoothing. */
export function constantLoss({ dataset, layers, model, batchSize }: Network): number {
  const { y, rows } = dataset.train;
  const { reduction } = model.loss.options as { reduction?: string };
  const width = sizeOf(dataset.targetShape);
  if (y instanceof Int32Array) {
    const classes = layers[layers.length - 1].outputShape.at(-1) ?? 1;
    return (reduction === 'sum' ? batchSize * width : 1) * entropy(y, classes, model.loss, reduction === 'sum');
  }
  let sum = 0;
  for (let column = 0; column < width; column++) {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = y[row * width + column];
    sum += columnLoss(values, column, model.loss);
  }
  const terms = reduction === 'sum' ? batchSize * width : reduction === 'batchmean' ? width : 1;
  return (terms * sum) / width;
}

/** −Σ q·log q, q: the classes' shares as the loss weighs and smooths them. A sum is of weights, a mean over them. */
function entropy(targets: Int32Array, classes: number, { options }: Loss, isSum: boolean): number {
  const { weight, label_smoothing: smoothing = 0, ignore_index: ignored } = options as ClassOptions;
  const shares = new Float64Array(classes);
  let all = 0;
  for (const target of targets) {
    if (target === ignored) continue;
    const w = weight?.[target] ?? 1;
    shares[target] += w;
    all += w;
  }
  const q = shares.map((share) => ((1 - smoothing) * share) / all + smoothing / classes);
  return (isSum ? all / targets.length : 1) * q.reduce((sum, p) => (p > 0 ? sum - p * log(p) : sum), 0);
}

interface ClassOptions {
  readonly weight?: readonly number[];
  readonly label_smoothing?: number;
  readonly ignore_index?: number;
}

function columnLoss(values: Float64Array, column: number, loss: Loss): number {
  const { type } = loss;
  if (type === 'BCELoss' || type === 'BCEWithLogitsLoss') return binaryLoss(values, column, loss);
  if (type === 'KLDivLoss') return divergence(values, loss);
  const mean = meanOf(values, (value) => value);
  const sorted = values.slice().sort();
  const median = sorted[sorted.length >> 1];
  const { delta, beta } = loss.options as { delta?: number; beta?: number };
  // Huber's best constant lies between mean and median: the better of the two is near enough for a threshold.
  return Math.min(
    ...[mean, median].map((answer) => meanOf(values, (value) => term(type, value - answer, delta, beta))),
  );
}

/** A positive sample counts `pos_weight` times. */
function binaryLoss(values: Float64Array, column: number, { options }: Loss): number {
  const { pos_weight, weight } = options as Record<'pos_weight' | 'weight', number | readonly number[] | undefined>;
  const factor = (given: typeof weight) => (typeof given === 'object' ? given[column] : (given ?? 1));
  const mean = Math.min(
    1,
    Math.max(
      0,
      meanOf(values, (value) => value),
    ),
  );
  const [positive, negative] = [factor(pos_weight) * mean, 1 - mean];
  if (positive === 0 || negative === 0) return 0;
  const all = positive + negative;
  return -factor(weight) * (positive * log(positive / all) + negative * log(negative / all));
}

/** Of a column of distributions from their mean. */
function divergence(values: Float64Array, { options }: Loss): number {
  const isLog = (options as { log_target?: boolean }).log_target === true;
  const targets = isLog ? values.map((value) => exp(value)) : values;
  const mean = meanOf(targets, (value) => value);
  return meanOf(targets, (value) => (value > 0 ? value * log(value) : 0)) - (mean > 0 ? mean * log(mean) : 0);
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
