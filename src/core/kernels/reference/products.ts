// Reference: matrix product and sums, in float64.
import type { Memory } from '../../tensor.ts';
import type { Kernels } from '../kernels.ts';
import { allFloats, floatsAt, integersAt } from './views.ts';

export function productKernels(memory: Memory): Pick<Kernels, 'gemm' | 'sum' | 'columnSum' | 'argmax'> {
  return {
    gemm(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, bias, accumulate) {
      const all = allFloats(memory);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let total = bias ? all[bias / 4 + j] : 0;
          if (accumulate) total += all[c / 4 + i * n + j];
          for (let p = 0; p < k; p++) {
            total += all[a / 4 + i * aRow + p * aColumn] * all[b / 4 + p * bRow + j * bColumn];
          }
          all[c / 4 + i * n + j] = total;
        }
      }
    },

    sum(x, n, scale, out) {
      let total = 0;
      for (const value of floatsAt(memory, x, n)) total += value;
      floatsAt(memory, out, 1)[0] = scale * total;
    },

    columnSum(x, rows, columns, out, accumulate) {
      const matrix = floatsAt(memory, x, rows * columns);
      const sums = floatsAt(memory, out, columns);
      for (let j = 0; j < columns; j++) {
        let total = accumulate ? sums[j] : 0;
        for (let i = 0; i < rows; i++) total += matrix[i * columns + j];
        sums[j] = total;
      }
    },

    argmax(x, rows, columns, out) {
      const indices = integersAt(memory, out, rows);
      for (let i = 0; i < rows; i++) {
        const row = floatsAt(memory, x + 4 * i * columns, columns);
        const nan = row.findIndex(Number.isNaN);
        indices[i] = nan >= 0 ? nan : row.indexOf(Math.max(...row));
      }
    },
  };
}
