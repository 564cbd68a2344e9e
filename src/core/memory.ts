// The memory plan: tensors laid out one after another, once, before anything runs.
import { type Shape, sizeOf } from './shape.ts';
import type { DType, Memory, Tensor } from './tensor.ts';

const alignment = 64;
const pageBytes = 65536;

/** The next multiple of 64. */
export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

export interface MemoryPlan {
  /** Lays out a tensor; its offset is a multiple of 64 and the padding up to the next tensor belongs to it. */
  add(name: string, shape: Shape, dtype?: DType): Tensor;
  /** First free byte. */
  readonly end: number;
}

export function planMemory(base: number): MemoryPlan {
  let end = aligned(base);
  return {
    add(name, shape, dtype = 'float32') {
      const tensor: Tensor = { name, shape, dtype, offset: end };
      end = aligned(end + 4 * sizeOf(shape));
      return tensor;
    },
    get end() {
      return end;
    },
  };
}

/** Grows the memory to hold `bytes`, never less than it is. Detaches every view made before. */
export function ensureMemory(memory: Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}
