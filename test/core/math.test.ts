// Our elementary functions against the engine's own (good to a unit in the last place), and one rounding against exact
// arithmetic on whole numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, erf, exp, fma32, log, sin } from '../../src/core/math.ts';

function ulps(ours: number, theirs: number): number {
  if (Object.is(ours, theirs) || ours === theirs) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(theirs)));
  return Math.abs(ours - theirs) / 2 ** (Math.max(exponent, -1022) - 52);
}

function near(ours: (x: number) => number, theirs: (x: number) => number, xs: fc.Arbitrary<number>, most: number) {
  fc.assert(
    fc.property(xs, (x) => {
      expect(ulps(ours(x), theirs(x))).toBeLessThanOrEqual(most);
    }),
    { numRuns: 3000 },
  );
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('elementary functions', () => {
  it('log', () => {
    near(log, Math.log, between(0, 1), 1);
    near(log, Math.log, between(0.5, 2), 1);
    near(log, Math.log, between(0, Number.MAX_VALUE), 1);
    expect([log(0), log(-1), log(Infinity), log(1)]).toEqual([-Infinity, NaN, Infinity, 0]);
  });

  it('exp', () => {
    near(exp, Math.exp, between(-1, 1), 1);
    near(exp, Math.exp, between(-745, 709), 1);
    expect([exp(-Infinity), exp(Infinity), exp(NaN), exp(0)]).toEqual([0, Infinity, NaN, 1]);
  });

  it('sin and cos', () => {
    for (const range of [between(-1, 1), between(-7, 7), between(-8e5, 8e5)]) {
      near(sin, Math.sin, range, 1);
      near(cos, Math.cos, range, 1);
    }
    expect(sin(Math.PI)).toBe(Math.sin(Math.PI));
    expect(cos(Math.PI / 2)).toBe(Math.cos(Math.PI / 2));
  });

  it('erf', () => {
    // Python's math.erf
    const known: [number, number][] = [
      [1e-10, 1.1283791670955126e-10],
      [0.1, 0.1124629160182849],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [1.5, 0.9661051464753108],
      [2, 0.9953222650189527],
      [3, 0.9999779095030014],
      [4.5, 0.9999999998033839],
    ];
    for (const [x, value] of known) {
      expect(ulps(erf(x), value)).toBeLessThanOrEqual(4);
      expect(erf(-x)).toBe(-erf(x));
    }
    expect([erf(0), erf(7), erf(-Infinity)]).toEqual([0, 1, -1]);
  });
});

describe('fma32', () => {
  /** a·b + c as a whole number over 2^300, rounded to 24 bits, half to even. */
  function exact(a: number, b: number, c: number): number {
    const scaled = (x: number) => BigInt(x * 2 ** 149);
    const total = scaled(a) * scaled(b) + (scaled(c) << 149n);
    const size = total < 0n ? -total : total;
    const spare = BigInt(Math.max(size.toString(2).length - 24, 149));
    const half = 1n << (spare - 1n);
    let kept = size >> spare;
    const rest = size - (kept << spare);
    if (rest > half || (rest === half && kept % 2n === 1n)) kept += 1n;
    return Number(total < 0n ? -kept : kept) * 2 ** (Number(spare) - 298);
  }

  const float = fc.float({ min: Math.fround(-1e6), max: Math.fround(1e6), noNaN: true });

  it('rounds once', () => {
    fc.assert(
      fc.property(float, float, float, (a, b, c) => {
        expect(fma32(a, b, c) + 0).toBe(exact(a, b, c) + 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('rounds once where double precision would fall on the middle of two floats', () => {
    // 1 + 2⁻²⁴ ± 2⁻⁸⁰: in double both are 1 + 2⁻²⁴, the middle of 1 and its neighbour above, and would go to even.
    const above = Math.fround(2 ** -24);
    expect(fma32(2 ** -40, 2 ** -40, 1 + 2 ** -23)).toBe(1 + 2 ** -23);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 23 }), fc.integer({ min: 0, max: 2 ** 12 }), (m, k) => {
        const a = Math.fround(1 + m * 2 ** -23);
        const b = Math.fround(above * (1 + k * 2 ** -23));
        for (const c of [1, -1, 2 ** 20, 1 + 2 ** -23]) expect(fma32(a, b, c)).toBe(exact(a, b, c));
      }),
      { numRuns: 3000 },
    );
    expect(fma32(Math.fround(2 ** 12 + 1), Math.fround(2 ** -36 - 2 ** -48), 1)).toBe(
      exact(2 ** 12 + 1, 2 ** -36 - 2 ** -48, 1),
    );
  });
});
