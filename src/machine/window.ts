// A window of a tensor as a picture's cells: the tensor seen as a matrix, cut, and reduced where it has more cells than
// the picture. A reduced cell is the value of largest magnitude in its block, so that nothing large is hidden.
import { sizeOf } from '../core/shape.ts';
import { floats, integers, type Memory, type Tensor } from '../core/tensor.ts';
import type { Watch } from './watch.ts';

export function readWindow(memory: Memory, tensor: Tensor, watch: Extract<Watch, { kind: 'window' }>): Float32Array {
  const { shape } = tensor;
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length > 1 ? shape[shape.length - 2] : 1;
  const start = leadOffset(tensor, watch.lead ?? [], rows * columns);
  const [row0, row1] = clamp(watch.rows, rows);
  const [column0, column1] = clamp(watch.columns, columns);
  const height = Math.min(row1 - row0, Math.max(1, Math.floor(watch.height)));
  const width = Math.min(column1 - column0, Math.max(1, Math.floor(watch.width)));
  const answer = new Float32Array(6 + height * width);
  answer.set([row0, row1 - row0, column0, column1 - column0, height, width]);
  const values = tensor.dtype === 'int32' ? integers(memory, tensor) : floats(memory, tensor);
  for (let i = 0; i < height; i++) {
    const [fromRow, toRow] = block(row0, row1, i, height);
    for (let j = 0; j < width; j++) {
      const [fromColumn, toColumn] = block(column0, column1, j, width);
      let largest = 0;
      for (let r = fromRow; r < toRow; r++) {
        for (let c = fromColumn; c < toColumn; c++) {
          const value = values[start + r * columns + c];
          // A NaN is larger than anything: it must be seen.
          if (Number.isNaN(value) || Math.abs(value) > Math.abs(largest)) largest = value;
          if (Number.isNaN(largest)) break;
        }
      }
      answer[6 + i * width + j] = largest;
    }
  }
  return answer;
}

/** Rows (or columns) of block i out of n that share [from, to). */
function block(from: number, to: number, i: number, n: number): readonly [number, number] {
  const length = to - from;
  return [from + Math.floor((i * length) / n), from + Math.floor(((i + 1) * length) / n)];
}

function clamp([from, to]: readonly [number, number], length: number): readonly [number, number] {
  const start = Math.min(Math.max(0, Math.floor(from)), length);
  return [start, Math.min(Math.max(start, Math.ceil(to)), length)];
}

/** Elements before the matrix that `lead` names; missing and out of range indices count as 0. */
function leadOffset(tensor: Tensor, lead: readonly number[], matrix: number): number {
  const axes = tensor.shape.slice(0, -2);
  let index = 0;
  axes.forEach((length, axis) => (index = index * length + Math.min(Math.max(0, lead[axis] ?? 0), length - 1)));
  return sizeOf(tensor.shape) === 0 ? 0 : index * matrix;
}
