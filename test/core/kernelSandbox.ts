// A memory with the compiled kernels and a copy of it for the reference ones: the same call is run on both, then the
// whole memories are compared, so that a write in the wrong place shows too.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { KernelModule, Kernels } from '../../src/core/kernels/kernels.ts';
import { loadKernelsSync } from '../../src/core/kernels/load.ts';
import { referenceKernels } from '../../src/core/kernels/reference/referenceKernels.ts';
import type { Memory } from '../../src/core/tensor.ts';

const bytes = readFileSync(new URL('../../build/kernels.wasm', import.meta.url));

export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
  /** Bytes after the result that the kernel may touch. */
  readonly padding?: number;
}

export class Sandbox {
  readonly module: KernelModule = loadKernelsSync(bytes, 200);
  private next = this.module.base;
  private expected: ArrayBuffer = new ArrayBuffer(0);

  get kernels(): Kernels {
    return this.module.kernels;
  }

  /** Everything placed so far is forgotten. */
  reset(): void {
    this.next = this.module.base;
  }

  /** Room for `n` elements, full of a pattern, `shift` elements off a multiple of 16 bytes. */
  room(n: number, shift = 0): number {
    const offset = this.next + 4 * shift;
    this.next = (offset + 4 * n + 31) & ~15;
    new Uint32Array(this.module.memory.buffer, offset, n).fill(0x5a5a5a5a);
    return offset;
  }

  floats(offset: number, n: number): Float32Array {
    return new Float32Array(this.module.memory.buffer, offset, n);
  }

  place(values: ArrayLike<number>, shift = 0): number {
    const offset = this.room(values.length, shift);
    this.floats(offset, values.length).set(values);
    return offset;
  }

  placeIntegers(values: ArrayLike<number>): number {
    const offset = this.room(values.length);
    new Int32Array(this.module.memory.buffer, offset, values.length).set(values);
    return offset;
  }

  /** The same call by the kernels and by the reference. */
  run(call: (kernels: Kernels) => unknown): void {
    const used = this.next + 64;
    this.expected = this.module.memory.buffer.slice(0, used);
    const memory: Memory = { buffer: this.expected, grow: () => -1 };
    const returned = call(this.kernels);
    expect(returned).toEqual(call(referenceKernels(memory)));
  }

  /** The n float32 at `out` are near the reference's, and nothing else differs. */
  expectSame(out: number, n: number, tolerance: Tolerance = {}, what = ''): void {
    const { absolute = 0, relative = 0, padding = 0 } = tolerance;
    const actual = this.floats(out, n);
    const expected = new Float32Array(this.expected, out, n);
    for (let i = 0; i < n; i++) {
      const bound = absolute + relative * Math.abs(expected[i]);
      if (Object.is(actual[i], expected[i]) || Math.abs(actual[i] - expected[i]) <= bound) continue;
      if (actual[i] === expected[i] && bound === 0) continue;
      expect.fail(`${what}[${i}] is ${actual[i]}, not ${expected[i]}`);
    }
    this.expectRest([[out, 4 * n + padding]], what);
  }

  /** All bytes are those of the reference, but for some ranges. */
  expectRest(ranges: readonly (readonly [offset: number, bytes: number])[], what = ''): void {
    const mine = new Uint8Array(this.module.memory.buffer.slice(this.module.base, this.expected.byteLength));
    const theirs = new Uint8Array(this.expected.slice(this.module.base));
    for (const [offset, length] of ranges) {
      mine.fill(0, offset - this.module.base, offset - this.module.base + length);
      theirs.fill(0, offset - this.module.base, offset - this.module.base + length);
    }
    if (Buffer.compare(mine, theirs) !== 0) {
      const at = mine.findIndex((value, i) => value !== theirs[i]);
      expect.fail(`${what}: byte ${at + this.module.base} differs, outside the result`);
    }
  }

  expectedFloats(offset: number, n: number): Float32Array {
    return new Float32Array(this.expected, offset, n);
  }
}

/** A repeatable stream of numbers (mulberry32). */
export function numbers(seed: number): { uniform(): number; below(n: number): number; array(n: number): Float32Array } {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    uniform,
    below: (n) => Math.floor(uniform() * n),
    array: (n) => Float32Array.from({ length: n }, () => 2 * uniform() - 1),
  };
}
