// Reference: the losses on log probabilities, and the norm of gradients, in float64. Its results go to tensors of tests
// only, so the host's functions will do.
/* eslint-disable no-restricted-properties -- see above */
import type { Memory } from '../../tensor.ts';
import type { Kernels } from '../kernels.ts';
import { floatsAt, integersAt } from './views.ts';

type LossKernels = Pick<Kernels, 'nll' | 'nllBackward' | 'crossEntropyBackward' | 'dividedSum' | 'norm'>;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export function lossKernels(memory: Memory): LossKernels {
  const rowAt = (start: number, i: number, columns: number) => floatsAt(memory, start + 4 * i * columns, columns);
  const weights = (weight: number, columns: number): number[] =>
    weight ? [...floatsAt(memory, weight, columns)] : Array.from({ length: columns }, () => 1);
  const scaleOf = (divisor: number) => (divisor ? 1 / floatsAt(memory, divisor, 1)[0] : 1);
  /** What the loss wants of each class: the part of the right one, and of every one. */
  const wanted = (w: readonly number[], y: number, smoothing: number) =>
    w.map((value, j) => (j === y ? (1 - smoothing) * value : 0) + (smoothing / w.length) * value);

  return {
    nll(logProbabilities, target, rows, columns, weight, ignore, smoothing, terms, divisor) {
      const w = weights(weight, columns);
      const classes = integersAt(memory, target, rows);
      const out = floatsAt(memory, terms, rows);
      classes.forEach((y, i) => {
        const wants = wanted(w, y, smoothing);
        const row = rowAt(logProbabilities, i, columns);
        out[i] = y === ignore ? 0 : -total(wants.map((value, j) => (value === 0 && j !== y ? 0 : value * row[j])));
      });
      floatsAt(memory, divisor, 1)[0] = total([...classes].map((y) => (y === ignore ? 0 : w[y])));
    },

    nllBackward(target, rows, columns, weight, ignore, divisor, dx) {
      const w = weights(weight, columns);
      integersAt(memory, target, rows).forEach((y, i) => {
        const row = rowAt(dx, i, columns).fill(0);
        if (y !== ignore) row[y] = -w[y] * scaleOf(divisor);
      });
    },

    crossEntropyBackward(logProbabilities, target, rows, columns, weight, ignore, smoothing, divisor, dx) {
      const w = weights(weight, columns);
      integersAt(memory, target, rows).forEach((y, i) => {
        const row = rowAt(dx, i, columns).fill(0);
        if (y === ignore) return;
        const wants = wanted(w, y, smoothing);
        const all = total(wants);
        const logs = rowAt(logProbabilities, i, columns);
        logs.forEach((log, j) => {
          // With no smoothing all of it is wanted of one class: all·exp − wants is exact as expm1.
          const value = wants[j] === all ? all * Math.expm1(log) : all * Math.exp(log) - wants[j];
          row[j] = scaleOf(divisor) * value;
        });
      });
    },

    dividedSum(x, n, divisor, out) {
      floatsAt(memory, out, 1)[0] = total([...floatsAt(memory, x, n)]) / floatsAt(memory, divisor, 1)[0];
    },

    norm(x, n, out) {
      floatsAt(memory, out, 1)[0] = Math.sqrt(total([...floatsAt(memory, x, n)].map((value) => value * value)));
    },
  };
}
