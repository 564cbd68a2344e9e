import { describe, expect, it } from 'vitest';
import { comparison, comparisonAxis } from '../../../webview/draw/comparison.ts';
import { densityAt } from '../../../webview/draw/density.ts';
import { histogram } from '../../../webview/draw/histogram.ts';
import { fakeSurface } from './fakeSurface.ts';

const box = { x: 0, y: 0, width: 100, height: 50 };

describe('histogram', () => {
  it('draws a bar a bin, the tallest as high as the box, all standing on its foot', () => {
    const { context, surface } = fakeSurface();
    histogram(surface, box, [1, 0, 4, 2], 'forward');
    const bars = context.rectangles.filter(({ colour }) => colour === 'forward');
    expect(bars.map(({ x, height }) => [x, height])).toEqual([
      [0, 12.5],
      [50, 50],
      [75, 25],
    ]);
    for (const { y, height } of bars) expect(y + height).toBe(50);
  });

  it('shows even a single count', () => {
    const { context, surface } = fakeSurface();
    histogram(surface, box, [100000, 1], 'forward');
    expect(context.rectangles.filter(({ colour }) => colour === 'forward')[1].height).toBe(1);
  });
});

describe('comparison', () => {
  const now = { from: -1, to: 1, counts: [1, 2, 1] };

  it('has an axis that holds all, symmetric unless nothing is negative', () => {
    expect(comparisonAxis({ now, init: { ...now, to: 2.9 }, theory: null, colour: 'forward' })).toEqual([-3, 3]);
    expect(
      comparisonAxis({ now: { from: 0, to: 0.7, counts: [1] }, init: null, theory: null, colour: 'forward' }),
    ).toEqual([0, 0.8]);
    expect(
      comparisonAxis({ now: null, init: null, theory: { kind: 'normal', mean: 0, std: 1 }, colour: 'forward' }),
    ).toEqual([-3, 3]);
  });

  it('draws now as bars, init as a dashed outline and theory as an area', () => {
    const { context, surface } = fakeSurface();
    comparison(surface, box, { now, init: now, theory: { kind: 'uniform', from: -1, to: 1 }, colour: 'forward' });
    expect(context.rectangles.filter(({ colour }) => colour === 'forward')).toHaveLength(3);
    expect(context.paths.map(({ dashed, colour }) => [dashed, colour])).toEqual([
      [false, 'dim'],
      [true, 'foreground'],
    ]);
  });

  it('draws a constant as a spike', () => {
    const { context, surface } = fakeSurface();
    comparison(surface, box, {
      now: { from: 0, to: 0, counts: [9] },
      init: null,
      theory: { kind: 'point', value: 0 },
      colour: 'forward',
    });
    expect(context.rectangles.filter(({ colour }) => colour === 'forward')).toHaveLength(1);
  });
});

describe('densityAt', () => {
  const integral = (f: (x: number) => number): number => {
    let sum = 0;
    for (let x = -10; x < 10; x += 0.001) sum += f(x + 0.0005) * 0.001;
    return sum;
  };

  it('integrates to one, cut or not', () => {
    expect(integral((x) => densityAt({ kind: 'uniform', from: -0.3, to: 0.6 }, x))).toBeCloseTo(1, 2);
    expect(integral((x) => densityAt({ kind: 'normal', mean: 0.5, std: 0.7 }, x))).toBeCloseTo(1, 4);
    expect(integral((x) => densityAt({ kind: 'normal', mean: 0, std: 1, from: -1, to: 2 }, x))).toBeCloseTo(1, 3);
  });
});
