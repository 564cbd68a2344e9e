// Repeat: what stands once in the text and many times in the network.
import { expect, test } from 'vitest';
import { parseModel } from '../../src/model/parse.ts';
import { indexAt, placeOf } from '../../src/host/editor/places.ts';
import { messages, networkText, type Parts, places } from './networkText.ts';

const layersOf = (layers: readonly string[]) => {
  const source = networkText({ layers });
  const { model, diagnostics } = parseModel(source);
  expect(diagnostics, messages(diagnostics)).toEqual([]);
  return { source, layers: model?.layers ?? [] };
};

const linear = '{ "type": "Linear", "out_features": 2 }';
const residual = [
  linear,
  `{ "type": "Repeat", "name": "res", "times": 2, "layers": [${linear}, { "type": "Tanh", "name": "act" }, ${linear}, ` +
    '{ "type": "Add", "inputs": ["input", "linear2"] }] }',
  linear,
];

test('repetitions are ordinary layers: default names count on, given names bear the block’s and the number', () => {
  const { layers } = layersOf(residual);
  expect(layers.map(({ name }) => name)).toEqual([
    'linear1',
    ...['linear2', 'res1_act', 'linear3', 'add1'],
    ...['linear4', 'res2_act', 'linear5', 'add2'],
    'linear6',
  ]);
  expect(layers.map(({ index }) => index)).toEqual([...layers.keys()]);
});

test('"input" is what comes into the repetition, other names are the block’s own', () => {
  const { layers } = layersOf(residual);
  expect(layers.map(({ inputs }) => inputs)).toEqual([[-1], [0], [1], [2], [0, 3], [4], [5], [6], [4, 7], [8]]);
});

test('a Repeat at the top takes the data; its name stands for its last layer', () => {
  const { layers } = layersOf([
    `{ "type": "Repeat", "times": 2, "layers": [{ "type": "Tanh" }, { "type": "Add", "inputs": ["input", "tanh1"] }] }`,
    linear,
    '{ "type": "Add", "inputs": ["block", "tanh1", "linear1"] }',
  ]);
  expect(layers.map(({ inputs }) => inputs)).toEqual([[-1], [-1, 0], [1], [1, 2], [3], [3, 0, 4]]);
});

test('views know the repetition; spans and paths are those of the inner layer', () => {
  const { source, layers } = layersOf(residual);
  expect(layers.map(({ block }) => block)).toEqual([
    undefined,
    ...Array.from({ length: 4 }, () => ({ name: 'res', repetition: 1 })),
    ...Array.from({ length: 4 }, () => ({ name: 'res', repetition: 2 })),
    undefined,
  ]);
  for (const index of [2, 6]) {
    const { span, path } = layers[index];
    expect(source.slice(span.start, span.end)).toBe('{ "type": "Tanh", "name": "act" }');
    expect(path).toEqual(['layers', 1, 'layers', 1]);
    expect(placeOf(source, index, layers.length)).toMatchObject(span);
  }
  expect(indexAt(source, source.indexOf('"act"'), layers.length)).toBe(2);
  expect(indexAt(source, source.indexOf('"Repeat"'), layers.length)).toBeNull();
});

test('Repeats may stand in Repeats', () => {
  const { layers } = layersOf([
    '{ "type": "Repeat", "name": "outer", "times": 2, "layers": [{ "type": "Tanh", "name": "a" }, ' +
      '{ "type": "Repeat", "name": "inner", "times": 2, "layers": [{ "type": "Tanh", "name": "b" }] }, ' +
      '{ "type": "Add", "inputs": ["a", "inner", "input"] }] }',
  ]);
  expect(layers.map(({ name, inputs }) => [name, ...inputs])).toEqual([
    ['outer1_a', -1],
    ['outer1_inner1_b', 0],
    ['outer1_inner2_b', 1],
    ['add1', 0, 2, -1],
    ['outer2_a', 3],
    ['outer2_inner1_b', 4],
    ['outer2_inner2_b', 5],
    ['add2', 4, 6, 3],
  ]);
  expect(new Set(layers.map(({ block }) => block?.name))).toEqual(new Set(['outer']));
});

