// What is wrong with a file, where: every mistake once, at its place, several together.
import { describe, expect, test } from 'vitest';
import { parseModel } from '../../src/model/parse.ts';
import { applyEdits } from '../../src/model/edit.ts';
import { messages, networkText, type Parts, places } from './networkText.ts';

const good = networkText();

/** A file (parts put into the small network, or a whole text) and what is reported. */
const broken: readonly (readonly [name: string, file: string | Parts, expected: readonly string[]])[] = [
  // syntax
  ['nothing', '', ['1:1 empty-file']],
  ['a comment only', '// nothing yet\n', ['1:1 empty-file']],
  ['a list', '[1, 2]', ['1:1 wrong-type']],
  ['a missing comma', good.replace('"BCELoss",', '"BCELoss"'), ['7:19 comma']],
  ['a comma too many', good.replace('"BCELoss",', '"BCELoss",,'), ['7:21 comma']],
  ['a missing ]', good.replace('  ],', ''), ['5:21 bracket']],
  [
    'a missing } in a list',
    { layers: ['{ "type": "Linear", "out_features": 1,', '{ "type": "Sigmoid" }'] },
    ['4:37 bracket'],
  ],
  [
    'a missing } before ]',
    { layers: ['{ "type": "Linear", "out_features": 1 }', '{ "type": "Sigmoid" //'] },
    ['5:19 bracket'],
  ],
  ['a } too many', { layers: ['{ "type": "Linear", "out_features": 1 }}', '{ "type": "Sigmoid" }'] }, ['4:40 bracket']],
  ['no end', good.slice(0, -1), ['8:43 bracket']],
  ['a } too many after the data', good.replace('},', '} },'), ['2:33 bracket']],
  [
    'a missing } after the data',
    { data: '{ "source": "moons",', more: ['"sead": 1'] },
    ['2:30 bracket', '9:3 unknown-field'],
  ],
  ['a missing } before a line that closes', { optimizer: '{ "type": "SGD", "lr": 0.1' }, ['8:41 bracket']],
  ['a missing } on lines without indentation', good.replace(' },', ',').replaceAll(/\n +/g, '\n'), ['2:27 bracket']],
  [
    'a missing {',
    { layers: ['{ "type": "Linear", "out_features": 1 }', '"type": "Sigmoid" }', '{ "type": "Tanh" }'] },
    ['5:1 bracket'],
  ],
  ['no {', good.slice(1), ['2:3 bracket']],
  ['a missing [', good.replace('[', '').replace('Sigmoid', 'Sigmoit'), ['4:1 bracket', '5:11 unknown-type']],
  ['} for ]', good.replace(']', '}').replace('BCELoss', 'BCELos'), ['6:3 bracket', '7:11 unknown-type']],
  ['] for }', good.replace('0.1 }', '0.1 ]'), ['8:43 bracket']],
  ['] for the last }', `${good.slice(0, -1)}]`, ['9:1 bracket']],
  [
    '] for a layer’s }',
    { layers: ['{ "type": "Linear", "out_features": 1 ]', '{ "type": "Sigmoid" }'] },
    ['4:39 bracket'],
  ],
  ['a ] too many', good.replace(']', ']]'), ['6:4 bracket']],
  [
    'a missing ] in a layer',
    { layers: ['{ "type": "Linear", "out_features": 1, "inputs": ["input" }', '{ "type": "Sigmoid" }'] },
    ['4:57 bracket'],
  ],
  ['round brackets', { layers: ['{ "type": "Linear", "out_features": 1 }', '( "type": "Sigmoit" )'] }, ['5:1 bracket']],
  ['a tuple', { optimizer: '{ "type": "Adam", "betas": (0.9, 0.999) }' }, ['8:43 bracket']],
  ['an open comment amid', good.replace('"loss"', '/* "loss"'), ['7:3 unclosed-comment']],
  ['a line break in text', good.replace('"BCELoss"', '"BCE\nLoss"'), ['7:11 line-break']],
  [
    'a layer apart, and a ] too many',
    {
      layers: [
        '{ "type": "Linear", "name": "a", "out_features": 1 }',
        '{ "type": "Linear", "out_features": 1, "inputs": ["input"]] }',
      ],
    },
    ['5:58 bracket'],
  ],
  ['a } too many and no comma', good.replace('},', '},}'), ['2:33 bracket']],
  ['a name not closed amid', { layers: ['{ "type: "Linear", "out_features": 1 }'] }, ['4:3 colon']],
  ['something after the end', `${good}\n}`, ['10:1 unexpected']],
  ['a name without quotes', good.replace('"loss":', 'loss:'), ['7:3 quotes']],
  ['text without quotes', good.replace('"BCELoss"', 'BCELoss'), ['7:11 quotes']],
  ['single quotes', good.replace('"BCELoss"', "'BCELoss'"), ['7:11 quotes']],
  ['a quote not closed', good.replace('"BCELoss"', '"BCELoss'), ['7:11 unclosed-string']],
  ['a name not closed', good.replace('"layers":', '"layers:'), ['3:3 unclosed-string']],
  ['no colon', good.replace('"loss":', '"loss"'), ['7:3 colon']],
  ['= for a colon', good.replace('"loss":', '"loss" ='), ['7:10 colon']],
  ['no value', good.replace('"BCELoss"', ''), ['7:3 value']],
  ['.5', { optimizer: '{ "type": "SGD", "lr": .5 }' }, ['8:39 bad-number']],
  ['NaN', { optimizer: '{ "type": "SGD", "lr": NaN }' }, ['8:39 bad-number']],
  ['True', { more: ['"training": { "shuffle": True }'] }, ['9:28 bare-word']],
  ['# comment', good.replace('"loss"', '# about\n"loss"'), ['7:3 comment']],
  ['a comment not closed', `${good}/* …`, ['9:2 unclosed-comment']],
  ['a Windows path', { data: '{ "source": "csv", "target": 0, "path": "C:\\data.csv" }' }, ['2:54 bad-escape']],
  ['a field twice', { more: ['"loss": "MSELoss"'] }, ['9:3 duplicate-field']],
  ['too deep', '['.repeat(5000), ['1:101 too-deep']],
  // the file's fields
  ['nothing in it', '{}', Array.from({ length: 4 }, () => '1:1 missing-field')],
  ['an unknown field', { more: ['"sead": 3'] }, ['9:3 unknown-field']],
  ['another language’s word', { optimizer: null, more: ['"optimiser": "Adam"'] }, ['9:3 unknown-field']],
  ['a scheduler without its options', { more: ['"scheduler": "StepLR"'] }, ['9:16 missing-field']],
  ['an unknown scheduler', { more: ['"scheduler": { "type": "CosineLR", "T_max": 5 }'] }, ['9:26 unknown-type']],
  [
    'a wrong warm-up',
    { more: ['"scheduler": { "type": "ExponentialLR", "gamma": 0.9, "warmup": { "start_factor": 2, "iters": 3 } }'] },
    ['9:85 out-of-range', '9:88 unknown-field'],
  ],
  ['a warm-up of the warm-up', { more: ['"scheduler": { "type": "LinearLR", "warmup": {} }'] }, ['9:38 bad-option']],
  ['a negative penalty', { more: ['"penalties": { "l1": -1, "l3": 2 }'] }, ['9:24 out-of-range', '9:28 unknown-field']],
  ['two ways to clip', { more: ['"clip": { "norm": 1, "value": 2 }'] }, ['9:11 bad-option']],
  ['a number to clip', { more: ['"clip": 1'] }, ['9:11 wrong-type']],
  [
    'a layer’s own optimizer',
    { layers: ['{ "type": "Linear", "out_features": 1, "optimizer": { "lr": -1, "momentun": 0.5 } }'] },
    ['4:61 out-of-range', '4:65 unknown-field'],
  ],
  ['a negative seed', { more: ['"seed": -1'] }, ['9:11 out-of-range']],
  ['a name that is a number', { more: ['"name": 3'] }, ['9:11 wrong-type']],
  [
    'wrong training',
    { more: ['"training": { "batch_size": 0, "shufle": true, "epochs": 1.5, "drop_last": "yes" }'] },
    ['9:31 out-of-range', '9:34 unknown-field', '9:60 out-of-range', '9:78 wrong-type'],
  ],
  // loss, optimizer
  ['a loss’s short name', { loss: '"CrossEntropy"' }, ['7:11 unknown-type']],
  ['reduction none', { loss: '{ "type": "MSELoss", "reduction": "none" }' }, ['7:45 reduction-none']],
  ['an unknown reduction', { loss: '{ "type": "MSELoss", "reduction": "avg" }' }, ['7:45 unknown-value']],
  ['a number for a loss', { loss: '3' }, ['7:11 wrong-type']],
  ['an inherited name', { loss: '"toString"', optimizer: '"constructor"' }, ['7:11 unknown-type', '8:16 unknown-type']],
  ['SGD without lr', { optimizer: '"SGD"' }, ['8:16 missing-field']],
  ['SGD without lr, written out', { optimizer: '{ "type": "SGD" }' }, ['8:26 missing-field']],
  ['learning_rate', { optimizer: '{ "type": "SGD", "learning_rate": 0.1 }' }, ['8:33 unknown-field']],
  ['lr as text', { optimizer: '{ "type": "SGD", "lr": "0.1" }' }, ['8:39 wrong-type']],
  ['lr beyond all numbers', { optimizer: '{ "type": "SGD", "lr": 1e999 }' }, ['8:39 out-of-range']],
  ['options at odds', { optimizer: '{ "type": "SGD", "lr": 0.1, "nesterov": true }' }, ['8:56 bad-option']],
  ['a pair’s second number', { optimizer: '{ "type": "Adam", "betas": [0.9, 1.5] }' }, ['8:49 out-of-range']],
  // data
  ['data by its name only', { data: '"moons"' }, ['2:11 wrong-type']],
  ['an unknown source', { data: '{ "source": "moon", "test": 1 }' }, ['2:23 unknown-source', '2:39 out-of-range']],
  [
    'wrong data options',
    { data: '{ "source": "moons", "sample": 5, "noise": -1, "normalize": "standart" }' },
    ['2:32 unknown-field', '2:54 out-of-range', '2:71 unknown-value'],
  ],
  ['csv without a target', { data: '{ "source": "csv", "path": "x.csv" }' }, ['2:23 missing-field']],
  // layers
  ['no layers', { layers: '[]' }, ['3:13 no-layers']],
  ['one layer without its list', { layers: '{ "type": "Linear", "out_features": 1 }' }, ['3:13 wrong-type']],
  [
    'lower case, and a wrong option',
    { layers: ['{ "type": "linear", "out_features": 0 }'] },
    ['4:11 unknown-type', '4:37 out-of-range'],
  ],
  ['a type that nobody knows', { layers: ['{ "type": "Transmogrify" }'] }, ['4:11 unknown-type']],
  ['Keras’s units', { layers: ['{ "type": "Linear", "units": 4 }'] }, ['4:21 unknown-field']],
  ['in_features', { layers: ['{ "type": "Linear", "in_features": 2, "out_features": 1 }'] }, ['4:21 inferred-field']],
  ['inplace', { layers: ['{ "type": "ReLU", "inplace": true }'] }, ['4:19 unsupported-field']],
  ['proj_size', { layers: ['{ "type": "LSTM", "hidden_size": 2, "proj_size": 1 }'] }, ['4:37 unsupported-field']],
  ['PReLU init', { layers: ['{ "type": "PReLU", "init": 0.1 }'] }, ['4:28 wrong-type']],
  [
    'an activation inside',
    { layers: ['{ "type": "Linear", "out_features": 1, "activation": "relu" }'] },
    ['4:40 unknown-field'],
  ],
  ['half a unit', { layers: ['{ "type": "Linear", "out_features": 2.5 }'] }, ['4:37 out-of-range']],
  ['a near miss, whose needs are not asked for', { layers: ['{ "type": "Liner" }'] }, ['4:11 unknown-type']],
  ['no size', { layers: ['{ "type": "Linear" }'] }, ['4:11 missing-field']],
  ['no type', { layers: ['{ "out_features": 3 }'] }, ['4:1 missing-field']],
  ['a layer by its name only', { layers: ['"relu"'] }, ['4:1 wrong-type']],
  // names and inputs
  [
    'a name twice',
    { layers: ['{ "type": "Linear", "out_features": 1, "name": "a" }', '{ "type": "Tanh", "name": "a" }'] },
    ['5:27 duplicate-name'],
  ],
  [
    'a default name taken',
    { layers: ['{ "type": "Tanh", "name": "tanh2" }', '{ "type": "Tanh" }'] },
    ['4:27 duplicate-name'],
  ],
  ['a dot', { layers: ['{ "type": "Tanh", "name": "a.b" }'] }, ['4:27 bad-name']],
  ['a tensor’s name', { layers: ['{ "type": "Tanh", "name": "loss" }'] }, ['4:27 bad-name']],
  [
    'an unknown input',
    { layers: ['{ "type": "Tanh" }', '{ "type": "Tanh", "inputs": ["tahn1"] }'] },
    ['5:30 unknown-input'],
  ],
  ['an input below', { layers: ['{ "type": "Tanh", "inputs": ["tanh2"] }', '{ "type": "Tanh" }'] }, ['4:30 bad-input']],
  ['its own input', { layers: ['{ "type": "Tanh", "inputs": ["tanh1"] }'] }, ['4:30 bad-input']],
  ['inputs without a list', { layers: ['{ "type": "Tanh", "inputs": "input" }'] }, ['4:29 wrong-type']],
  ['no inputs', { layers: ['{ "type": "Tanh", "inputs": [] }'] }, ['4:29 input-count']],
  ['Add of one', { layers: ['{ "type": "Add", "inputs": ["input"] }'] }, ['4:28 input-count']],
  ['Add of what is above', { layers: ['{ "type": "Add" }'] }, ['4:11 input-count']],
  [
    'Linear of two',
    { layers: ['{ "type": "Linear", "out_features": 1, "inputs": ["input", "input"] }'] },
    ['4:50 input-count'],
  ],
  [
    'an output nobody uses',
    { layers: ['{ "type": "Tanh" }', '{ "type": "Linear", "out_features": 1, "inputs": ["input"] }'] },
    ['4:11 unused-layer'],
  ],
  // inits
  ['an unknown init', { layers: ['{ "type": "Linear", "out_features": 1, "init": "he" }'] }, ['4:48 unknown-type']],
  [
    'an init in a map',
    { layers: ['{ "type": "Linear", "out_features": 1, "init": { "weight": "kaiming" } }'] },
    ['4:60 unknown-type'],
  ],
  [
    'constant without a value',
    { layers: ['{ "type": "Linear", "out_features": 1, "init": "constant" }'] },
    ['4:48 missing-field'],
  ],
  [
    'an unknown gain',
    { layers: ['{ "type": "Linear", "out_features": 1, "init": { "type": "xavier_normal", "gain": "tan" } }'] },
    ['4:83 unknown-value'],
  ],
  ['a map for all layers', { more: ['"init": { "weight": "zeros" }'] }, ['9:11 wrong-type']],
  // several
  [
    'mistakes all over, syntax included',
    networkText({
      data: '{ "source": "moon" }',
      loss: '"BCE"',
      more: ['"seed": -1', '"name" "x"', '"training": { "batch": 3 }'],
    }),
    ['2:23 unknown-source', '7:11 unknown-type', '9:11 out-of-range', '10:3 colon', '11:17 unknown-field'],
  ],
];

