import { describe, expect, it } from 'vitest';
import { asCsv, asJson, asNumpy, numberText } from '../../src/interop/tensorText.ts';

describe('tensors as text', () => {
  const values = Float32Array.of(0.1, -2, NaN, Infinity, 1 / 3, 16777216);

  it('keep every float32', () => {
    for (const value of [0.1, 1 / 3, 1e-38, 16777216, -123.456])
      expect(Math.fround(Number(numberText(Math.fround(value))))).toBe(Math.fround(value));
  });

  it('are CSV, JSON and NumPy', () => {
    expect(asCsv(values, [2, 3])).toBe(
      '0.1,-2,nan\ninf,0.333333,16777216\n'.replace('0.333333', numberText(Math.fround(1 / 3))),
    );
    expect(JSON.parse(asJson(values, [2, 3]))).toEqual([
      [0.1, -2, null],
      [null, Number(numberText(Math.fround(1 / 3))), 16777216],
    ]);
    expect(asNumpy(Float32Array.of(NaN, -Infinity), [2])).toBe('np.array([np.nan, -np.inf], dtype=np.float32)');
    expect(asNumpy(Int32Array.of(1, 2), [2])).toBe('np.array([1, 2], dtype=np.int32)');
    expect(asJson([5], [])).toBe('5');
  });
});