test('10,000 layers are read', () => {
  const { layers } = layersOf([
    '{ "type": "Repeat", "times": 5000, "layers": [{ "type": "Tanh" }, { "type": "Tanh", "name": "b" }] }',
  ]);
  expect(layers).toHaveLength(10_000);
  expect(layers[9999]).toMatchObject({ name: 'block5000_b', inputs: [9998] });
});

const broken: readonly (readonly [name: string, parts: Parts, expected: readonly string[]])[] = [
  [
    'a Repeat without its number',
    { layers: ['{ "type": "Repeat", "layers": [{ "type": "Tanh" }] }'] },
    ['4:11 missing-field'],
  ],
  ['a Repeat without layers', { layers: ['{ "type": "Repeat", "times": 2 }'] }, ['4:11 missing-field']],
  ['a Repeat of nothing', { layers: ['{ "type": "Repeat", "times": 2, "layers": [] }'] }, ['4:43 no-layers']],
  [
    'a Repeat of a layer without a list',
    { layers: ['{ "type": "Repeat", "times": 2, "layers": { "type": "Tanh" } }'] },
    ['4:43 wrong-type'],
  ],
  [
    'a Repeat never, and a mistake in it',
    { layers: ['{ "type": "Repeat", "times": 0, "layers": [{ "type": "Tahn" }] }'] },
    ['4:30 out-of-range', '4:54 unknown-type'],
  ],
  [
    'a Repeat too often',
    { layers: ['{ "type": "Repeat", "times": 9999, "layers": [{ "type": "Tanh" }, { "type": "Tanh" }] }'] },
    ['4:30 too-many-layers'],
  ],
  [
    'Repeats that multiply',
    {
      layers: [
        '{ "type": "Repeat", "times": 9999, "layers": [',
        '{ "type": "Repeat", "name": "inner", "times": 9999, "layers": [{ "type": "Tanh" }] }] }',
      ].map((line, i) => (i === 0 ? `${line} //` : line)),
    },
    ['4:30 too-many-layers'],
  ],
  [
    'a near miss of Repeat',
    { layers: ['{ "type": "Repaet", "times": 2, "layers": [{ "type": "Tanh" }] }'] },
    ['4:11 unknown-type'],
  ],
  [
    'one mistake in ten repetitions',
    { layers: ['{ "type": "Repeat", "times": 10, "layers": [{ "type": "Linear", "out_feature": 2 }] }'] },
    ['4:65 unknown-field'],
  ],
  [
    'inputs that are not in the block',
    {
      layers: [
        '{ "type": "Tanh", "name": "outer" }',
        '{ "type": "Repeat", "times": 3, "layers": [{ "type": "Tanh" }, { "type": "Add", "inputs": ["outer", "tahn1"] }] }',
      ],
    },
    ['5:92 unknown-input', '5:101 unknown-input'],
  ],
  [
    'an output in a block that nobody uses',
    {
      layers: [
        '{ "type": "Repeat", "times": 3, "layers": [{ "type": "Tanh" }, { "type": "Tanh", "inputs": ["input"] }] }',
      ],
    },
    ['4:54 unused-layer'],
  ],
  [
    'names that clash through a Repeat',
    {
      layers: [
        '{ "type": "Tanh", "name": "block2_a" }',
        '{ "type": "Repeat", "times": 3, "layers": [{ "type": "Tanh", "name": "a" }, { "type": "Tanh", "name": "a" }] }',
        '{ "type": "Repeat", "times": 3, "layers": [{ "type": "Tanh" }] }',
      ],
    },
    ['5:70 duplicate-name', '5:103 duplicate-name', '6:11 duplicate-name'],
  ],
  [
    'a dot in a block’s name',
    { layers: ['{ "type": "Repeat", "name": "a.b", "times": 2, "layers": [{ "type": "Tanh" }] }'] },
    ['4:29 bad-name'],
  ],
];

test.each(broken)('%s is told once, at its place', (_name, parts, expected) => {
  const source = networkText(parts);
  const { diagnostics } = parseModel(source);
  expect(places(source, diagnostics), messages(diagnostics)).toEqual(expected);
});
