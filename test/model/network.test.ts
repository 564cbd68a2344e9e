// Shapes, parameters, inits, batches, and what doesn't fit.
import { describe, expect, test } from 'vitest';
import { readNetwork } from '../../src/machine/readNetwork.ts';
import { applyEdits } from '../../src/model/edit.ts';
import { buildNetwork } from '../../src/model/network.ts';
import { layerAt, parseModel } from '../../src/model/parse.ts';
import { shippedFiles } from '../data/files.ts';
import { messages, networkText, type Parts, places } from './networkText.ts';

async function built(parts: Parts, memoryLimit?: number) {
  const source = networkText(parts);
  const { network, diagnostics } = await readNetwork(source, shippedFiles, memoryLimit ? { memoryLimit } : {});
  return { source, network, diagnostics, at: places(source, diagnostics), said: messages(diagnostics) };
}

const linear = (width: number, more = '') => `{ "type": "Linear", "out_features": ${width}${more} }`;
const randn = (samples: number, features: number, outputs: number) =>
  `{ "source": "randn", "samples": ${samples}, "features": ${features}, "outputs": ${outputs} }`;

describe('shapes and parameters', () => {
  test('follow the graph', async () => {
    const { network, said } = await built({
      data: randn(5, 3, 2),
      layers: [
        linear(4, ', "name": "a"'),
        linear(4, ', "name": "b", "inputs": ["input"]'),
        '{ "type": "Add", "inputs": ["a", "b"] }',
        '{ "type": "Concat", "inputs": ["add1", "input"] }',
        linear(2, ', "bias": false, "frozen": true'),
      ],
      loss: '"MSELoss"',
    });
    expect(said).toBe('');
    expect(network?.layers.map(({ outputShape }) => outputShape)).toEqual([[4], [4], [4], [7], [2]]);
    expect(network?.layers.map(({ inputs }) => inputs)).toEqual([[-1], [-1], [0, 1], [2, -1], [3]]);
    expect(network?.layers.at(-1)?.parameters).toMatchObject([
      { fullName: 'linear3.weight', shape: [2, 7], fanIn: 7, fanOut: 2, trained: false, explicit: null },
    ]);
    // A bias has its weight's fans.
    expect(network?.layers[0].parameters[1]).toMatchObject({
      fullName: 'a.bias',
      shape: [4],
      fanIn: 3,
      fanOut: 4,
      trained: true,
    });
    expect(network?.parameterCount).toBe(3 * 4 + 4 + 3 * 4 + 4 + 7 * 2);
  });

  test('a misfit is told once, where it arises, and the others beside it', async () => {
    const { at, said, network } = await built({
      layers: [
        linear(4, ', "name": "a"'),
        linear(5, ', "name": "b", "inputs": ["input"]'),
        '{ "type": "Add", "inputs": ["a", "b"] }',
        '{ "type": "ReLU" }',
        linear(3, ', "name": "c", "inputs": ["input"], "init": { "wieght": "zeros", "bias": "orthogonal" }'),
        '{ "type": "Add", "inputs": ["relu1", "c"] }',
      ],
    });
    expect(at, said).toEqual(['6:11 shape-mismatch', '8:84 unknown-parameter', '8:103 init-needs-matrix']);
    expect(network).toBeNull();
  });

  test('mistakes of the text, of shapes and of data are told together', async () => {
    const { at } = await built({
      layers: [
        linear(4, ', "name": "a"'),
        linear(5, ', "name": "b", "inputs": ["input"]'),
        '{ "type": "Add", "inputs": ["a", "b"] }',
      ],
      optimizer: '"SGD"',
      more: ['"sead": 1'],
    });
    expect(at).toEqual(['6:11 shape-mismatch', '9:16 missing-field', '10:3 unknown-field']);
  });
});

