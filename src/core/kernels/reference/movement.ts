// Reference: copies and the hash.
import type { Memory } from '../../tensor.ts';
import type { Kernels } from '../kernels.ts';
import { floatsAt, integersAt, move } from './views.ts';

type MovementKernels = Pick<Kernels, 'gatherRows' | 'copy' | 'fill' | 'copyBlocks' | 'hash'>;

const QUIET_NAN = 0x7fc00000;
const FNV_PRIME = 16777619;

export function movementKernels(memory: Memory): MovementKernels {
  return {
    gatherRows(source, index, rows, columns, out) {
      const indices = integersAt(memory, index, rows);
      for (let i = 0; i < rows; i++) {
        move(memory, source + 4 * indices[i] * columns, 4 * columns, out + 4 * i * columns);
      }
    },

    copy(source, bytes, out) {
      move(memory, source, bytes, out);
    },

    fill(out, n, value) {
      floatsAt(memory, out, n).fill(value);
    },

    copyBlocks(source, sourceStride, bytes, blocks, out, outStride) {
      for (let i = 0; i < blocks; i++) {
        move(memory, source + i * sourceStride, bytes, out + i * outStride);
      }
    },

    hash(x, n, seed) {
      const floats = floatsAt(memory, x, n);
      const words = integersAt(memory, x, n);
      let h = seed;
      for (let i = 0; i < n; i++) h = Math.imul(h ^ (Number.isNaN(floats[i]) ? QUIET_NAN : words[i]), FNV_PRIME);
      return h >>> 0;
    },
  };
}
