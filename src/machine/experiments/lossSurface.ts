// The plane through the present weights over which the loss is drawn: two directions in the space of all trained
// weights, and where a run's past lies on it. Nothing of the run is touched: what it needs of it is copied.
import { createGenerator } from '../../core/random.ts';
import type { Shape } from '../../core/shape.ts';

/** A trained parameter in the vector of all of them. */
export interface Block {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly size: number;
}

export interface ChosenWeight {
  readonly tensor: string;
  /** Index in the flat tensor. */
  readonly index: number;
}

export type SurfaceAxes =
  /** Two random directions, each filter's part as long as the filter. */
  | { readonly kind: 'random'; readonly seed: number }
  /** The two directions in which the run has moved most. */
  | { readonly kind: 'path' }
  | { readonly kind: 'weights'; readonly x: ChosenWeight; readonly y: ChosenWeight };

/** Where the run was, from its start to the present, which is the last point and at 0, 0. */
export interface SurfacePath {
  readonly iterations: readonly number[];
  /** Coordinates on the plane of the nearest point of it. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Part of the squared distances from the present that lies in the plane; NaN where the run has not moved. */
  readonly share: number;
}

export type Directions = readonly [x: Float32Array, y: Float32Array];

/**
 * A random direction whose part in each filter is as long as that filter: what a step of 1 means is then the same
 * whatever the weights' scale. Biases and norms' weights stay. Li et al. 2018, https://arxiv.org/abs/1712.09913, §4.
 */
export function randomDirections(now: Float32Array, blocks: readonly Block[], seed: number): Directions {
  const generator = createGenerator(seed);
  const draw = (): Float32Array => {
    const direction = new Float32Array(now.length);
    for (const block of blocks) {
      if (block.shape.length < 2) continue;
      const part = direction.subarray(block.offset, block.offset + block.size);
      generator.normal(part, 0, 1);
      const filter = block.size / block.shape[0];
      for (let start = 0; start < block.size; start += filter) {
        const drawn = part.subarray(start, start + filter);
        const weights = now.subarray(block.offset + start, block.offset + start + filter);
        const scale = Math.sqrt(dot(weights, weights) / (dot(drawn, drawn) || 1));
        for (let i = 0; i < filter; i++) drawn[i] *= scale;
      }
    }
    return direction;
  };
  return [draw(), draw()];
}

/** Along one weight each. */
export function weightDirections(
  size: number,
  blocks: readonly Block[],
  x: ChosenWeight,
  y: ChosenWeight,
): Directions | null {
  const along = ({ tensor, index }: ChosenWeight): Float32Array | null => {
    const block = blocks.find(({ name }) => name === tensor);
    if (!block || !(index >= 0 && index < block.size)) return null;
    const direction = new Float32Array(size);
    direction[block.offset + index] = 1;
    return direction;
  };
  const [a, b] = [along(x), along(y)];
  return a && b && !(x.tensor === y.tensor && x.index === y.index) ? [a, b] : null;
}

/**
 * The two principal directions of the way to the present (the largest eigenvectors of its Gram matrix), each as long as
 * the farthest that the way lies along it; null where it has fewer than two.
 */
export function pathDirections(now: Float32Array, past: readonly Float32Array[]): Directions | null {
  const steps = past.map((then) => then.map((value, i) => value - now[i]));
  const gram = steps.map((a) => steps.map((b) => dot(a, b)));
  const found: Float32Array[] = [];
  for (let k = 0; k < 2; k++) {
    const vector = largestEigenvector(gram);
    const value = quadratic(gram, vector);
    if (!(value > 1e-12)) return null;
    const direction = new Float32Array(now.length);
    steps.forEach((step, s) => {
      for (let i = 0; i < step.length; i++) direction[i] += step[i] * vector[s];
    });
    const length = Math.sqrt(dot(direction, direction));
    const farthest = Math.max(...steps.map((step) => Math.abs(dot(step, direction)) / length));
    for (let i = 0; i < direction.length; i++) direction[i] *= farthest / length;
    found.push(direction);
    gram.forEach((row, i) => row.forEach((_, j) => (row[j] -= value * vector[i] * vector[j])));
  }
  return [found[0], found[1]];
}

/** Coordinates of the point of the plane nearest to `offset` from its origin: least squares. */
export function project(offset: Float32Array, [x, y]: Directions): readonly [x: number, y: number] {
  const [xx, xy, yy] = [dot(x, x), dot(x, y), dot(y, y)];
  const [ox, oy] = [dot(offset, x), dot(offset, y)];
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 0)) return [0, 0];
  return [(ox * yy - oy * xy) / determinant, (oy * xx - ox * xy) / determinant];
}

/** `past`: weights at `iterations`, from the start on; the present is added as the last. */
export function pathOn(
  directions: Directions,
  now: Float32Array,
  past: readonly Float32Array[],
  iterations: readonly number[],
  iteration: number,
): SurfacePath {
  const [x, y]: [number[], number[]] = [[], []];
  let inside = 0;
  let all = 0;
  for (const then of past) {
    const offset = then.map((value, i) => value - now[i]);
    const [a, b] = project(offset, directions);
    x.push(a);
    y.push(b);
    const [u, v] = directions;
    inside += a * a * dot(u, u) + 2 * a * b * dot(u, v) + b * b * dot(v, v);
    all += dot(offset, offset);
  }
  return {
    iterations: [...iterations, iteration],
    x: [...x, 0],
    y: [...y, 0],
    share: all > 0 ? Math.min(1, inside / all) : NaN,
  };
}

/** The order in which a grid of `size` (2ᵏ + 1) a side is computed: every `stride`-th point, then those between, to 1. */
export function* coarseToFine(size: number, firstStride: number): Generator<{ index: number; stride: number }> {
  for (let stride = firstStride; stride >= 1; stride /= 2) {
    for (let row = 0; row < size; row += stride) {
      for (let column = 0; column < size; column += stride) {
        const known = stride < firstStride && row % (2 * stride) === 0 && column % (2 * stride) === 0;
        if (!known) yield { index: row * size + column, stride };
      }
    }
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function quadratic(matrix: readonly number[][], vector: readonly number[]): number {
  return matrix.reduce(
    (sum, row, i) => sum + vector[i] * row.reduce((part, value, j) => part + value * vector[j], 0),
    0,
  );
}

/** By the power method, of a symmetric matrix without negative eigenvalues; of length 1. */
function largestEigenvector(matrix: readonly number[][]): number[] {
  // Begun at the column of the largest entry on the diagonal: it has a part in the vector that is sought.
  const largest = matrix.reduce((best, row, i) => (row[i] > matrix[best][best] ? i : best), 0);
  let vector = [...(matrix[largest] ?? [])];
  for (let round = 0; round < 300; round++) {
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
    const unit = vector.map((value) => value / length);
    const next = matrix.map((row) => row.reduce((sum, value, j) => sum + value * unit[j], 0));
    const change = Math.max(...unit.map((value, i) => Math.abs(value - vector[i])));
    vector = round > 0 && change < 1e-9 ? unit : next;
    if (vector === unit) return unit;
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}
