// Hovers, hints, outline, names, columns and formatting on texts as they are typed.
import { describe, expect, test } from 'vitest';
import { formatText } from '../../../src/core/text.ts';
import { applyEdits } from '../../../src/model/edit.ts';
import { columnNames, tableNamed } from '../../../src/model/language/columns.ts';
import { formattingEdits } from '../../../src/model/language/format.ts';
import { hintsBetween } from '../../../src/model/language/hints.ts';
import { hoverAt, hoveredLayer, type LiveFigures } from '../../../src/model/language/hover.ts';
import { dataNamedAt, layerNameAt, renameLayer } from '../../../src/model/language/names.ts';
import { outlineOf } from '../../../src/model/language/outline.ts';
import { understandText } from '../../../src/model/language/understood.ts';
import { parseModel } from '../../../src/model/parse.ts';

const source = `// a comment
{
  "data": { "source": "moons", "noise": 0.1 },
  "layers": [
    { "type": "Linear", "name": "first", "out_features": 16, "init": { "weight": "kaiming_uniform", "bias": "zeros" } },
    { "type": "ReLU" }, // bends
    { "type": "Linear", "out_features": 16 },
    { "type": "Add", "inputs": ["linear2", "first"] },
    { "type": "Concat", "inputs": ["add1", "input"] },
    {
      "type": "Linear",
      "out_features": 1
    }
  ],
  "loss": "BCEWithLogitsLoss",
  "optimizer": { "type": "SGD", "lr": 0.1, "momentum": 0.9 }
}
`;

const understood = understandText(source, [2]);
const at = (part: string, from = 0) => {
  const found = source.indexOf(part, from);
  if (found < 0) throw new Error(`no ${part}`);
  return found + 1;
};
const hover = (offset: number, live: LiveFigures | null = null, text = understood) =>
  hoverAt(text, offset, live, formatText)?.markdown ?? '';

describe('hover', () => {
  test('a layer: shapes, parameters, inits in numbers, PyTorch', () => {
    for (const offset of [at('"Linear"'), at('"first"'), at('"first"]')]) {
      const said = hover(offset);
      expect(said).toContain('`[2] → [16]` · 48 parameters');
      expect(said).toMatch(/`weight` \\\[16, 2\] · kaiming_uniform: ±gain·√\(3 \/ fan\\_in\) = .* = ±1\.732/);
      expect(said).toContain('`bias`');
      expect(said).toContain('nn.Linear(2, 16)');
    }
    expect(hover(at('"Concat"'))).toContain('`[16] + [2] → [18]`');
  });

  test('live figures, and which layer they are asked for', () => {
    const live = { iteration: 12, output: { mean: 0.25, std: 1.5 }, gradients: [['weight', 0.03]] } as const;
    const said = hover(at('"first"'), live);
    expect(said).toContain('Iteration 12');
    expect(said).toMatch(/output mean 0\.25, std 1\.5.*‖∂L\/∂weight‖ 0\.03/);
    expect(hoveredLayer(understood, at('"add1"'))).toBe('add1');
    expect(hoveredLayer(understood, at('"lr"'))).toBeNull();
  });

  test('inits, loss, optimizer, data, fields', () => {
    expect(hover(at('"kaiming_uniform"'))).toMatch(/keeps the variance.*\n\n- `weight`/s);
    expect(hover(at('"BCEWithLogitsLoss"'))).toContain('nn.BCEWithLogitsLoss(');
    expect(hover(at('"SGD"'))).toMatch(/v ← 0\.9·v \+ g.*torch\.optim\.SGD/s);
    expect(hover(at('"moons"'))).toContain('One sample: \\[2]');
    expect(hover(at('"out_features"'))).toMatch(/number of neurons.*whole number/);
    expect(hover(at('"layers"'))).toContain('layers');
    expect(hover(at('a comment'))).toBe('');
  });

  test('without data, and with mistakes elsewhere', () => {
    expect(hover(at('"first"'), null, understandText(source, null))).toContain('Linear');
    const broken = understandText(source.replace('"SGD"', '"SDG"').replace('"ReLU"', '"RelU"'), [2]);
    expect(hover(at('"first"'), null, broken)).toContain('[2] → [16]');
  });
});

test('hints: behind each layer and its comma', () => {
  const hints = hintsBetween(understood, 0, source.length);
  expect(hints.map(({ label }) => formatText(label))).toEqual([
    ...['[16] · 48 parameters', '[16]', '[16] · 272 parameters', '[16]', '[18]', '[1] · 19 parameters'],
  ]);
  expect(source.slice(hints[1].offset - 2, hints[1].offset + 9)).toBe('}, // bends');
  expect(hintsBetween(understood, 0, at('"ReLU"'))).toHaveLength(1);
  expect(hintsBetween(understandText(source, null), 0, source.length)).toEqual([]);
});

test('outline', () => {
  const items = outlineOf(understood);
  expect(items.map(({ name, detail }) => `${name} ${detail}`)).toEqual([
    ...['data moons', 'layers 6', 'loss BCEWithLogitsLoss', 'optimizer SGD'],
  ]);
  expect(items[1].children.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
    ...[
      'first: Linear [16]',
      'relu1: ReLU [16]',
      'linear2: Linear [16]',
      'add1: Add [16]',
      'concat1: Concat [18]',
      'linear3: Linear [1]',
    ],
  ]);
  const inside = ({ span, selection }: (typeof items)[number]) =>
    span.start <= selection.start && selection.end <= span.end;
  expect([...items, ...items[1].children].every(inside)).toBe(true);
});

