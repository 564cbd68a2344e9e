// A window of a tensor as a picture's cells: the tensor seen as a matrix, cut, and reduced where it has more cells than
// the picture. A reduced cell is the value of largest magnitude in its block, so that nothing large is hidden.
import { floats, integers, type Memory, type Tensor } from '../core/tensor.ts';
import { matrixLayout } from './slice.ts';
import type { Watch } from './watch.ts';

export function readWindow(memory: Memory, tensor: Tensor, watch: Extract<Watch, { kind: 'window' }>): Float32Array {
  const { rows, columns, start, rowStride, columnStride } = matrixLayout(tensor.shape, watch);
  const down = blocks(watch.rows, watch.height, rows);
  const across = blocks(watch.columns, watch.width, columns);
  const answer = new Float32Array(6 + down.count * across.count);
  answer.set([down.from, down.covered, across.from, across.covered, down.count, across.count]);
  const values = tensor.dtype === 'int32' ? integers(memory, tensor) : floats(memory, tensor);
  for (let i = 0; i < down.count; i++) {
    const [fromRow, toRow] = down.block(i);
    for (let j = 0; j < across.count; j++) {
      const [fromColumn, toColumn] = across.block(j);
      let largest = 0;
      let size = -1;
      // A NaN is larger than anything: it must be seen.
      for (let r = fromRow; r < toRow && size === size; r++) {
        let at = start + r * rowStride + fromColumn * columnStride;
        for (let c = fromColumn; c < toColumn; c++, at += columnStride) {
          const value = values[at];
          const magnitude = value < 0 ? -value : value;
          if (magnitude > size || magnitude !== magnitude) {
            largest = value;
            size = magnitude;
            if (size !== size) break;
          }
        }
      }
      answer[6 + i * across.count + j] = largest;
    }
  }
  return answer;
}

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
