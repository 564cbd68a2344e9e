// The sum of one neuron, taken apart.
import { expect, test } from 'vitest';
import { doneAt, onCurve, termsOf, weighedLayer } from '../../webview/neuron/neuron.ts';
import { momentAt } from '../../webview/moment.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const network = sketchNetwork(sketches.moons);
const at = (name: string): number => network.layers.findIndex((layer) => layer.name === name);

test('terms come by the size of their part, whatever their sign', () => {
  const terms = termsOf([1, 2, 0, -3], [0.5, -2, 9, 1], null);
  expect(terms.map(({ input, product }) => [input, product])).toEqual([
    [1, -4],
    [3, -3],
    [0, 0.5],
    [2, 0],
  ]);
});

test('weights that have moved since are taken as they were', () => {
  expect(termsOf([2], [0.5], [-0.25])).toEqual([{ input: 0, x: 2, w: 0.75, product: 1.5 }]);
});

test('a layer that weighs its inputs is known by its shapes', () => {
  const found = weighedLayer(network, at('linear2'));
  expect(found).toMatchObject({ inputs: 16, units: 16 });
  expect(found?.weight.name).toBe('weight');
  expect(found?.bias?.name).toBe('bias');
  expect(found?.activation?.name).toBe('relu2');
  expect(weighedLayer(network, at('relu1'))).toBeNull();
  expect(weighedLayer(network, -1)).toBeNull();
  expect(weighedLayer(network, network.layers.length)).toBeNull();
  const [first, ...others] = network.layers;
  const embedding = { ...network, layers: [{ ...first, outputShape: [4, 16] }, ...others] };
  expect(weighedLayer(embedding, 0)).toBeNull();
});

test('what is done of the iteration, a phase at a time', () => {
  const layer = at('linear1');
  const after = (done: number) => doneAt(network, momentAt(network, 3 * network.instructions.length + done), layer);
  const last = (phase: string) =>
    network.instructions.findLastIndex((each) => each.layer === layer && each.phase === phase) + 1;
  expect(after(1)).toEqual({ forward: false, backward: false, update: false });
  expect(after(last('forward'))).toEqual({ forward: true, backward: false, update: false });
  expect(after(last('backward'))).toEqual({ forward: true, backward: true, update: false });
  expect(after(last('update'))).toEqual({ forward: true, backward: true, update: true });
});

test('a sampled curve is read between its points and goes on beyond its ends', () => {
  const squares = [0, 1, 4, 9];
  expect(onCurve(squares, [0, 3], 1)).toBe(1);
  expect(onCurve(squares, [0, 3], 1.5)).toBe(2.5);
  expect(onCurve(squares, [0, 3], 4)).toBe(14);
  expect(onCurve(squares, [0, 3], -1)).toBe(-1);
});
