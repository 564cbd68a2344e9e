// Views of the memory at a byte offset, made where they are used.
import type { Memory } from '../../tensor.ts';

export function floatsAt(memory: Memory, offset: number, n: number): Float32Array {
  return new Float32Array(memory.buffer, offset, n);
}

export function integersAt(memory: Memory, offset: number, n: number): Int32Array {
  return new Int32Array(memory.buffer, offset, n);
}

export function doublesAt(memory: Memory, offset: number, n: number): Float64Array {
  return new Float64Array(memory.buffer, offset, n);
}
