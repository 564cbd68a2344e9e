// Reference: copies and the hash.
import type { Memory } from '../../tensor.ts';
import type { Kernels } from '../kernels.ts';
import { floatsAt, integersAt } from './views.ts';

type MovementKernels = Pick<Kernels, 'gatherRows' | 'copy' | 'fill' | 'copyBlocks' | 'hash'>;

const QUIET_NAN = 0x7fc00000;
const FNV_PRIME = 16777619;

export function movementKernels(memory: Memory): MovementKernels {
  return {
    gatherRows(source, index, rows, columns, out) {
      const indices = integersAt(memory, index, rows);
      for (let i = 0; i < rows; i++) {
        integersAt(memory, out + 4 * i * columns, columns).set(
          integersAt(memory, source + 4 * indices[i] * columns, columns),
        );
      }
    },

    copy(source, bytes, out) {
      new Uint8Array(memory.buffer).copyWithin(out, source, source + bytes);
    },

    fill(out, n, value) {
      floatsAt(memory, out, n).fill(value);
    },

    copyBlocks(source, sourceStride, bytes, blocks, out, outStride) {
      const all = new Uint8Array(memory.buffer);
      for (let i = 0; i < blocks; i++) {
        const from = source + i * sourceStride;
        all.copyWithin(out + i * outStride, from, from + bytes);
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
