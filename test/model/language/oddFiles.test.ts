// Files as they are while somebody writes, or as other tools leave them: whatever a place in them is asked, the language
// answers, and what it answers fits the text.
import { describe, expect, test } from 'vitest';
import { formatText } from '../../../src/core/text.ts';
import { applyEdits } from '../../../src/model/edit.ts';
import { completionsAt } from '../../../src/model/language/completions.ts';
import { formattingEdits } from '../../../src/model/language/format.ts';
import { hintsBetween } from '../../../src/model/language/hints.ts';
import { hoverAt, hoveredLayer } from '../../../src/model/language/hover.ts';
import { dataNamedAt, layerNameAt, renameLayer } from '../../../src/model/language/names.ts';
import { outlineOf, type OutlineItem } from '../../../src/model/language/outline.ts';
import { understandText } from '../../../src/model/language/understood.ts';
import { parseModel } from '../../../src/model/parse.ts';

const whole = `{
  // two branches /* and */ their sum
  "data": { "source": "moons", "test": 0.2 }, /* plane */
  "layers": [
    { "type": "Linear", "name": "a", "out_features": 4 }, // first
    { "type": "Linear", "name": "größe \\"b\\" 🙂", "out_features": 4, "inputs": ["input"] },
    { "type": "Add", "inputs": ["a", "größe \\"b\\" 🙂"] },
    { "type": "Repeat", "times": 2, "layers": [
      { "type": "Linear", "name": "in", "out_features": 4, },
      { "type": "Add", "inputs": ["input", "in"] } // skip
    ] },
    { "type": "Linear", "out_features": 1 }, // last
  ],
  "loss": "BCEWithLogitsLoss",
  "optimizer": { "type": "Adam", "lr": 0.01 }, // quick
}
`;
const bare = whole.replace(/\/\/.*/g, '').replace(/\/\*.*?\*\//g, '');
const commented = bare.replace(/[{}[\],:]/g, (mark) => ` /* ${mark} */ ${mark} // {"\n`);

const odd: Readonly<Record<string, string>> = {
  empty: '',
  blanks: ' \n\t\n',
  comment: '// nothing yet',
  whole,
  CRLF: whole.replaceAll('\n', '\r\n'),
  BOM: `\uFEFF${whole}`,
  tabs: whole.replaceAll('  ', '\t'),
  'one line': bare.replace(/\s*\n\s*/g, ' '),
  'comments everywhere': commented,
  'a name twice': whole.replace('größe \\"b\\" 🙂", "out', 'a", "out'),
  'a name that is a number': whole.replace('"name": "a"', '"name": 7'),
  'an array': '[{ "type": "Linear" }]',
  'a text': '"Linear"',
  'layers of no kind': '{ "layers": [1, null, "ReLU", [], { "type": 3 }, { "type": "Repeat", "layers": { } }, {}] }',
  'fields twice': '{ "layers": [], "layers": [{ "type": "ReLU", "type": "Tanh" }], "loss": 1, "loss": "MSELoss" }',
  ...Object.fromEntries(
    [20, 61, 120, 190, 305, 420, 555, 640].map((length) => [`broken off at ${length}`, whole.slice(0, length)]),
  ),
  'brackets too many': whole.replace('] },\n    { "type": "Linear", "out', ']]}} },\n    { "type": "Linear", "out'),
  'no commas': whole.replaceAll(',', ' '),
  'open text': whole.replace('"Adam"', '"Adam'),
  controls: whole.replace('"moons"', '"mo\u0000on\u2028s"'),
};

const around = { templates: [], columns: ['x', 'y"'], files: ['a b.csv'] };
const commentsIn = (text: string) => (text.match(/\/\/[^\r\n]*|\/\*[^]*?\*\//g) ?? []).map((one) => one.trimEnd());

describe.each(Object.entries(odd))('%s', (_, text) => {
  const understood = understandText(text, [2]);

  test('every place can be asked everything', () => {
    for (let offset = 0; offset <= text.length; offset += 3) {
      const hover = hoverAt(understood, offset, null, formatText);
      if (hover) {
        expect(hover.span.start).toBeLessThanOrEqual(offset);
        expect(hover.span.end).toBeGreaterThanOrEqual(offset);
        expect(hover.markdown).not.toMatch(/undefined|NaN|\[object/);
      }
      hoveredLayer(understood, offset);
      dataNamedAt(understood, offset);
      const unfit = completionsAt(understood, offset, around).filter(
        ({ label, snippet, span }) =>
          label === '' || snippet.includes('undefined') || span.start > offset || span.end > text.length,
      );
      expect(unfit).toEqual([]);
    }
  });

  test('a layer’s new name stands wherever the old one stood', () => {
    const seen = new Set<number>();
    for (let offset = 0; offset <= text.length; offset++) {
      const name = layerNameAt(understood, offset);
      if (!name || seen.has(name.definition.start)) continue;
      seen.add(name.definition.start);
      const edits = renameLayer(name, 'new "one"');
      if ('problem' in edits) continue;
      const before = parseModel(text).diagnostics.length;
      const renamed = applyEdits(text, edits);
      expect(parseModel(renamed).diagnostics.length).toBeLessThanOrEqual(before);
      expect(commentsIn(renamed)).toEqual(commentsIn(text));
    }
  });

  test('the outline nests, and hints stand in the text', () => {
    const inside = (items: readonly OutlineItem[], start: number, end: number): void => {
      for (const { name, span, selection, children } of items) {
        expect(name).not.toBe('');
        expect(start).toBeLessThanOrEqual(span.start);
        expect(end).toBeGreaterThanOrEqual(span.end);
        expect(span.start).toBeLessThanOrEqual(selection.start);
        expect(span.end).toBeGreaterThanOrEqual(selection.end);
        inside(children, span.start, span.end);
      }
    };
    inside(outlineOf(understood), 0, text.length);
    for (const hint of hintsBetween(understood, 0, text.length)) {
      expect(hint.offset).toBeGreaterThan(0);
      expect(hint.offset).toBeLessThanOrEqual(text.length);
    }
  });

  test('formatting keeps every comment and what is said, and is done after once', () => {
    for (const indentation of [
      { insertSpaces: true, tabSize: 2 },
      { insertSpaces: false, tabSize: 4 },
    ]) {
      const once = applyEdits(text, formattingEdits(text, indentation));
      expect(commentsIn(once)).toEqual(commentsIn(text));
      expect(once.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      expect(applyEdits(once, formattingEdits(once, indentation))).toBe(once);
    }
  });
});

test('a layer of a Repeat is found from its neighbour, an outer one is not', () => {
  const understood = understandText(whole, [2]);
  const inner = layerNameAt(understood, whole.indexOf('"in"]') + 2);
  expect(inner?.definition.start).toBe(whole.indexOf('"in"'));
  expect(inner?.uses).toHaveLength(1);
  const input = whole.indexOf('"input", "in"') + 2;
  expect(layerNameAt(understood, input)).toBeNull();
  expect(dataNamedAt(understood, input)).toBeNull();
  expect(dataNamedAt(understood, whole.indexOf('["input"]') + 3)).not.toBeNull();
});
