// Dropout within layers: between recurrent layers and on attention's weights, against the same computed in parts with the
// mask that was drawn.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { layerType } from '../../src/core/layers/layers.ts';
import { type Shape, sizeOf } from '../../src/core/shape.ts';
import { relativeError, runLayer, type Values } from './runner.ts';

const wave = (shape: Shape, phase: number): Values => ({
  shape,
  values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1.7 * i + phase)),
});
const ones = (shape: Shape): Values => ({ shape, values: new Float32Array(sizeOf(shape)).fill(1) });

function run(
  type: string,
  given: object,
  x: Values,
  outputGrad: ArrayLike<number>,
  more: Partial<Parameters<typeof runLayer>[2]> = {},
) {
  const record = layerType(type)!;
  const options = z.parse(record.options, given);
  const specs = record.parameters(options, [x.shape.slice(1)]);
  const parameters = Object.fromEntries(specs.map(({ name, shape }, i) => [name, wave(shape, i)]));
  return runLayer(record, options, { inputs: [x], parameters, outputGrad, ...more });
}

/** Names of one level's parameters as a layer of its own has them, and back. */
const ownName = (name: string) => name.replace('_l1', '_l0');

describe.each(['RNN', 'LSTM', 'GRU'])('%s with dropout', (type) => {
  const [rows, length, features, hidden] = [3, 4, 2, 3];
  const x = wave([rows, length, features], 0.3);

  it.each([false, true])('is two layers with a mask between (bidirectional: %s)', (bidirectional) => {
    const width = bidirectional ? 2 * hidden : hidden;
    const outputGrad = wave([rows, length, width], 0.9).values;
    const record = layerType(type)!;
    const both = { hidden_size: hidden, num_layers: 2, dropout: 0.4, bidirectional };
    const whole = run(type, both, x, outputGrad);
    const specs = record.parameters(z.parse(record.options, both), [x.shape.slice(1)]);
    const parameters = (level: number) =>
      Object.fromEntries(
        specs.flatMap(({ name, shape }, i) =>
          name.includes(`_l${level}`) ? [[ownName(name), wave(shape, i)] as const] : [],
        ),
      );
    const single = z.parse(record.options, { hidden_size: hidden, bidirectional });
    // Time comes first in the mask.
    const drawn = whole.scratch('mask_l0');
    const mask = Float32Array.from({ length: rows * length * width }, (_, i) => {
      const [row, time, unit] = [Math.floor(i / (length * width)), Math.floor(i / width) % length, i % width];
      return drawn[(time * rows + row) * width + unit];
    });
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.6)]));
    const masked = ({ shape, values }: Values): Values => ({
      shape,
      values: Float32Array.from(mask, (m, i) => m * values[i]),
    });
    const layer = (level: number, input: Values, grad: ArrayLike<number>) =>
      runLayer(record, single, { inputs: [input], parameters: parameters(level), outputGrad: grad });
    const between = masked(layer(0, x, outputGrad).output);
    const second = layer(1, between, outputGrad);
    const first = layer(0, x, masked(second.inputGrads[0]).values);
    expect(whole.output.values).toEqual(second.output.values);
    expect(whole.inputGrads[0].values).toEqual(first.inputGrads[0].values);
    for (const [name, grad] of Object.entries(whole.parameterGrads)) {
      const part = name.includes('_l0') ? first : second;
      expect([name, grad]).toEqual([name, part.parameterGrads[ownName(name)]]);
    }
  });

  it('draws a mask for each pair of layers and each iteration', () => {
    const outputGrad = wave([rows, length, hidden], 0.9).values;
    const masks = [0, 1].flatMap((iteration) => {
      const options = { hidden_size: hidden, num_layers: 3, dropout: 0.5 };
      const made = run(type, options, x, outputGrad, { random: { seed: 1, layer: 0, iteration } });
      return ['mask_l0', 'mask_l1'].map((name) => made.scratch(name).join());
    });
    expect(new Set(masks).size).toBe(4);
  });

  it('lets all through in evaluation, and with one layer', () => {
    const outputGrad = wave([rows, length, hidden], 0.9).values;
    const output = (options: object, mode: 'train' | 'eval') =>
      run(type, { hidden_size: hidden, ...options }, x, outputGrad, { mode }).output;
    expect(output({ num_layers: 2, dropout: 0.5 }, 'eval')).toEqual(output({ num_layers: 2 }, 'eval'));
    expect(output({ dropout: 0.5 }, 'train')).toEqual(output({}, 'train'));
  });
});

describe('MultiheadAttention with dropout', () => {
  const [rows, length, width] = [2, 5, 4];
  const x = wave([rows, length, width], 0.3);
  const outputGrad = ones([rows, length, width]).values;

  it('takes values by the weights that the mask leaves', () => {
    const made = run('MultiheadAttention', { num_heads: 2, dropout: 0.3 }, x, outputGrad);
    const [weights, mask, projected] = ['weights', 'mask', 'projected'].map(made.scratch);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    const context = Array.from({ length: rows * length * width }, (_, i) => {
      const [row, position, feature] = [Math.floor(i / (length * width)), Math.floor(i / width) % length, i % width];
      const from = ((row * 2 + Math.floor(feature / 2)) * length + position) * length;
      let sum = 0;
      for (let key = 0; key < length; key++) {
        const value = projected[(row * length + key) * 3 * width + 2 * width + feature];
        sum += weights[from + key] * mask[from + key] * value;
      }
      return sum;
    });
    expect(relativeError(made.scratch('context'), context)).toBeLessThan(1e-6);
  });

  it('lets all through in evaluation', () => {
    const output = (dropout: number) =>
      run('MultiheadAttention', { num_heads: 2, dropout }, x, outputGrad, { mode: 'eval' }).output;
    expect(output(0.5)).toEqual(output(0));
  });
});
