import { expect, test } from 'vitest';
import {
  coarseToFine,
  pathDirections,
  pathOn,
  project,
  randomDirections,
} from '../../src/machine/experiments/lossSurface.ts';

const norm = (values: Float32Array): number => Math.hypot(...values);

test('each filter of a random direction is as long as the filter, biases stay, and the seed says which', () => {
  const now = Float32Array.from({ length: 20 }, (_, i) => Math.sin(i * 3) * (i < 8 ? 10 : 0.1));
  const blocks = [
    { name: 'conv.weight', shape: [2, 2, 2], offset: 0, size: 8 },
    { name: 'conv.bias', shape: [2], offset: 8, size: 2 },
    { name: 'linear.weight', shape: [2, 5], offset: 10, size: 10 },
  ];
  const [x, y] = randomDirections(now, blocks, 5);
  for (const direction of [x, y]) {
    for (const [from, to] of [
      [0, 4],
      [4, 8],
      [10, 15],
      [15, 20],
    ]) {
      expect(norm(direction.subarray(from, to))).toBeCloseTo(norm(now.subarray(from, to)), 4);
    }
    expect([...direction.subarray(8, 10)]).toEqual([0, 0]);
  }
  expect(x).not.toEqual(y);
  expect(randomDirections(now, blocks, 5)).toEqual([x, y]);
});

test('a point of the plane projects onto its own coordinates, also where the directions are not at right angles', () => {
  const x = Float32Array.of(1, 0, 2, 0);
  const y = Float32Array.of(1, 1, 0, 0);
  const offset = Float32Array.from(x, (value, i) => 0.5 * value - 2 * y[i]);
  const [a, b] = project(offset, [x, y]);
  expect(a).toBeCloseTo(0.5, 6);
  expect(b).toBeCloseTo(-2, 6);
});

test('the share of a way is what the plane holds of it', () => {
  const now = new Float32Array(3);
  const directions = [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)] as const;
  const path = pathOn(directions, now, [Float32Array.of(3, 0, 4)], [0], 5);
  expect(path.share).toBeCloseTo(9 / 25, 6);
  expect([path.x, path.y, path.iterations]).toEqual([
    [3, 0],
    [0, 0],
    [0, 5],
  ]);
});

test('principal directions hold a way that lies in a plane, the longer first', () => {
  const a = Float32Array.of(2, 0, 1, 0, 0);
  const b = Float32Array.of(0, 1, 0, 0, 0.5);
  const past = [0, 1, 2, 3, 4].map((t) => a.map((value, i) => 3 * (5 - t) * value + Math.sin(t) * b[i]));
  const now = new Float32Array(5);
  const directions = pathDirections(now, past)!;
  expect(pathOn(directions, now, past, [0, 1, 2, 3, 4], 5).share).toBeCloseTo(1, 6);
  expect(norm(directions[0])).toBeGreaterThan(norm(directions[1]));
  expect(pathDirections(now, [a])).toBeNull();
});

test('a grid is computed from coarse to fine, each point once', () => {
  const order = [...coarseToFine(9, 4)];
  expect(order.slice(0, 9).map(({ index }) => index)).toEqual([0, 4, 8, 36, 40, 44, 72, 76, 80]);
  expect(new Set(order.map(({ index }) => index)).size).toBe(81);
  expect(order).toHaveLength(81);
});
