import { describe, expect, it } from 'vitest';
import {
  accuracyText,
  axisNumber,
  compact,
  datum,
  exact,
  format,
  niceAbove,
  percent,
  short,
  ticks,
  whole,
} from '../../webview/format.ts';
import { speedStops, stopOfSpeed } from '../../webview/speed.ts';

describe('numbers as shown', () => {
  it('of the data are whole where they are', () => {
    expect([15, 0, -3, 0.58731, 1.0001, NaN].map(datum)).toEqual(['15', '0', '−3', '0.5873', '1.000', 'NaN']);
  });

  it('are short and say what is not finite', () => {
    expect([0.21338, 6.3721, -12.068, 0.0127, 1.31e-5, 123456.7, 0, NaN, -Infinity].map((x) => short(x))).toEqual([
      '0.2134',
      '6.372',
      '−12.07',
      '0.0127',
      '1.31 × 10⁻⁵',
      '123457',
      '0',
      'NaN',
      '−∞',
    ]);
    expect([4.72, 0.0000623, 0.02].map(compact)).toEqual(['4.7', '6.2e−5', '0.020']);
    expect([1000, 0.25, -1e-5].map(axisNumber)).toEqual(['1000', '0.25', '−1.0 × 10⁻⁵']);
  });

  it('are whole where asked', () => {
    expect(exact(Math.fround(0.1))).toBe('0.100000001');
    expect(whole(-12345)).toBe('−12,345');
    expect(percent(0.414)).toBe('41 %');
    expect(percent(0.0041)).toBe('0.4 %');
  });

  it('never round an accuracy up to all right', () => {
    expect(accuracyText(0.99961)).toBe('0.999');
    expect(accuracyText(1)).toBe('1.000');
    expect(accuracyText(0.94)).toBe('0.940');
  });

  it('fill holes and leave those without argument', () => {
    expect(format('{1} of {0}, {2}', 7, 'a')).toBe('a of 7, {2}');
  });
});

describe('axes', () => {
  it('end at nice numbers above the data', () => {
    expect([0.61, 1, 1.01, 220, 0].map(niceAbove)).toEqual([0.8, 1, 1.25, 250, 1]);
  });

  it('have round ticks inside', () => {
    expect(ticks(0, 250, 5)).toEqual([0, 50, 100, 150, 200, 250]);
    expect(ticks(-6, 2, 4)).toEqual([-6, -4, -2, 0, 2]);
    expect(ticks(1, 1, 4)).toEqual([]);
  });
});

describe('speed', () => {
  it('goes from one a second to as fast as it goes', () => {
    expect(stopOfSpeed(1)).toBe(0);
    expect(stopOfSpeed(0)).toBe(speedStops.length - 1);
    expect(speedStops[stopOfSpeed(32)]).toBe(30);
  });
});
