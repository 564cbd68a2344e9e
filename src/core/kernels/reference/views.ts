// Views of the memory at a byte offset, made where they are used. The kernels run over a memory of float32 as the real
// ones do, or over a wide one, in which everything but integers is float64.
import type { Memory } from '../../tensor.ts';

/** Float element i of the plain memory is `doubles[i]`; integers and elementwise code stand in `buffer`. */
export interface WideMemory extends Memory {
  readonly doubles: Float64Array;
  /** Told at each kink which side of it a number is on: a comparison's outcome, the place of a maximum. */
  readonly branch: (side: number) => void;
}

/** What the plain memory holds now, in a wide one of its own. `branch` is called while kernels run. */
export function widened(memory: Memory, branch: (side: number) => void): WideMemory {
  const buffer = memory.buffer.slice(0);
  return { buffer, grow: () => -1, doubles: Float64Array.from(new Float32Array(buffer)), branch };
}

function isWide(memory: Memory): memory is WideMemory {
  return 'doubles' in memory;
}

/** Of a wide memory they are float64, which the kernels needn't know: they use what both kinds of array have. */
export function floatsAt(memory: Memory, offset: number, n: number): Float32Array {
  if (!isWide(memory)) return new Float32Array(memory.buffer, offset, n);
  return memory.doubles.subarray(offset / 4, offset / 4 + n) as unknown as Float32Array;
}

/** All of them: element i stands at byte 4·i. */
export function allFloats(memory: Memory): Float32Array {
  return isWide(memory) ? (memory.doubles as unknown as Float32Array) : new Float32Array(memory.buffer);
}

export function integersAt(memory: Memory, offset: number, n: number): Int32Array {
  return new Int32Array(memory.buffer, offset, n);
}

export function doublesAt(memory: Memory, offset: number, n: number): Float64Array {
  return new Float64Array(memory.buffer, offset, n);
}

/** Copies `bytes`, whatever they are: floats and integers move alike. */
export function move(memory: Memory, source: number, bytes: number, out: number): void {
  new Uint8Array(memory.buffer).copyWithin(out, source, source + bytes);
  if (isWide(memory)) memory.doubles.copyWithin(out / 4, source / 4, (source + bytes) / 4);
}

/** Rounds to what the memory holds. */
export function rounding(memory: Memory): (value: number) => number {
  return isWide(memory) ? (value) => value : Math.fround;
}

/** Tells on which side of a kink a number is; nobody listens to a plain memory. */
export function branching(memory: Memory): (side: number) => void {
  return isWide(memory) ? memory.branch : () => undefined;
}
