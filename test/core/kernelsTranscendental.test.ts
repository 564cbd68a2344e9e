// The transcendental functions against double precision: at most 2 ulp anywhere, and exact where the value is.
import { describe, expect, it } from 'vitest';
import type { UnaryOp } from '../../src/core/elementwise.ts';
import { assemble } from '../../src/core/elementwise/assemble.ts';
import { unaryFunctions } from '../../src/core/elementwise/float64.ts';
import { Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const N = 4096;

function apply(op: UnaryOp, values: ArrayLike<number>): Float32Array {
  sandbox.reset();
  const n = values.length;
  const tensor = (name: string, offset: number) => ({ name, shape: [n], dtype: 'float32', offset }) as const;
  const x = sandbox.place(values);
  const y = sandbox.room(n);
  const words = assemble([{ to: tensor('y', y), value: { op, a: { op: 'load', tensor: tensor('x', x) } } }]);
  sandbox.kernels.elementwise(sandbox.placeIntegers(words), n);
  return sandbox.floats(y, n);
}

/** Distance in units of the last place of the float32 next to the true value. */
function ulps(actual: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(actual, rounded)) return 0;
  if (Number.isNaN(actual) || Number.isNaN(rounded)) return Infinity;
  if (!Number.isFinite(rounded) || !Number.isFinite(actual)) {
    // The border of overflow: the largest float32 and ∞ are neighbours.
    const finite = Number.isFinite(rounded) ? Math.abs(exact) : Math.abs(actual);
    return finite > 3.40282e38 && Math.sign(actual) === Math.sign(rounded)
      ? (3.4028236e38 - finite) / 2 ** 104
      : Infinity;
  }
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(rounded) || 1e-45)));
  return Math.abs(actual - exact) / 2 ** (exponent - 23);
}

const functions: UnaryOp[] = ['exp', 'expm1', 'log', 'log1p', 'sigmoid', 'tanh', 'erf'];

/** Every `stride`-th float32 there is. */
function* sweep(stride: number): Generator<Float32Array> {
  const total = 2 ** 32;
  for (let start = 0; start < total; start += stride * N) {
    const bits = Uint32Array.from({ length: N }, (_, i) => Math.min(start + i * stride, total - 1));
    yield new Float32Array(bits.buffer);
  }
}

describe.each(functions)('%s', (op) => {
  it('is within 2 ulp over all magnitudes', () => {
    const worst = { error: 0, at: 0 };
    for (const values of sweep(4099)) {
      const results = apply(op, values);
      for (let i = 0; i < N; i++) {
        const error = ulps(results[i], unaryFunctions[op](values[i]));
        if (error > worst.error) Object.assign(worst, { error, at: values[i] });
      }
    }
    expect(worst.error, `at ${worst.at}`).toBeLessThanOrEqual(2);
  });

  it('is within 2 ulp where it bends', () => {
    const worst = { error: 0, at: 0 };
    for (let block = 0; block < 64; block++) {
      const values = Float32Array.from({ length: N }, (_, i) => ((block * N + i) / (64 * N) - 0.5) * 24);
      const results = apply(op, values);
      for (let i = 0; i < N; i++) {
        const error = ulps(results[i], unaryFunctions[op](values[i]));
        if (error > worst.error) Object.assign(worst, { error, at: values[i] });
      }
    }
    expect(worst.error, `at ${worst.at}`).toBeLessThanOrEqual(2);
  });

  it('is exact at zeros, infinities and NaN', () => {
    const special = [0, -0, Infinity, -Infinity, NaN, 1e-45, -1e-45, -1, 3.4028234663852886e38, -3.4028234663852886e38];
    const results = apply(op, special);
    special.forEach((x, i) => {
      const exact = Math.fround(unaryFunctions[op](Math.fround(x)));
      if (Number.isFinite(exact) && exact !== 0) expect(ulps(results[i], exact)).toBeLessThanOrEqual(1);
      else expect(results[i], `${op}(${x})`).toBe(exact);
    });
  });
});

it('draws no line between a block, its tail and a single element', () => {
  for (const op of functions) {
    const values = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i) * 3);
    const together = apply(op, values).slice();
    for (const i of [0, 1, 255, 256, 257, 599]) expect(apply(op, [values[i]])[0]).toBe(together[i]);
  }
});
