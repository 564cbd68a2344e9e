// Did you mean …?
import { describe, expect, test } from 'vitest';
import { inits } from '../../src/core/inits/inits.ts';
import { layers } from '../../src/core/layers/layers.ts';
import { losses } from '../../src/core/losses/losses.ts';
import { distance, suggest } from '../../src/model/suggest.ts';

const layerNames = Object.keys(layers);

describe('suggest', () => {
  test.each([
    ['relu', 'ReLU'],
    ['Relu', 'ReLU'],
    ['nn.ReLU', 'ReLU'],
    ['torch.nn.Linear', 'Linear'],
    ['leaky_relu', 'LeakyReLU'],
    ['Dense', 'Linear'],
    ['Liner', 'Linear'],
    ['sigmod', 'Sigmoid'],
    ['tahn', 'Tanh'],
    ['Concatenate', 'Concat'],
    ['LogSoftMax', 'LogSoftmax'],
  ])('layer %s: %s', (written, meant) => {
    expect(suggest(written, layerNames)).toBe(meant);
  });

  test.each([
    ['CrossEntropy', 'CrossEntropyLoss'],
    ['mse', 'MSELoss'],
    ['binary_crossentropy', 'BCELoss'],
    ['BCELogitsLoss', 'BCEWithLogitsLoss'],
  ])('loss %s: %s', (written, meant) => {
    expect(suggest(written, Object.keys(losses))).toBe(meant);
  });

  test.each([
    ['he_normal', 'kaiming_normal'],
    ['glorot_uniform', 'xavier_uniform'],
    ['kaiming_unifrom', 'kaiming_uniform'],
    ['zero', 'zeros'],
  ])('init %s: %s', (written, meant) => {
    expect(suggest(written, Object.keys(inits))).toBe(meant);
  });

  test('nothing near, nothing said', () => {
    expect(suggest('Transmogrify', layerNames)).toBeNull();
    expect(suggest('', layerNames)).toBeNull();
    expect(suggest('xyzzy', ['lr', 'momentum'])).toBeNull();
    expect(suggest('constructor', ['lr'])).toBeNull();
    expect(suggest('relu', [])).toBeNull();
  });

  test('distance counts inserts, deletes, replacements and swaps', () => {
    expect(distance('kitten', 'sitting')).toBe(3);
    expect(distance('abcd', 'abdc')).toBe(1);
    expect(distance('', 'abc')).toBe(3);
    expect(distance('abc', 'xyz', 2)).toBe(Infinity);
  });
});
