// orthogonal: a (semi-)orthogonal matrix, drawn evenly among all of them: Q of the QR of normals, R's diagonal positive.
// Source: A. Saxe et al., Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, 2013;
// https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.orthogonal_
import type * as z from 'zod/mini';
import { object } from '../options.ts';
import { figure } from './figure.ts';
import { gainOf, gainOption, pythonGainCall } from './gain.ts';
import type { Generator } from '../random.ts';
import type { InitTarget, InitType } from './init.ts';

const options = object({ gain: gainOption });

export const orthogonal = {
  type: 'orthogonal',
  summary: 'An orthogonal matrix times gain: it turns signals without stretching them, through any number of layers.',
  options,
  needsMatrix: true,
  fill(out, given, target, generator) {
    const steps = fillInSteps(out, given, target, generator);
    while (!steps.next().done);
  },
  fillInSteps,
  explain({ gain }, target) {
    const { rows, columns } = matrixOf(target);
    const factor = gainOf(gain);
    // A column of an n × n orthogonal matrix has length 1, so its n values have mean square 1 / n.
    const std = Math.abs(factor) / Math.sqrt(Math.max(rows, columns));
    return {
      theory: { kind: 'normal', mean: 0, std },
      formula: `gain·Q, Q${rows < columns ? 'Qᵀ' : 'ᵀQ'} = I; std ≈ gain / √max(${rows}, ${columns}) = ${figure(std)}`,
      figures: [
        ['rows', rows],
        ['columns', columns],
        ['gain', factor],
        ['std', std],
      ],
    };
  },
  pytorch({ gain }, parameter) {
    return pythonGainCall('nn.init.orthogonal_', parameter, gain);
  },
} satisfies InitType<z.infer<typeof options>>;

function* fillInSteps(
  out: Float32Array,
  { gain }: z.infer<typeof options>,
  target: InitTarget,
  generator: Generator,
): globalThis.Generator<void, void> {
  generator.normal(out, 0, 1);
  const { rows, columns } = matrixOf(target);
  // The taller way round: its columns become orthonormal. Kept column by column.
  const height = Math.max(rows, columns);
  const width = Math.min(rows, columns);
  const stepDown = rows < columns ? 1 : columns;
  const stepAcross = rows < columns ? columns : 1;
  const matrix = new Float64Array(height * width);
  for (let j = 0; j < width; j++) {
    for (let i = 0; i < height; i++) matrix[j * height + i] = out[i * stepDown + j * stepAcross];
  }
  const q = yield* orthonormalColumns(matrix, height, width);
  const factor = Math.fround(gainOf(gain));
  for (let j = 0; j < width; j++) {
    for (let i = 0; i < height; i++) {
      out[i * stepDown + j * stepAcross] = Math.fround(q[j * height + i]) * factor;
    }
  }
}

/** A tensor as the matrix that PyTorch makes orthogonal: all but the first dimension flattened. */
function matrixOf({ shape }: InitTarget): { rows: number; columns: number } {
  const [rows, ...rest] = shape;
  return { rows, columns: rest.reduce((product, length) => product * length, 1) };
}

/**
 * Q of the QR decomposition by Householder reflections, each column turned so that R's diagonal is positive. `matrix`
 * is height × width, column by column, height ≥ width; it is overwritten. Yields after each column.
 */
function* orthonormalColumns(
  matrix: Float64Array,
  height: number,
  width: number,
): globalThis.Generator<void, Float64Array> {
  const column = (of: Float64Array, j: number) => of.subarray(j * height, (j + 1) * height);
  const scales = new Float64Array(width);
  const signs = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    // Column j becomes the normal v of the mirror that maps its lower part onto the axis j; (I − scale·v·vᵀ).
    const v = column(matrix, j);
    const length = Math.sqrt(dotFrom(j, v, v));
    const diagonal = v[j] > 0 ? -length : length;
    signs[j] = Math.sign(diagonal);
    v[j] -= diagonal;
    scales[j] = length === 0 ? 0 : -1 / (diagonal * v[j]);
    for (let k = j + 1; k < width; k++) reflect(column(matrix, k), v, scales[j], j);
    yield;
  }
  const q = new Float64Array(height * width);
  for (let j = width - 1; j >= 0; j--) {
    q[j * height + j] = 1;
    for (let k = j; k < width; k++) reflect(column(q, k), column(matrix, j), scales[j], j);
    yield;
  }
  for (let j = 0; j < width; j++) {
    const unit = column(q, j);
    for (let i = 0; i < height; i++) unit[i] *= signs[j];
  }
  return q;
}

/** x ← x − scale·(v·x)·v, elements from `start` on. */
function reflect(x: Float64Array, v: Float64Array, scale: number, start: number): void {
  const factor = scale * dotFrom(start, v, x);
  for (let i = start; i < x.length; i++) x[i] -= factor * v[i];
}

function dotFrom(start: number, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = start; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
