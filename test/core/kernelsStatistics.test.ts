// Statistics and histograms against the reference, with NaN and infinities strewn in.
import { describe, expect, it } from 'vitest';
import { referenceKernels } from '../../src/core/kernels/reference/referenceKernels.ts';
import { numbers, Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const random = numbers(4);
const sizes = [0, 1, 2, 3, 4, 5, 7, 16, 17, 33, 255, 256, 257, 1000, 5001];

function strewn(n: number): Float32Array {
  const special = [NaN, Infinity, -Infinity, 0, -0];
  return random.array(n).map((value) => (random.below(10) === 0 ? special[random.below(5)] : value));
}

describe('statistics', () => {
  const names = ['count', 'nan', 'infinite', 'min', 'max', 'mean', 'std', 'norm', 'zeros'];

  function compute(values: ArrayLike<number>, shift = 0): number[] {
    sandbox.reset();
    const x = sandbox.place(values, shift);
    const out = sandbox.room(18);
    sandbox.run((kernels) => kernels.statistics(x, values.length, out));
    const expected = sandbox.expectedFloats(out, 18);
    const both = [new Float64Array(sandbox.module.memory.buffer, out, 9), new Float64Array(expected.buffer, out, 9)];
    names.forEach((name, i) => {
      const [a, b] = [both[0][i], both[1][i]];
      const near = Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));
      expect(near, `${name} is ${a}, not ${b}`).toBe(true);
    });
    sandbox.expectRest([[out, 72]]);
    return [...both[0]];
  }

  it.each(sizes)('agree over %i elements', (n) => {
    compute(random.array(n), n % 4);
    compute(strewn(n), n % 4);
  });

  it('have a right deviation far from 0', () => {
    const values = Float32Array.from({ length: 100_000 }, (_, i) => 1e6 + (i % 2));
    expect(compute(values)[6]).toBeCloseTo(0.5, 9);
  });

  it('say so where nothing is finite', () => {
    expect(compute([NaN, Infinity, NaN])).toEqual([3, 2, 1, NaN, NaN, NaN, NaN, 0, 0]);
    expect(compute([])).toEqual([0, 0, 0, NaN, NaN, NaN, NaN, 0, 0]);
  });
});

describe('histogram', () => {
  it.each(sizes)('agrees over %i elements', (n) => {
    for (const [from, to, bins] of [
      [-1, 1, 32],
      [-0.3, 0.7, 7],
      [0, 0, 1],
      [0.25, 0.25, 5],
    ] as const) {
      sandbox.reset();
      const x = sandbox.place(strewn(n), n % 4);
      const out = sandbox.room(bins + 3);
      sandbox.run((kernels) => kernels.histogram(x, n, from, to, bins, out));
      sandbox.expectRest([]);
      const counts = new Int32Array(sandbox.module.memory.buffer, out, bins + 3);
      expect(counts.reduce((a, b) => a + b, 0)).toBe(n);
    }
  });

  it('closes the last bin, and only that one', () => {
    sandbox.reset();
    const x = sandbox.place([0, 0.5, 1, 1.5, 2, -0.1, 2.1, NaN, Infinity]);
    const out = sandbox.room(7);
    sandbox.kernels.histogram(x, 9, 0, 2, 4, out);
    expect([...new Int32Array(sandbox.module.memory.buffer, out, 7)]).toEqual([1, 1, 1, 2, 1, 2, 1]);
  });
});

describe('logHistogram', () => {
  it.each(sizes)('agrees over %i elements', (n) => {
    sandbox.reset();
    const values = strewn(n).map((value) => value ** 9);
    const x = sandbox.place(values, n % 4);
    const [from, to, bins] = [-6, 0, 24];
    const out = sandbox.room(bins + 4);
    sandbox.run((kernels) => kernels.logHistogram(x, n, from, to, bins, out));
    sandbox.expectRest([[out, 4 * (bins + 4)]]);
    const actual = new Int32Array(sandbox.module.memory.buffer, out, bins + 4);
    const expected = new Int32Array(sandbox.expectedFloats(out, bins + 4).buffer, out, bins + 4);
    expect([...actual.slice(bins + 2)], 'NaN, zeros').toEqual([...expected.slice(bins + 2)]);
    // A logarithm within 2 ulp may put a value that lies on a border into the neighbouring bin.
    const edge = (i: number) => from + (i * (to - from)) / bins;
    for (let i = 0; i < bins; i++) {
      const onBorder = Array.from(values).filter((value) => {
        const exponent = Math.log10(Math.abs(value));
        return Math.abs(exponent - edge(i)) < 2e-6 || Math.abs(exponent - edge(i + 1)) < 2e-6;
      }).length;
      expect(Math.abs(actual[i] - expected[i]), `bin ${i}`).toBeLessThanOrEqual(onBorder);
    }
  });

  it('counts powers of ten, zeros and what is not finite', () => {
    sandbox.reset();
    const x = sandbox.place([1e-3, -1e-2, 0.1, 1, 0, -0, NaN, -Infinity, 1e-9]);
    const out = sandbox.room(7);
    sandbox.kernels.logHistogram(x, 9, -3.5, 0.5, 4, out);
    expect([...new Int32Array(sandbox.module.memory.buffer, out, 8)]).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
  });
});

describe('firstNonFinite', () => {
  it('finds the first, wherever it stands', () => {
    for (const n of sizes) {
      for (const value of [NaN, Infinity, -Infinity]) {
        sandbox.reset();
        const values = random.array(n);
        if (n > 1) values[n - 1] = value;
        const at = n > 0 ? random.below(n) : -1;
        if (n > 0) values[at] = value;
        const x = sandbox.place(values, n % 4);
        sandbox.run((kernels) => kernels.firstNonFinite(x, n));
        if (n > 0) expect(sandbox.kernels.firstNonFinite(x, n)).toBe(at);
      }
      const x = sandbox.place(random.array(n));
      expect(sandbox.kernels.firstNonFinite(x, n)).toBe(-1);
    }
  });
});

describe('what a condition asks', () => {
  const questions = ['smallest', 'largest', 'total', 'countZeros', 'fingerprint'] as const;

  it.each(sizes.slice(1))('is as the reference says over %i elements', (n) => {
    for (const values of [random.array(n), strewn(n), new Float32Array(n)]) {
      sandbox.reset();
      const x = sandbox.place(values, n % 4);
      const expected = referenceKernels(sandbox.module.memory);
      for (const question of questions) {
        const [a, b] = [sandbox.kernels[question](x, n), expected[question](x, n)];
        expect(Object.is(a, b) || Math.abs(a - b) <= 1e-9, `${question} is ${a}, not ${b}`).toBe(true);
      }
    }
  });

  it('tells tensors that differ in one bit apart', () => {
    for (const n of sizes.slice(1)) {
      sandbox.reset();
      const values = random.array(n);
      const x = sandbox.place(values);
      const before = sandbox.kernels.fingerprint(x, n);
      const at = random.below(n);
      new Int32Array(sandbox.module.memory.buffer, x, n)[at] ^= 1;
      expect(sandbox.kernels.fingerprint(x, n)).not.toBe(before);
    }
  });
});
