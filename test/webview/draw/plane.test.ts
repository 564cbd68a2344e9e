import { describe, expect, it } from 'vitest';
import { boundary, decide, type Boundary } from '../../../webview/draw/boundary.ts';
import { confusion } from '../../../webview/draw/confusion.ts';
import { images } from '../../../webview/draw/images.ts';
import { equalAxes, scatter } from '../../../webview/draw/scatter.ts';
import { fakeSurface } from './fakeSurface.ts';

const binary: Boundary = {
  width: 2,
  height: 2,
  units: 1,
  values: Float32Array.of(0, 0.5, 0.75, 1),
  accuracy: 'threshold',
  threshold: 0.5,
  limit: 1,
};

describe('boundary', () => {
  it('decides by threshold, surest at 0 and 1', () => {
    expect([0, 1, 2, 3].map((cell) => decide(binary, cell))).toEqual([
      { winner: 0, confidence: 1 },
      { winner: 0, confidence: 0 },
      { winner: 1, confidence: 0.5 },
      { winner: 1, confidence: 1 },
    ]);
  });

  it('decides by the largest unit', () => {
    const three = {
      ...binary,
      width: 1,
      height: 1,
      units: 3,
      values: Float32Array.of(-9, 2, 2),
      accuracy: 'argmax' as const,
    };
    expect(decide(three, 0)).toEqual({ winner: 1, confidence: 0 });
    const sure = decide({ ...three, values: Float32Array.of(-9, -9, 5) }, 0);
    expect(sure.winner).toBe(2);
    expect(sure.confidence).toBeGreaterThan(0.99);
  });

  it('has its first row at the foot', () => {
    const { context, surface } = fakeSurface();
    boundary(surface, { x: 0, y: 0, width: 2, height: 2 }, binary);
    const blue = (colour: number): number => (colour >> 16) & 255;
    const red = (colour: number): number => colour & 255;
    const [topLeft, topRight, bottomLeft] = context.images[0].pixels;
    expect(red(topRight)).toBeGreaterThan(red(topLeft));
    expect(blue(bottomLeft)).toBeGreaterThan(100);
  });
});

describe('scatter', () => {
  it('puts points where they belong, in the colour of their class', () => {
    const { context, surface } = fakeSurface();
    const points = Float32Array.of(0, 0, 0, 1, 1, 1);
    scatter(surface, { x: 0, y: 0, width: 100, height: 100 }, { points, x: [0, 2], y: [0, 2], classes: 2, limit: 1 });
    expect(context.paths.map(({ points: [point], colour }) => [point.x, point.y, colour])).toEqual([
      [0, 100, 'rgb(0 0 255 / 1)'],
      [50, 50, 'rgb(255 128 0 / 1)'],
    ]);
  });

  it('makes a unit as long in x as in y', () => {
    const [x, y] = equalAxes({ width: 200, height: 100 }, [
      [0, 1],
      [0, 1],
    ]);
    expect((x[1] - x[0]) / 200).toBeCloseTo((y[1] - y[0]) / 100);
    expect(x[0] + x[1]).toBeCloseTo(1);
  });
});

describe('confusion', () => {
  it('is blue on its diagonal and orange beside it', () => {
    const { context, surface } = fakeSurface();
    const box = { x: 0, y: 0, width: 80, height: 80 };
    confusion(surface, box, { counts: [9, 1, 0, 10], names: ['cat', 'dog'], others: -1 });
    const colours = context.rectangles.map(({ colour }) => colour);
    expect(colours[3]).toBe('rgb(0 0 255 / 1)');
    expect(colours[1]).toMatch(/^rgb\([1-9]\d* \d+ 0/);
    expect(context.texts).toEqual(expect.arrayContaining(['9', '1', '10', 'cat', 'dog']));
  });
});

describe('images', () => {
  it('paints each from ground to bright, with its class under it', () => {
    const { context, surface } = fakeSurface();
    const x = [0, 0, 0, 1];
    images(
      surface,
      { x: 0, y: 0, width: 90, height: 40 },
      [
        { target: 1, x },
        { target: 0, x },
      ],
      { rows: 2, columns: 2, perLine: 3, names: ['a', 'b'] },
    );
    expect(context.images).toHaveLength(2);
    const { pixels } = context.images[0];
    expect(pixels[0] & 255).toBe(0);
    expect(pixels[pixels.length - 1] & 255).toBe(235);
    expect(context.texts).toEqual(['b', 'a']);
  });
});
