// A window of a tensor as a picture's cells: the tensor seen as a matrix, cut, and reduced where it has more cells than
// the picture. A reduced cell is the value of largest magnitude in its block, so that nothing large is hidden.
import { floats, integers, type Memory, type Tensor } from '../core/tensor.ts';
import { matrixLayout } from './slice.ts';
import type { Watch } from './watch.ts';

export function readWindow(memory: Memory, tensor: Tensor, watch: Extract<Watch, { kind: 'window' }>): Float32Array {
  const { rows, columns, start, rowStride, ...layout } = matrixLayout(tensor.shape, watch);
  // A scalar's only column has no stride.
  const columnStride = layout.columnStride || 1;
  const down = blocks(watch.rows, watch.height, rows);
  const across = blocks(watch.columns, watch.width, columns);
  const answer = new Float32Array(6 + down.count * across.count);
  answer.set([down.from, down.covered, across.from, across.covered, down.count, across.count]);
  const values = tensor.dtype === 'int32' ? Float32Array.from(integers(memory, tensor)) : floats(memory, tensor);
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const edges = Array.from({ length: across.count }, (_, j) => across.block(j));
  const froms = Int32Array.from(edges, ([from]) => from * columnStride);
  const tos = Int32Array.from(edges, ([, to]) => to * columnStride);
  const largest = new Int32Array(across.count);
  const cells = new Int32Array(answer.buffer, 24);
  for (let i = 0; i < down.count; i++) {
    const [fromRow, toRow] = down.block(i);
    largest.fill(zero);
    for (let r = fromRow; r < toRow; r++) {
      const row = start + r * rowStride;
      for (let j = 0; j < across.count; j++) {
        const to = row + tos[j];
        let most = largest[j];
        for (let at = row + froms[j]; at < to; at += columnStride) {
          const key = orderOf(bits[at]);
          if (key > most) most = key;
        }
        largest[j] = most;
      }
    }
    for (let j = 0; j < across.count; j++) cells[i * across.count + j] = bitsOf(largest[j]);
  }
  return answer;
}

/**
 * A float's bits as an integer that grows with its magnitude, NaN above all (it must be seen); of two that differ only in
 * sign the negative one is larger.
 */
const orderOf = (bits: number): number => ((bits << 1) | (bits >>> 31)) ^ 0x80000000;
const bitsOf = (order: number): number => ((order ^ 0x80000000) >>> 1) | (order << 31);
const zero = 0x80000000 | 0;

/**
 * A stretch of so many rows (or columns) in at most `most` blocks of one size. A stretch may reach beyond the end: then its blocks keep
 * their size, and those that hold nothing are left out.
 */
function blocks([from, to]: readonly [number, number], most: number, length: number) {
  const start = Math.min(Math.max(0, Math.floor(from)), length);
  const stretch = Math.max(0, Math.ceil(to) - start);
  const size = Math.max(1, stretch / Math.max(1, Math.floor(most)));
  const end = Math.min(start + stretch, length);
  // The division may leave a crumb.
  const count = Math.ceil((end - start) / size - 1e-9);
  return {
    from: start,
    covered: Math.round(count * size),
    count,
    block(i: number): readonly [number, number] {
      return [start + Math.floor(i * size), Math.min(end, start + Math.floor((i + 1) * size + 1e-9))];
    },
  };
}
