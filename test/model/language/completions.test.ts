// Completion: what is offered where, also in a broken text, and whole networks typed by accepting alone.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { layers } from '../../../src/core/layers/layers.ts';
import { nodeFiles } from '../../../src/engine/files.ts';
import { readNetwork } from '../../../src/machine/readNetwork.ts';
import { parseModel } from '../../../src/model/parse.ts';
import { shippedData } from '../../support/openMachine.ts';
import { Acceptance, expand } from './acceptance.ts';

const folder = path.join(import.meta.dirname, '../../../media/templates');
const templates = readdirSync(folder).map((name) => {
  return { label: name, detail: '', text: readFileSync(path.join(folder, name), 'utf8') };
});

async function codes(text: string): Promise<string[]> {
  const { diagnostics } = await readNetwork(text, nodeFiles('.', shippedData));
  return diagnostics.map(({ code }) => code);
}

/** Of layers, and of blocks of them. */
const types = [...Object.keys(layers), 'Repeat'];

const labels = (marked: string) => new Acceptance(marked).labels;

test('xor begins with its four corners', () => {
  const { text } = new Acceptance('{ | }').accept('data').accept('xor');
  expect(text).toContain('"samples": 4');
});

describe('a whole network from an empty file', () => {
  test.each(templates)('by the template $label', async ({ label }) => {
    const editor = new Acceptance('|', { templates }).accept(label);
    expect(await codes(editor.text)).toEqual([]);
  });

  test('by its parts', async () => {
    const editor = new Acceptance('|').accept('data, layers, loss, optimizer');
    editor.accept('moons').next();
    editor.accept('Linear').accept('Tanh').accept('Linear').accept('Sigmoid').next();
    editor.accept('"BCELoss"').next().accept('SGD { … }');
    // Eight outputs to one target: the one thing that the numbers' places are for.
    const [first, second] = [...editor.text.matchAll(/"out_features": 8/g)];
    expect(first).toBeDefined();
    const at = second.index;
    const text = editor.text.slice(0, at) + '"out_features": 1' + editor.text.slice(at + second[0].length);
    expect(await codes(text)).toEqual([]);
  });

  test('field by field', () => {
    const editor = new Acceptance('{ | }').accept('data').accept('iris').accept('layers').accept('Linear');
    editor.accept('ReLU').out().accept('loss').accept('"MSELoss"').out();
    expect(editor.text).toMatch(/^\{ "data": \{ "source": "iris" \}, "layers": \[/);
    expect(parseModel(editor.text).diagnostics.map(({ code }) => code)).not.toContain('comma');
  });
});

describe('layers', () => {
  const file = (list: string) => `{ "data": { "source": "moons" }, "layers": [${list}] }`;

  test('in an empty list, before, between and behind others', () => {
    expect(labels(file(' | '))).toEqual(types);
    for (const list of ['| { "type": "ReLU" }', '{ "type": "ReLU" } |', '{ "type": "ReLU" }, | { "type": "Tanh" }']) {
      const { text } = new Acceptance(file(list)).accept('Sigmoid');
      expect(parseModel(text).diagnostics.filter(({ code }) => code === 'comma')).toEqual([]);
      expect(text).toContain('{ "type": "Sigmoid" }');
    }
  });

  test.each([
    '{ "type": "|',
    '{ "type": "| }',
    '{ "type": "Li|" }',
    '{ "type": | }',
    '{ "type": "|"}, { "type": "ReLU" }',
  ])('types in the broken %s', (list) => {
    const editor = new Acceptance(file(list));
    expect(editor.labels).toEqual(types.map((name) => `"${name}"`));
    expect(editor.accept('"Linear"').text).toContain('"type": "Linear", "out_features": 8');
  });

  test('an option that stands there already is not written twice', () => {
    const { text } = new Acceptance(file('{ "type": "|", "out_features": 3 }')).accept('"Linear"');
    expect(text).toContain('{ "type": "Linear", "out_features": 3 }');
  });

  test('fields: the options of the type, those that are needed first, none twice', () => {
    expect(labels(file('{ "type": "Linear", | }'))).toEqual([
      ...['out_features', 'bias', 'name', 'frozen', 'inputs', 'init', 'optimizer'],
    ]);
    expect(labels(file('{ "type": "Linear", "out_features": 1, "bias": true, "na|" }'))[0]).toBe('name');
    expect(labels(file('{ | }'))[0]).toBe('type');
  });

  test('a field before others gets its comma, a name before its colon nothing', () => {
    const before = new Acceptance(file('{ "type": "Linear", | "out_features": 8 }')).accept('bias').text;
    expect(before).toContain('"bias": false, "out_features"');
    const renamed = new Acceptance(file('{ "type": "Linear", "out_featu|": 8 }')).accept('out_features').text;
    expect(renamed).toContain('"out_features": 8 }');
    const behind = new Acceptance(file('{ "type": "Linear" | }')).accept('bias').text;
    expect(behind).toContain('{ "type": "Linear", "bias": false }');
  });

  test('names of layers above and the input, each once', () => {
    const list =
      '{ "type": "Linear", "name": "a" }, { "type": "ReLU" }, { "type": "Add", "inputs": ["a", |] }, { "type": "Tanh" }';
    expect(labels(file(list))).toEqual(['"relu1"', '"input"']);
    expect(new Acceptance(file('{ "type": "Linear" }, |')).accept('Add').labels).toEqual(['"linear1"', '"input"']);
  });

  test('inits: names, objects, parameters', () => {
    const offered = labels(file('{ "type": "Linear", "init": | }'));
    expect(offered).toEqual(expect.arrayContaining(['"zeros"', 'kaiming_uniform { … }', '{ weight, bias }']));
    expect(offered).not.toContain('"constant"');
    expect(labels(file('{ "type": "Linear", "init": { | } }')).slice(0, 3)).toEqual(['type', 'weight', 'bias']);
    expect(labels(file('{ "type": "Linear", "init": { "weight": "|" } }'))).toContain('"xavier_normal"');
    expect(labels(file('{ "type": "Linear", "init": { "weight": { "type": "kaiming_normal", | } } }'))).toEqual([
      ...['a', 'mode', 'nonlinearity'],
    ]);
  });
});

describe('elsewhere', () => {
  test('losses, optimizers, schedulers, data and their options', () => {
    expect(labels('{ "loss": | }')).toEqual(expect.arrayContaining(['"MSELoss"', 'CrossEntropyLoss { … }']));
    expect(labels('{ "optimizer": "|" }')).toContain('SGD { … }');
    expect(labels('{ "optimizer": "|" }')).not.toContain('"SGD"');
    expect(labels('{ "optimizer": { "type": "SGD", "lr": 1, | } }')).toContain('momentum');
    expect(labels('{ "scheduler": { "type": "StepLR", | } }').slice(0, 1)).toEqual(['step_size']);
    expect(labels('{ "data": { "source": "moons", | } }')).toEqual(expect.arrayContaining(['noise', 'normalize']));
    expect(labels('{ "data": { "source": "moons", "normalize": | } }')).toContain('"standard"');
    expect(labels('{ "training": { "shuffle": | } }')).toEqual(['true', 'false']);
    expect(labels('{ "layers": [{ "type": "ReLU", "optimizer": { | } }], "optimizer": { "type": "Adam" } }')).toContain(
      'betas',
    );
  });

  test('columns of the table', () => {
    const columns = ['length', 'species'];
    const of = (data: string) =>
      new Acceptance(`{ "data": { "source": "csv", "path": "a.csv", ${data} } }`, { columns }).labels;
    expect(of('"target": "|"')).toEqual(['"length"', '"species"']);
    expect(of('"features": ["length", |]')).toEqual(['"species"']);
  });

  test('nothing in a comment, behind a text, before a value that is there', () => {
    expect(labels('{ // |\n }')).toEqual([]);
    expect(labels('{ /* | */ }')).toEqual([]);
    expect(labels('{ "name": "x"| }')).toEqual([]);
    expect(labels('{ "loss": | "MSELoss" }')).toEqual([]);
  });

  test('no label twice anywhere in the examples', () => {
    for (const { text } of templates) {
      for (let offset = 0; offset <= text.length; offset += 7) {
        const offered = labels(`${text.slice(0, offset)}|${text.slice(offset)}`);
        expect(new Set(offered).size).toBe(offered.length);
      }
    }
  });

  test('a snippet of a file is the file', () => {
    const [{ text }] = templates;
    const { snippet } = new Acceptance('|', { templates }).offers[0];
    expect(expand(snippet).text).toBe(text.trimEnd());
    expect(expand(snippet).stops.length).toBeGreaterThan(3);
  });
});

describe('Repeat', () => {
  const file = (list: string) => `{ "data": { "source": "moons" }, "layers": [${list}] }`;

  test('is offered, with what it needs, and its layers are layers', () => {
    const editor = new Acceptance(file('{ "type": "Linear", "out_features": 8 }, |'))
      .accept('Repeat')
      .accept('Linear')
      .accept('ReLU');
    const text = editor.text.replace(/\}\s*$/, ', "loss": "MSELoss", "optimizer": { "type": "SGD", "lr": 0.1 } }');
    const layers = parseModel(text).draft?.layers ?? [];
    expect(layers.map((layer) => layer?.type)).toEqual(['Linear', 'Linear', 'ReLU', 'Linear', 'ReLU']);
    expect(editor.text).toContain('"times": 2');
  });

  test('has fields of its own, and none of a layer’s', () => {
    expect(labels(file('{ "type": "Repeat", | }')).sort()).toEqual(['layers', 'name', 'times']);
    expect(labels(file('{ "type": "Repeat", "layers": [{ "type": "Linear", | }] }'))).toContain('out_features');
  });

  test('inputs in it are layers of the same block', () => {
    const inner =
      '{ "type": "ReLU", "name": "a" }, { "type": "Linear", "out_features": 2 }, { "type": "Add", "inputs": [|] }';
    expect(labels(file(`{ "type": "Tanh" }, { "type": "Repeat", "times": 2, "layers": [${inner}] }`))).toEqual([
      ...['"linear1"', '"a"', '"input"'],
    ]);
  });

  test('inits of a layer in it are of its parameters', () => {
    const gru = '{ "type": "GRU", "hidden_size": 4, "init": { | } }';
    const list = `{ "type": "Unflatten", "dim": 1, "unflattened_size": [2, 1] }, { "type": "Repeat", "times": 2, "layers": [${gru}] }`;
    expect(labels(file(list))).toContain('weight_ih_l0');
  });
});

test('files nearby are offered where one is named', () => {
  const files = ['data/a.csv', 'b.npy'];
  const offered = (marked: string) => new Acceptance(marked, { files }).labels;
  expect(offered('{ "data": { "source": "csv", "path": "|" } }')).toEqual(['"data/a.csv"', '"b.npy"']);
  expect(offered('{ "data": { "source": "npy", "x": | } }')).toContain('"b.npy"');
  expect(offered('{ "weights": "|" }')).toContain('"b.npy"');
  expect(offered('{ "data": { "source": "inline", "x": | } }')).not.toContain('"b.npy"');
  const editor = new Acceptance('{ "data": | }', { files }).accept('csv').accept('"data/a.csv"');
  expect(editor.text).toContain('"path": "data/a.csv"');
});

test('a path is chosen inside its place, and the next place is the target', () => {
  const around = { files: ['data/a.csv'], columns: ['x', 'kind'] };
  const editor = new Acceptance('{ "data": | }', around).accept('csv').accept('"data/a.csv"').next().accept('"kind"');
  expect(editor.text).toBe('{ "data": { "source": "csv", "path": "data/a.csv", "target": "kind" } }');
});

test('an optimizer starts with its own learning rate', () => {
  expect(new Acceptance('{ "optimizer": | }').accept('Adam { … }').text).toContain('"lr": 0.001');
  expect(new Acceptance('{ "optimizer": | }').accept('SGD { … }').text).toContain('"lr": 0.1');
});