describe('explicit inits', () => {
  const explicit = async (layer: string, more: string[] = []) => {
    const { network, said } = await built({ data: randn(5, 3, 2), layers: [layer], loss: '"MSELoss"', more });
    expect(said).toBe('');
    return network?.layers[0].parameters.map((one) => one.explicit?.type ?? null);
  };

  test('a bare one goes to weights, a named one before it', async () => {
    expect(await explicit(linear(2, ', "init": "ones"'))).toEqual(['ones', null]);
    expect(await explicit(linear(2, ', "init": { "bias": "ones" }'), ['"init": "zeros"'])).toEqual(['zeros', 'ones']);
    expect(await explicit(linear(2, ', "init": { "weight": "ones" }'), ['"init": "zeros"'])).toEqual(['ones', null]);
    expect(await explicit(linear(2), ['"init": "kaiming_normal"'])).toEqual(['kaiming_normal', null]);
    expect(await explicit(linear(2, ', "init": { "bias": "fan_in_uniform" }'))).toEqual([null, 'fan_in_uniform']);
  });

  test('a fan-based one named for a bias says why not', async () => {
    const { at, said } = await built({
      layers: [linear(1, ', "init": { "bias": "kaiming_uniform" }'), '{ "type": "Sigmoid" }'],
    });
    expect(at).toEqual(['4:50 init-needs-matrix']);
    expect(said).toContain('"fan_in_uniform"');
  });

  test('one that does nothing is a warning, where a layer asks for it', async () => {
    const { at, network } = await built({ layers: [linear(1), '{ "type": "Sigmoid", "init": "zeros" }'] });
    expect(at).toEqual(['5:30 unused-init']);
    expect(network).not.toBeNull();
  });

  test('options that contradict each other', async () => {
    const { at } = await built({
      layers: [linear(1, ', "init": { "type": "trunc_normal", "a": 3 }'), '{ "type": "Sigmoid" }'],
    });
    expect(at).toEqual(['4:48 bad-init']);
  });
});

describe('loss, targets and batches', () => {
  test('more classes than outputs: figures and a fix through the layers that keep the shape', async () => {
    const parts = { data: '{ "source": "iris" }', layers: [linear(2), '{ "type": "LogSoftmax" }'], loss: '"NLLLoss"' };
    const { at, said, source, diagnostics } = await built(parts);
    expect(at).toEqual(['5:11 class-count']);
    expect(said).toContain('3 classes');
    const mended = applyEdits(source, diagnostics[0].fix?.edits ?? []);
    expect((await readNetwork(mended, shippedFiles)).network?.layers[0].outputShape).toEqual([3]);
  });

  test('targets of another shape: at the last layer, with a fix', async () => {
    const { at, source, diagnostics } = await built({ data: randn(5, 3, 2), layers: [linear(1)], loss: '"MSELoss"' });
    expect(at).toEqual(['4:11 target-shape']);
    const mended = applyEdits(source, diagnostics[0].fix?.edits ?? []);
    expect((await readNetwork(mended, shippedFiles)).network?.layers[0].outputShape).toEqual([2]);
  });

  test('text labels for a regression: at the data', async () => {
    const { at } = await built({ data: '{ "source": "iris" }', layers: [linear(1)], loss: '"MSELoss"' });
    expect(at).toEqual(['2:23 target-text']);
  });

  test('a file that is not there: at its path', async () => {
    const { at } = await built({ data: '{ "source": "csv", "path": "no.csv", "target": 0 }' });
    expect(at).toEqual(['2:38 data-file']);
  });

  test('a bad number in inline data: at its place', async () => {
    const { at } = await built({ data: '{ "source": "inline", "x": [[1, 2], [3, "a"]], "y": [0, 1] }' });
    expect(at).toEqual(['2:51 not-a-number']);
  });

  test.each([
    [{}, 10, 10, 1, 10],
    [{ batch_size: 4 }, 10, 4, 3, 2],
    [{ batch_size: 4, drop_last: true }, 10, 4, 2, 4],
    [{ batch_size: 99 }, 10, 10, 1, 10],
    [{}, 70, 32, 3, 6],
  ])('%j of %i rows', async (training, rows, batchSize, batches, lastBatch) => {
    const { network } = await built({
      data: randn(rows, 3, 1),
      layers: [linear(1)],
      loss: '"MSELoss"',
      more: [`"training": ${JSON.stringify(training)}`],
    });
    expect(network).toMatchObject({ batchSize, batches, lastBatch });
  });

  test('drop_last that leaves no batch', async () => {
    const { at } = await built({ more: ['"training": { "batch_size": 999, "drop_last": true }'] });
    expect(at).toEqual(['9:15 no-batch']);
  });

  test('batch norm over a single value, in every batch or in a short last one', async () => {
    const norm = (rows: number, training: object) =>
      built({
        data: randn(rows, 3, 1),
        layers: [linear(2), '{ "type": "BatchNorm1d" }', linear(1)],
        loss: '"MSELoss"',
        more: [`"training": ${JSON.stringify(training)}`],
      });
    const last = await norm(9, { batch_size: 4 });
    expect([last.at, last.network]).toEqual([['10:15 batch-rows'], null]);
    expect(last.said).toContain('"drop_last"');
    expect((await norm(9, { batch_size: 1 })).at).toEqual(['5:11 batch-rows']);
    expect((await norm(9, { batch_size: 4, drop_last: true })).said).not.toContain('more than 1 value');
    expect((await norm(10, { batch_size: 4 })).said).not.toContain('more than 1 value');
  });

  test('nothing to train', async () => {
    const { at, network } = await built({
      data: randn(5, 3, 1),
      layers: [linear(1, ', "frozen": true')],
      loss: '"MSELoss"',
    });
    expect(at).toEqual(['4:11 nothing-to-train']);
    expect(network).not.toBeNull();
  });
});

