import { describe, expect, it } from 'vitest';
import { curve } from '../../../webview/draw/curve.ts';
import { fit } from '../../../webview/draw/fit.ts';
import { largestLoss, losses } from '../../../webview/draw/losses.ts';
import { smooth, violinPath } from '../../../webview/draw/violin.ts';
import { fakeSurface } from './fakeSurface.ts';

const box = { x: 0, y: 0, width: 100, height: 52 };

describe('curve', () => {
  it('runs from the domain’s start to its end and shades where the inputs lie', () => {
    const { context, surface } = fakeSurface();
    curve(surface, box, { domain: [-2, 2], f: [0, 0, 1, 2, 4] }, [-1, 9]);
    const [path] = context.paths;
    expect(path.points.map(({ x }) => x)).toEqual([0, 25, 50, 75, 100]);
    expect(path.points[0].y).toBeGreaterThan(path.points[4].y);
    expect(context.rectangles[0]).toMatchObject({ x: 25, width: 75, colour: 'forward' });
  });

  it('draws f′ too where it is given', () => {
    const { context, surface } = fakeSurface();
    curve(surface, box, { domain: [0, 1], f: [0, 1], derivative: [1, 1] }, null);
    expect(context.paths.map(({ colour }) => colour)).toEqual(['backward', 'foreground']);
  });
});

describe('losses', () => {
  const data = { from: 0, perBucket: 1, minMax: Float32Array.of(1, 1, 0.5, 0.5, NaN, NaN, 0.25, 0.25) };

  it('splits past from future at the playhead and breaks the line where nothing is known', () => {
    const { context, surface } = fakeSurface();
    losses(surface, { ...box, height: 50 }, data, { x: [0, 4], y: [0, 1] }, 2);
    expect(context.clips).toEqual([
      { x: 50, y: 100 },
      { x: 0, y: 50 },
    ]);
    // Iteration k's loss is known when k is done: at k + 1.
    expect(context.paths[1].points).toEqual([
      { x: 25, y: 0 },
      { x: 50, y: 25 },
      { x: 100, y: 37.5 },
    ]);
  });

  it('reaches the newest loss where the curve is not known up to it yet', () => {
    const { context, surface } = fakeSurface();
    const known = { ...data, minMax: Float32Array.of(1, 1, 0.5, 0.5, NaN, NaN, NaN, NaN) };
    losses(surface, { ...box, height: 50 }, known, { x: [0, 4], y: [0, 1] }, 4, { at: 4, loss: 0 });
    expect(context.paths[1].points.at(-1)).toEqual({ x: 100, y: 50 });
  });

  it('finds the largest finite loss', () => {
    expect(largestLoss({ ...data, minMax: Float32Array.of(1, 3, NaN, Infinity) })).toBe(3);
  });
});

describe('violin', () => {
  it('is smoothed to parts of its widest', () => {
    const smoothed = smooth([0, 0, 10, 0, 0]);
    expect(Math.max(...smoothed)).toBe(1);
    expect(smoothed[1]).toBeCloseTo(0.6);
    expect([...smooth([0, 0])]).toEqual([0, 0]);
  });

  it('lies on its side of the axis, low powers at the foot', () => {
    const { context, surface } = fakeSurface();
    violinPath(
      surface,
      50,
      { x: 0, y: 0, width: 20, height: 100 },
      { counts: [0, 0, 0, 0, 0, 0, 0, 5, 5, 0], side: -1 },
    );
    surface.context.fill();
    const { points } = context.paths[0];
    expect(points.every(({ x }) => x <= 50)).toBe(true);
    expect(points.every(({ y }) => y < 60)).toBe(true);
    expect(Math.min(...points.map(({ x }) => x))).toBeCloseTo(30);
  });

  it('draws nothing for nothing', () => {
    const { context, surface } = fakeSurface();
    violinPath(surface, 50, box, { counts: [0, 0, 0], side: 1 });
    surface.context.fill();
    expect(context.paths[0]?.points ?? []).toEqual([]);
  });
});

describe('fit', () => {
  it('draws one curve a unit over the points', () => {
    const { context, surface } = fakeSurface();
    const values = Float32Array.of(0, 1, 0, -1);
    fit(surface, box, { units: 2, values, x: [0, 1], y: [-1, 1] }, Float32Array.of(0.5, NaN, 0), null);
    const curves = context.paths.filter(({ colour }) => colour === 'backward');
    expect(curves).toHaveLength(2);
    expect(curves[0].points.at(-1)).toEqual({ x: 100, y: 0 });
    expect(context.paths.find(({ colour }) => colour === 'forward')?.points).toEqual([{ x: 50, y: 26 }]);
  });
});
