// The kernels' own working space: addresses from the heap's base on, so that the module carries no zeros. Threads share
// the memory but not this: each is an instance of the module with a stretch of its own, one after another.
import { BROADCASTS, REGISTERS } from './opcodes';

/** gemm: terms of a sum that stay in registers, and columns of B that are packed at once. */
export const KC: i32 = 256;
export const NC: i32 = 256;
/** gemm: rows of A that are copied at once, a cache line of them. */
export const STRIP_ROWS: i32 = 16;
/** elementwise: bytes of a block, 256 float32. */
export const BLOCK: i32 = 1024;
/** histogram: counters of its second table. */
export const TABLE: i32 = 256;

let start: usize = firstStart();

function firstStart(): usize {
  return (__heap_base + 63) & ~63;
}

/** From now on this instance works in the stretch of thread `index`, from 0. */
export function useScratch(index: i32): void {
  start = endAfter(index);
}

/** First byte after the stretches of so many threads, a multiple of 64. */
export function endAfter(threads: i32): usize {
  return firstStart() + <usize>threads * (end() - start);
}

/** gemm's packed block of B. */
// @ts-ignore: decorator
@inline
export function panels(): usize {
  return start;
}

/** gemm's packed rows of A, four by four. */
// @ts-ignore: decorator
@inline
export function strips(): usize {
  return panels() + KC * NC * 4;
}

/** elementwise's intermediate results. */
// @ts-ignore: decorator
@inline
export function registers(): usize {
  return strips() + KC * STRIP_ROWS * 4;
}

/** elementwise's constants, a vector each. */
// @ts-ignore: decorator
@inline
export function broadcasts(): usize {
  return registers() + REGISTERS * BLOCK;
}

/** A block of float32 for whoever needs one. */
// @ts-ignore: decorator
@inline
export function block(): usize {
  return broadcasts() + BROADCASTS * 16;
}

/** histogram's second table. */
// @ts-ignore: decorator
@inline
export function table(): usize {
  return block() + BLOCK;
}

/** First byte after all of these, a multiple of 64. */
// @ts-ignore: decorator
@inline
function end(): usize {
  return table() + TABLE * 4;
}