describe('memory', () => {
  test('too many parameters: the figure and what would fit', async () => {
    const { at, said } = await built({
      layers: [linear(100_000), linear(100_000), linear(1), '{ "type": "Sigmoid" }'],
    });
    expect(at).toHaveLength(1);
    expect(at[0]).toMatch(/^5:\d+ too-large$/);
    expect(said).toMatch(/linear2\.weight \[100000, 100000\].*would fit/);
  });

  test('too large a batch: the batch_size that would fit does', async () => {
    const layers = [linear(1000), linear(1), '{ "type": "Sigmoid" }'];
    const batch = (size: number) => ({ layers, more: [`"training": { "batch_size": ${size} }`] });
    const { at, said } = await built(batch(200), 1_000_000);
    expect(at).toEqual(['10:15 too-large']);
    const fits = Number(/at most (\d+)/.exec(said)?.[1]);
    expect((await built(batch(fits), 1_000_000)).network).not.toBeNull();
    expect((await built(batch(fits + 1), 1_000_000)).network).toBeNull();
  });

  test('sizes beyond all bounds are refused, not tried', async () => {
    const { at } = await built({ layers: [linear(Number.MAX_SAFE_INTEGER), linear(1), '{ "type": "Sigmoid" }'] });
    expect(at.every((one) => /too-large|out-of-range/.test(one))).toBe(true);
    expect(at).not.toEqual([]);
    const data = await built({ data: '{ "source": "randn", "samples": 10000000, "features": 100000 }' });
    expect(data.at).toEqual(['2:43 data-too-large']);
  });
});

test('the layer at an offset', () => {
  const source = networkText();
  const { model } = parseModel(source);
  if (!model) throw new Error('no model');
  expect(layerAt(model, source.indexOf('Linear'))).toBe(0);
  expect(layerAt(model, source.indexOf('Sigmoid'))).toBe(1);
  expect(layerAt(model, 0)).toBeNull();
});

test('a thousand layers are read and built', async () => {
  const layers = Array.from({ length: 500 }, () => [
    linear(8, ', "init": { "weight": "kaiming_normal" }'),
    '{ "type": "ReLU" }',
  ]).flat();
  const source = networkText({ layers: [...layers, linear(1), '{ "type": "Sigmoid" }'] });
  const { network } = await readNetwork(source, shippedFiles);
  const dataset = network?.dataset;
  if (!dataset) throw new Error('no network');
  const { model } = parseModel(source);
  const built = model && buildNetwork(model, dataset).network;
  expect(built?.layers).toHaveLength(1002);
  expect(built?.parameterCount).toBe(network.parameterCount);
});
