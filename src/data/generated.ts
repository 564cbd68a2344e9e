// What the generated sources share. Each makes its points in double precision, then draws its noise in one go, and
// rounds the sum to float32; its file's doc line gives the formula and the order of draws. Rows take turns among the
// classes, so that any stretch of rows has its share of each.
import { integer, number } from '../core/options.ts';
import type { Generator } from '../core/random.ts';

export const samplesOption = (standard: number) =>
  integer('Number of rows.', { default: standard, min: 1, max: 10_000_000 });

export const noiseOption = (description: string, standard: number) =>
  number(description, { default: standard, min: 0 });

/** `points` + `torch.empty(points.length).normal_(0, noise)`, in float32; noise 0 draws nothing. */
export function withNoise(points: Float64Array, noise: number, generator: Generator): Float32Array {
  const out = new Float32Array(points.length);
  if (noise > 0) generator.normal(out, 0, noise);
  for (let i = 0; i < out.length; i++) out[i] += points[i];
  return out;
}

/** Two coordinates a row, made from the row's class and its place within it. */
export function pointsByClass(
  rows: number,
  classes: number,
  point: (label: number, place: number, count: number) => readonly [number, number],
): Float64Array {
  const points = new Float64Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const label = row % classes;
    const count = Math.ceil((rows - label) / classes);
    points.set(point(label, Math.floor(row / classes), count), row * 2);
  }
  return points;
}

/** Class indices: row i belongs to class i mod `classes`. */
export function alternatingClasses(rows: number, classes: number) {
  return { values: Float64Array.from({ length: rows }, (_, row) => row % classes), targetShape: [] };
}

export const planeNames = ['x1', 'x2'];
