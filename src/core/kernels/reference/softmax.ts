// Reference: softmax by row, in float64. Its results go to tensors of tests only,
// so the host's functions will do.
/* eslint-disable no-restricted-properties -- see above */
import type { Memory } from '../../tensor.ts';
import type { Kernels } from '../kernels.ts';
import { floatsAt } from './views.ts';

type SoftmaxKernels = Pick<Kernels, 'softmax' | 'softmaxBackward' | 'logSoftmax' | 'logSoftmaxBackward'>;

function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** log Σ exp(x), and the largest x that it is taken around. */
function logSumExp(row: Float32Array): { top: number; log: number } {
  const top = Math.max(...row);
  return { top, log: Math.log(total(Array.from(row, (x) => Math.exp(x - top)))) };
}

export function softmaxKernels(memory: Memory): SoftmaxKernels {
  const row = (start: number, i: number, columns: number) => floatsAt(memory, start + 4 * i * columns, columns);
  return {
    softmax(x, rows, columns, y) {
      for (let i = 0; i < rows; i++) {
        const values = row(x, i, columns);
        const { top, log } = logSumExp(values);
        row(y, i, columns).set(Array.from(values, (value) => Math.exp(value - top - log)));
      }
    },

    softmaxBackward(y, dy, rows, columns, dx) {
      for (let i = 0; i < rows; i++) {
        const output = row(y, i, columns);
        const gradient = row(dy, i, columns);
        const dot = total(output.map((value, j) => value * gradient[j]));
        row(dx, i, columns).set(Array.from(output, (value, j) => value * (gradient[j] - dot)));
      }
    },

    logSoftmax(x, rows, columns, y) {
      for (let i = 0; i < rows; i++) {
        const values = row(x, i, columns);
        const { top, log } = logSumExp(values);
        row(y, i, columns).set(Array.from(values, (value) => value - top - log));
      }
    },

    logSoftmaxBackward(y, dy, rows, columns, dx) {
      for (let i = 0; i < rows; i++) {
        const output = row(y, i, columns);
        const gradient = row(dy, i, columns);
        const sum = total(gradient);
        row(dx, i, columns).set(Array.from(output, (value, j) => gradient[j] - Math.exp(value) * sum));
      }
    },
  };
}
