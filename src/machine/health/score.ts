// How well answers fit: the fraction right for classes, the explained share of the variance for values, each with its
// standard error, so that small parts are not taken at their word.
import type { LossType } from '../../core/losses/loss.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Network } from '../../model/model.ts';
import type { PartSurvey } from './evidence.ts';

export interface ScoreKeeper {
  /** `output`: [≥ count, ...output shape]. */
  add(output: Float32Array, buffer: ArrayBuffer, target: Tensor, count: number): void;
  result(): PartSurvey;
}

/** `width`: numbers in one sample's output. */
export function scoreKeeper(network: Network, accuracy: LossType['accuracy'], width: number): ScoreKeeper {
  return accuracy ? classKeeper(network, accuracy) : valueKeeper(width);
}

function classKeeper({ layers, dataset }: Network, accuracy: NonNullable<LossType['accuracy']>): ScoreKeeper {
  const classes = accuracy.kind === 'argmax' ? layers[layers.length - 1].outputShape.at(-1)! : 2;
  const truths = new Float64Array(classes);
  const answers = new Float64Array(classes);
  let [right, total, rows] = [0, 0, 0];
  return {
    add(output, buffer, { offset, shape }, count) {
      const perRow = sizeOf(shape.slice(1));
      const target = new (accuracy.kind === 'argmax' ? Int32Array : Float32Array)(buffer, offset, count * perRow);
      rows += count;
      for (let i = 0; i < target.length; i++) {
        let answer = 0;
        if (accuracy.kind === 'argmax') {
          for (let c = 1; c < classes; c++) if (output[i * classes + c] > output[i * classes + answer]) answer = c;
        } else {
          answer = output[i] > accuracy.threshold ? 1 : 0;
        }
        const truth = accuracy.kind === 'argmax' ? target[i] : target[i] > 0.5 ? 1 : 0;
        truths[truth]++;
        answers[answer]++;
        if (truth === answer) right++;
        total++;
      }
    },
    result() {
      const score = right / total;
      const names = dataset.classNames.length || classes;
      return {
        rows,
        score,
        error: Math.sqrt((score * (1 - score)) / total),
        classes: Array.from({ length: Math.min(names, classes) }, (_, c) => ({
          rows: truths[c],
          answered: answers[c],
        })),
      };
    },
  };
}

function valueKeeper(width: number): ScoreKeeper {
  let [n, sum, squares, errors, errorSquares, rows] = [0, 0, 0, 0, 0, 0];
  return {
    add(output, buffer, { offset }, count) {
      const target = new Float32Array(buffer, offset, count * width);
      rows += count;
      for (let i = 0; i < target.length; i++) {
        const error = (output[i] - target[i]) ** 2;
        n++;
        sum += target[i];
        squares += target[i] ** 2;
        errors += error;
        errorSquares += error ** 2;
      }
    },
    result() {
      const variance = squares / n - (sum / n) ** 2;
      const mean = errors / n;
      const deviation = Math.sqrt(Math.max(0, errorSquares / n - mean ** 2));
      return {
        rows,
        score: 1 - mean / variance,
        error: deviation / Math.sqrt(n) / variance,
        classes: [],
      };
    },
  };
}
