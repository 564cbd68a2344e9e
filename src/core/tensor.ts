// A tensor is a handle into the one memory: a name, a shape, an element type and a byte offset. Row-major, contiguous.
// Views are made where they are used and never kept, because growing the memory detaches them.
import { type Shape, sizeOf } from './shape.ts';

export type DType = 'float32' | 'int32';

export interface Tensor {
  /** PyTorch-like name: `linear1.weight`, `linear1.weight.grad`, `linear1.output`, `input`, `target`, `loss`. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Byte offset in the memory, a multiple of 16. */
  readonly offset: number;
}

/** The part of `WebAssembly.Memory` that we use; core has no DOM and no Node types. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** A view of a float32 tensor, valid until the memory grows: use at once, never keep, never post. */
export function floats(memory: Memory, tensor: Tensor): Float32Array {
  return new Float32Array(memory.buffer, tensor.offset, sizeOf(tensor.shape));
}

/** A view of an int32 tensor, valid until the memory grows. */
export function integers(memory: Memory, tensor: Tensor): Int32Array {
  return new Int32Array(memory.buffer, tensor.offset, sizeOf(tensor.shape));
}