describe('a broken file', () => {
  test.each(broken)('%s', (_name, file, expected) => {
    const source = typeof file === 'string' ? file : networkText(file);
    const { model, diagnostics } = parseModel(source);
    expect(places(source, diagnostics), messages(diagnostics)).toEqual(expected);
    expect(model === null).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    for (const { start, end } of diagnostics) {
      expect(start).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(source.length);
    }
  });

  test('every message is a whole sentence, its arguments filled in', () => {
    for (const [, file] of broken) {
      const source = typeof file === 'string' ? file : networkText(file);
      for (const diagnostic of parseModel(source).diagnostics) {
        expect(messages([diagnostic])).toMatch(/^[^{]*[^]*[.?…]$/u);
        expect(messages([diagnostic])).not.toMatch(/\{\d\}|undefined|\[object/);
      }
    }
  });

  test('a fix mends what it is for and breaks nothing else', () => {
    let fixes = 0;
    for (const [name, file] of broken) {
      const source = typeof file === 'string' ? file : networkText(file);
      const before = parseModel(source).diagnostics;
      for (const { fix, code } of before) {
        if (!fix) continue;
        fixes++;
        const after = parseModel(applyEdits(source, fix.edits)).diagnostics;
        const count = (list: typeof before) => list.filter((one) => one.code === code).length;
        // A name put right may show what else is missing, but never more of the same.
        expect(count(after), `${name}: ${code}\n${messages(after)}`).toBeLessThan(count(before));
        expect(after.length).toBeLessThanOrEqual(before.length);
      }
    }
    expect(fixes).toBeGreaterThan(30);
  });
});

describe('a good file', () => {
  test('gives its model, defaults filled in', () => {
    const { model, diagnostics } = parseModel(good);
    expect(diagnostics).toEqual([]);
    expect(model).toMatchObject({
      name: '',
      seed: 0,
      data: { source: 'moons', test: 0, normalize: 'none', seed: 0 },
      layers: [
        {
          name: 'linear1',
          type: 'Linear',
          options: { out_features: 1, bias: true },
          inputs: [-1],
          frozen: false,
          inits: {},
        },
        { name: 'sigmoid1', type: 'Sigmoid', inputs: [0] },
      ],
      loss: { type: 'BCELoss', options: { reduction: 'mean' } },
      optimizer: { type: 'SGD', options: { lr: 0.1, momentum: 0, nesterov: false } },
      training: { batchSize: null, shuffle: true, dropLast: false, epochs: null },
      weights: null,
    });
  });

  test('may have comments, trailing commas, a byte order mark and Windows line ends', () => {
    const { model, diagnostics } = parseModel(`\uFEFF// about\r\n${good.replaceAll('\n', '\r\n')}/* end */`);
    expect(diagnostics).toEqual([]);
    expect(model).not.toBeNull();
  });

  test('a bare init goes under *, the layer’s own before the file’s, a map beside it', () => {
    const layer = (init: string) => `{ "type": "Linear", "out_features": 1, "init": ${init} }`;
    const layers = [layer('"zeros"'), layer('{ "bias": "ones" }'), '{ "type": "Linear", "out_features": 1 }'];
    const { model } = parseModel(networkText({ layers, more: ['"init": "xavier_normal"'] }));
    const xavier = { type: 'xavier_normal', options: { gain: 1 } };
    expect(model?.layers.map(({ inits }) => inits)).toEqual([
      { '*': { type: 'zeros', options: {} } },
      { '*': xavier, bias: { type: 'ones', options: {} } },
      { '*': xavier },
    ]);
  });

  test('default names count all layers of a type, named or not', () => {
    const layers = [
      '{ "type": "Linear", "name": "first", "out_features": 1 }',
      '{ "type": "Linear", "out_features": 1 }',
    ];
    const { model } = parseModel(networkText({ layers }));
    expect(model?.layers.map(({ name }) => name)).toEqual(['first', 'linear2']);
  });

  test('the data’s seed is the file’s unless it has its own', () => {
    const seedOf = (data: string) => parseModel(networkText({ data, more: ['"seed": 7'] })).model?.data.seed;
    expect(seedOf('{ "source": "moons" }')).toBe(7);
    expect(seedOf('{ "source": "moons", "seed": 8 }')).toBe(8);
  });
});
