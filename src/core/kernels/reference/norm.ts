// Reference: batch and layer normalisation, in float64.
import type { Memory } from '../../tensor.ts';
import type { LayerKernels } from '../layerKernels.ts';
import { allFloats, floatsAt, integersAt } from './views.ts';

type NormKernels = Pick<
  LayerKernels,
  | 'channelSum'
  | 'channelMoments'
  | 'updateRunning'
  | 'channelNormalize'
  | 'channelGradients'
  | 'batchNormBackward'
  | 'layerNorm'
  | 'layerNormBackward'
  | 'layerNormWeightGradient'
>;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function moments(values: readonly number[], eps: number) {
  const mean = sum(values) / values.length;
  const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
  return { mean, variance, invStd: 1 / Math.sqrt(variance + eps) };
}

export function normKernels(memory: Memory): NormKernels {
  const at = (start: number, i: number) => floatsAt(memory, start + 4 * i, 1);
  const given = (start: number, i: number, otherwise: number) => (start ? at(start, i)[0] : otherwise);
  const row = (start: number, i: number, columns: number) => floatsAt(memory, start + 4 * i * columns, columns);
  /** Places of channel c. */
  const placesOf = (batch: number, channels: number, positions: number, c: number) =>
    Array.from({ length: batch * positions }, (_, i) => {
      return (Math.floor(i / positions) * channels + c) * positions + (i % positions);
    });
  const read = (start: number, places: readonly number[]) => {
    const all = allFloats(memory);
    return places.map((place) => all[start / 4 + place]);
  };

  return {
    channelSum(x, batch, channels, positions, out) {
      for (let c = 0; c < channels; c++) at(out, c)[0] = sum(read(x, placesOf(batch, channels, positions, c)));
    },

    channelMoments(x, batch, channels, positions, eps, mean, variance, invStd) {
      for (let c = 0; c < channels; c++) {
        const found = moments(read(x, placesOf(batch, channels, positions, c)), eps);
        at(mean, c)[0] = found.mean;
        at(variance, c)[0] = found.variance;
        at(invStd, c)[0] = found.invStd;
      }
    },

    updateRunning(mean, variance, channels, n, momentum, tracked, runningMean, runningVar) {
      const counter = integersAt(memory, tracked, 1);
      counter[0]++;
      const share = momentum < 0 ? 1 / counter[0] : momentum;
      for (let c = 0; c < channels; c++) {
        const unbiased = at(variance, c)[0] * (n > 1 ? n / (n - 1) : 1);
        at(runningMean, c)[0] = share * at(mean, c)[0] + (1 - share) * at(runningMean, c)[0];
        at(runningVar, c)[0] = share * unbiased + (1 - share) * at(runningVar, c)[0];
      }
    },

    channelNormalize(x, batch, channels, positions, mean, invStd, weight, bias, y) {
      for (let c = 0; c < channels; c++) {
        const scale = at(invStd, c)[0] * given(weight, c, 1);
        for (const place of placesOf(batch, channels, positions, c)) {
          at(y, place)[0] = (at(x, place)[0] - at(mean, c)[0]) * scale + given(bias, c, 0);
        }
      }
    },

    channelGradients(x, dy, batch, channels, positions, mean, invStd, sums, products) {
      for (let c = 0; c < channels; c++) {
        const places = placesOf(batch, channels, positions, c);
        const gradients = read(dy, places);
        const normal = read(x, places).map((value) => (value - at(mean, c)[0]) * at(invStd, c)[0]);
        at(sums, c)[0] = sum(gradients);
        at(products, c)[0] = sum(gradients.map((gradient, i) => gradient * normal[i]));
      }
    },

    batchNormBackward(x, dy, batch, channels, positions, mean, invStd, weight, sums, products, dx) {
      const n = batch * positions;
      for (let c = 0; c < channels; c++) {
        for (const place of placesOf(batch, channels, positions, c)) {
          const normal = (at(x, place)[0] - at(mean, c)[0]) * at(invStd, c)[0];
          const gradient = at(dy, place)[0] - at(sums, c)[0] / n - (normal * at(products, c)[0]) / n;
          at(dx, place)[0] = given(weight, c, 1) * at(invStd, c)[0] * gradient;
        }
      }
    },

    layerNorm(x, rows, columns, eps, weight, bias, y, mean, invStd) {
      for (let i = 0; i < rows; i++) {
        const values = Array.from(row(x, i, columns));
        const found = moments(values, eps);
        at(mean, i)[0] = found.mean;
        at(invStd, i)[0] = found.invStd;
        const normal = values.map((value) => (value - found.mean) * found.invStd);
        row(y, i, columns).set(normal.map((value, j) => value * given(weight, j, 1) + given(bias, j, 0)));
      }
    },

    layerNormBackward(x, dy, rows, columns, mean, invStd, weight, dx) {
      for (let i = 0; i < rows; i++) {
        const [centre, inverse] = [at(mean, i)[0], at(invStd, i)[0]];
        const normal = Array.from(row(x, i, columns), (value) => (value - centre) * inverse);
        const gradients = Array.from(row(dy, i, columns), (value, j) => value * given(weight, j, 1));
        const mean1 = sum(gradients) / columns;
        const mean2 = sum(gradients.map((gradient, j) => gradient * normal[j])) / columns;
        row(dx, i, columns).set(gradients.map((gradient, j) => (gradient - mean1 - normal[j] * mean2) * inverse));
      }
    },

    layerNormWeightGradient(x, dy, rows, columns, mean, invStd, dweight) {
      for (let j = 0; j < columns; j++) {
        const terms = Array.from({ length: rows }, (_, i) => {
          return (row(x, i, columns)[j] - at(mean, i)[0]) * at(invStd, i)[0] * row(dy, i, columns)[j];
        });
        at(dweight, j)[0] = sum(terms);
      }
    },
  };
}