describe('names of layers', () => {
  const rename = (offset: number, name: string) => {
    const found = layerNameAt(understood, offset);
    const edits = found && renameLayer(found, name);
    if (!edits) throw new Error('no name here');
    return 'problem' in edits ? formatText(edits.problem) : applyEdits(source, edits);
  };

  test('definition and uses, from either end', () => {
    for (const offset of [at('"first"'), at('"first"]')]) {
      const found = layerNameAt(understood, offset);
      expect(found?.definition.start).toBe(source.indexOf('"first"'));
      expect(found?.uses.map(({ start }) => start)).toEqual([source.indexOf('"first"]')]);
    }
    expect(layerNameAt(understood, at('"linear2"'))?.definition.start).toBe(
      source.indexOf('"Linear", "out_features": 16 }'),
    );
    expect(source.slice(dataNamedAt(understood, at('"input"'))?.start)).toMatch(/^\{ "source": "moons"/);
    expect(layerNameAt(understood, at('"lr"'))).toBeNull();
  });

  test('a given name is changed everywhere', () => {
    const text = rename(at('"first"]'), 'start');
    expect(text).toContain('"name": "start"');
    expect(text).toContain('["linear2", "start"]');
    expect(parseModel(text).diagnostics).toEqual([]);
  });

  test('a default name becomes a given one', () => {
    const text = rename(at('"linear2"'), 'second');
    expect(text).toContain('{ "type": "Linear", "name": "second", "out_features": 16 }');
    expect(text).toContain('["second", "first"]');
    expect(parseModel(text).diagnostics).toEqual([]);
  });

  test.each(['', 'a.b', 'loss', 'input', 'add1', 'relu1'])('can’t be "%s"', (name) => {
    expect(rename(at('"first"'), name)).not.toContain('{');
  });
});

test('columns of a table', () => {
  const named = '{ "data": { "source": "csv", "path": "a.csv", "delimiter": ";" } }';
  expect(tableNamed(understandText(named, null))).toEqual({ path: 'a.csv', delimiter: ';' });
  expect(tableNamed(understood)).toBeNull();
  expect(columnNames('\uFEFFa,"b, c",d\n1,2,3\n', null)).toEqual(['a', 'b, c', 'd']);
  expect(columnNames('a;b,c\n', ';')).toEqual(['a', 'b,c']);
  expect(columnNames('', null)).toEqual([]);
});

test('formatting keeps comments and lines', () => {
  const messy = '// top\n{"name":"x",\n      "layers": [{"type":"ReLU"}, // one\n{ "type":"Tanh" },],\n"seed" :1}';
  const text = applyEdits(messy, formattingEdits(messy, { insertSpaces: true, tabSize: 2 }));
  expect(text).toContain('// top');
  expect(text).toContain('// one');
  // What stands on a line stays there.
  expect(text.split('\n')).toHaveLength(messy.split('\n').length + 1);
  expect(text).toMatch(/\n {2}"seed": 1/);
  expect(text.endsWith('}\n')).toBe(true);
  expect(applyEdits(text, formattingEdits(text, { insertSpaces: true, tabSize: 2 }))).toBe(text);
  const layer = messy.indexOf('{ "type":"Tanh"');
  const part = applyEdits(
    messy,
    formattingEdits(messy, { insertSpaces: true, tabSize: 2 }, { start: layer, end: layer + 17 }),
  );
  expect(part.startsWith('// top\n{"name":"x",')).toBe(true);
});

test('each of a thousand layers has its hint', () => {
  const layer = '    { "type": "Linear", "out_features": 16 },\n    { "type": "ReLU" },\n';
  const long = `{\n  "data": { "source": "moons" },\n  "layers": [\n${layer.repeat(500)}    { "type": "Linear", "out_features": 1 }\n  ],\n  "loss": "BCEWithLogitsLoss", "optimizer": { "type": "Adam" }\n}\n`;
  expect(hintsBetween(understandText(long, [2]), 0, long.length)).toHaveLength(1001);
});

describe('layers in a Repeat', () => {
  const source = `{ "data": { "source": "moons" }, "layers": [
  { "type": "Linear", "out_features": 4 },
  { "type": "Repeat", "times": 2, "name": "block", "layers": [
    { "type": "Linear", "name": "wide", "out_features": 4 },
    { "type": "Add", "inputs": ["input", "wide"] } ] } ] }`;
  const understood = understandText(source, [2]);
  const at = (part: string) => source.indexOf(part) + 1;

  test('have hints and hovers as their first repetition has', () => {
    expect(hintsBetween(understood, 0, source.length)).toHaveLength(3);
    const hover = hoverAt(
      understood,
      at('"wide", "out'),
      null,
      ({ template, args }) => `${template} ${args.join(' ')}`,
    );
    expect(hover?.markdown).toContain('nn.Linear(4, 4)');
    expect(hoveredLayer(understood, at('"wide", "out'))).toBe('block1_wide');
    expect(hoverAt(understood, at('"Repeat"'), null, ({ template }) => template)?.markdown).toContain('Repeat');
  });

  test('stand in the outline under it', () => {
    const [, layers] = outlineOf(understood);
    expect(layers.children[1].children.map(({ name }) => name)).toEqual(['wide', 'add1']);
  });

  test('are renamed within their block', () => {
    const name = layerNameAt(understood, at('"wide"] }'))!;
    const edits = renameLayer(name, 'broad');
    expect('problem' in edits ? [] : edits.map(({ start }) => start).sort((a, b) => a - b)).toEqual([
      ...[source.indexOf('"wide", "out'), source.indexOf('"wide"] }')],
    ]);
  });
});
