// The layers that the tests look at one by one: options beyond the defaults, shapes of the inputs, values.
import fc from 'fast-check';
import { type Shape, sizeOf } from '../../src/core/shape.ts';
import type { Values } from './runner.ts';

/** Option sets worth a look beyond the defaults, and shapes of the inputs (rows first). */
export const layerCases: readonly [type: string, options: object, inputs: readonly Shape[]][] = [
  ['Linear', { out_features: 4 }, [[5, 3]]],
  ['Linear', { out_features: 1, bias: false }, [[2, 3, 2]]],
  ['ReLU', {}, [[3, 5]]],
  ['LeakyReLU', { negative_slope: 0.2 }, [[3, 5]]],
  ['ELU', { alpha: 0.7 }, [[3, 5]]],
  ['GELU', {}, [[3, 5]]],
  ['GELU', { approximate: 'tanh' }, [[3, 5]]],
  ['SiLU', {}, [[3, 5]]],
  ['Sigmoid', {}, [[3, 5]]],
  ['Tanh', {}, [[3, 5]]],
  ['Hardtanh', { min_val: -0.7, max_val: 0.4 }, [[3, 5]]],
  ['Softplus', { beta: 2, threshold: 1 }, [[3, 5]]],
  ['Softsign', {}, [[3, 5]]],
  ['Softmax', {}, [[3, 5]]],
  ['Softmax', {}, [[2, 3, 4]]],
  ['Softmax', { dim: 1 }, [[2, 3, 4]]],
  ['LogSoftmax', {}, [[3, 5]]],
  ['LogSoftmax', { dim: -2 }, [[2, 2, 3, 2]]],
  ['Identity', {}, [[3, 5]]],
  ['Flatten', {}, [[2, 3, 4]]],
  [
    'Add',
    {},
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
  ],
  [
    'Concat',
    {},
    [
      [3, 2],
      [3, 5],
    ],
  ],
  [
    'Concat',
    { dim: 1 },
    [
      [2, 3, 4],
      [2, 1, 4],
    ],
  ],
  [
    'Multiply',
    {},
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
  ],
  ['Conv1d', { out_channels: 2, kernel_size: 2, padding: 'same' }, [[2, 1, 4]]],
  ['Conv2d', { out_channels: 2, kernel_size: 2 }, [[2, 1, 3, 3]]],
  ['Conv2d', { out_channels: 2, kernel_size: [2, 1], stride: 2, padding: 1, dilation: 2, groups: 2 }, [[1, 2, 3, 2]]],
  ['Conv2d', { out_channels: 2, kernel_size: 3, padding: [2, 1], padding_mode: 'reflect' }, [[2, 1, 3, 4]]],
  ['Conv2d', { out_channels: 2, kernel_size: 2, padding: 'same', padding_mode: 'circular' }, [[2, 2, 3, 3]]],
  ['Conv1d', { out_channels: 2, kernel_size: 3, padding: 4, padding_mode: 'replicate', stride: 2 }, [[2, 1, 3]]],
  ['MaxPool2d', { kernel_size: 2 }, [[2, 1, 4, 4]]],
  ['MaxPool2d', { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }, [[1, 1, 4, 4]]],
  ['MaxPool1d', { kernel_size: 2, stride: 1, padding: 1 }, [[2, 1, 4]]],
  ['AvgPool2d', { kernel_size: 2, stride: 1 }, [[1, 2, 3, 3]]],
  ['AvgPool2d', { kernel_size: 3, padding: 1, count_include_pad: false, ceil_mode: true }, [[1, 1, 4, 5]]],
  ['AdaptiveAvgPool2d', { output_size: [2, 3] }, [[2, 1, 3, 4]]],
  ['BatchNorm1d', {}, [[6, 2]]],
  ['BatchNorm2d', { affine: false }, [[3, 2, 2, 2]]],
  ['LayerNorm', {}, [[2, 5]]],
  ['LayerNorm', { normalized_shape: [2, 3] }, [[2, 2, 3]]],
  ['Dropout', { p: 0.3 }, [[3, 5]]],
  ['Embedding', { num_embeddings: 3, embedding_dim: 2 }, [[2, 4]]],
  ['PReLU', {}, [[3, 5]]],
  ['PReLU', { num_parameters: 2 }, [[2, 2, 3]]],
  ['Unflatten', { unflattened_size: [2, -1] }, [[3, 6]]],
  ['Permute', { dims: [0, 2, 1] }, [[2, 2, 3]]],
  ['Select', { index: -1 }, [[2, 3, 2]]],
  ['PositionalEmbedding', { num_positions: 4 }, [[2, 3, 2]]],
  ['RNN', { hidden_size: 2, num_layers: 2 }, [[2, 3, 2]]],
  ['LSTM', { hidden_size: 2 }, [[2, 3, 2]]],
  ['GRU', { hidden_size: 2, bidirectional: true }, [[1, 3, 2]]],
  ['LSTM', { hidden_size: 2, num_layers: 2, dropout: 0.4 }, [[2, 3, 2]]],
  ['MultiheadAttention', { num_heads: 2 }, [[1, 3, 4]]],
  ['MultiheadAttention', { num_heads: 2, dropout: 0.3 }, [[1, 3, 4]]],
  ['MultiheadAttention', { num_heads: 1, causal: true, bias: false }, [[2, 3, 2]]],
];

/** Values that keep ≥ 0.05 from every kink of the cases above and are no larger than 1.5: ±0.05 … */
const kinks = [0, 0.5, -0.7, 0.4];
const smooth = fc
  .integer({ min: -1500, max: 1500 })
  .map((n) => n / 1000)
  .filter((x) => kinks.every((kink) => Math.abs(x - kink) > 0.05));

/** For maxima, of which no two may be near one another: a shuffle of 0.07 apart. Embedding takes indices of three rows. */
export const valuesOf = (shape: Shape, type = ''): fc.Arbitrary<Values> => {
  const size = sizeOf(shape);
  const given = (values: readonly number[]) => ({ shape, values });
  if (type.startsWith('MaxPool')) {
    const steps = Array.from({ length: size }, (_, i) => 0.07 * (i - size / 2));
    return fc.shuffledSubarray(steps, { minLength: size, maxLength: size }).map(given);
  }
  const one = type === 'Embedding' ? fc.integer({ min: 0, max: 2 }) : smooth;
  return fc.array(one, { minLength: size, maxLength: size }).map(given);
};
