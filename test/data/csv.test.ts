// The csv source: columns, headers, delimiters, and what is said of a file that doesn't fit. Rows against csv-parse.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { formatText } from '../../src/core/text.ts';
import { csv } from '../../src/data/csv.ts';
import { csvRows } from '../../src/data/csvRows.ts';
import type { RawData } from '../../src/data/source.ts';
import { filesOf } from './files.ts';

async function load(content: string | Uint8Array, given: object) {
  const options = csv.options.parse({ path: 'a.csv', ...given });
  return csv.load(options, createGenerator(1), filesOf({ 'a.csv': content }));
}

async function raw(content: string, given: object): Promise<RawData> {
  const loaded = await load(content, given);
  expect(loaded).not.toHaveProperty('problems');
  return loaded as RawData;
}

async function problems(content: string | Uint8Array, given: object) {
  const loaded = await load(content, given);
  if (!('problems' in loaded)) throw new Error('loaded without a problem');
  return loaded.problems.map(({ code, field, message }) => [code, field.join('.'), formatText(message)]);
}

const table = 'a,b,kind\n1,2,red\n3,4.5,blue\n';

describe('columns', () => {
  it('takes a target by name, all others as features', async () => {
    const { x, sampleShape, rows, y, featureNames } = await raw(table, { target: 'kind' });
    expect([[...x], sampleShape, rows, featureNames]).toEqual([[1, 2, 3, 4.5], [2], 2, ['a', 'b']]);
    expect(y).toEqual({ labels: ['red', 'blue'] });
  });

  it('takes a target by number, from the end too', async () => {
    expect((await raw(table, { target: -1 })).y).toEqual({ labels: ['red', 'blue'] });
    expect((await raw(table, { target: 0, features: ['b'] })).y).toEqual({
      values: Float64Array.of(1, 3),
      targetShape: [],
    });
  });

  it('takes several targets', async () => {
    const { y, x } = await raw('a,b,c\n1,2,3\n4,5,6\n', { target: ['b', 2] });
    expect(y).toEqual({ values: Float64Array.of(2, 3, 5, 6), targetShape: [2] });
    expect([...x]).toEqual([1, 4]);
  });

  it('takes features in the order asked for', async () => {
    const { x, featureNames } = await raw(table, { target: 'kind', features: ['b', 'a'] });
    expect([[...x], featureNames]).toEqual([
      [2, 1, 4.5, 3],
      ['b', 'a'],
    ]);
  });

  it('does without a header', async () => {
    const { x, featureNames, rows } = await raw('5.1,3.5,setosa\n4.9,3.0,other\n', { target: 2 });
    expect([rows, featureNames]).toEqual([2, ['0', '1']]);
    expect([...x]).toEqual([5.1, 3.5, 4.9, 3].map(Math.fround));
  });

  it('knows a header with numbers in it by a name asked for', async () => {
    expect((await raw('2019,2020,y\n1,2,3\n', { target: 'y' })).rows).toBe(1);
  });

  it('finds the delimiter, byte order mark, CRLF and blank lines', async () => {
    const { x, y } = await raw('\uFEFFa;b\r\n1;2\r\n\r\n3;4', { target: 'b' });
    expect([...x]).toEqual([1, 3]);
    expect(y).toEqual({ values: Float64Array.of(2, 4), targetShape: [] });
    expect([...(await raw('a|b\n1|2\n', { target: 'b', delimiter: '|' })).x]).toEqual([1]);
  });
});

describe('mistakes', () => {
  it('has a line and a column for a cell that is no number, each of them', async () => {
    expect(await problems('a,b,y\n1,x,0\n,2,1\n', { target: 'y' })).toEqual([
      ['csv-cell', 'path', 'Line 2, column "b": "x" is not a number.'],
      ['csv-cell', 'path', 'Line 3, column "a" is empty; a number is needed.'],
    ]);
  });

  it.each(['NaN', 'Infinity', '0x10', '1e39', '1,5', '--1'])('takes %s for no number', async (cell) => {
    expect((await problems(`a;y\n1;0\n${cell};1\n`, { target: 'y' }))[0][0]).toBe('csv-cell');
  });

  it('counts lines within quotes', async () => {
    expect(await problems('a,y\n1,"two\nlines"\nx,0\n', { target: 'y' })).toEqual([
      ['csv-cell', 'path', 'Line 4, column "a": "x" is not a number.'],
    ]);
  });

  it('finds rows of another length', async () => {
    expect(await problems('a,b\n1,2\n3\n4,5,6\n', { target: 'b' })).toEqual([
      ['csv-row', 'path', 'Cells on line 3: 1, but on line 1: 2. Each row needs as many.'],
      ['csv-row', 'path', 'Cells on line 4: 3, but on line 1: 2. Each row needs as many.'],
    ]);
  });

  it('shows the first few of many', async () => {
    const found = await problems(`a,y\n${'x,1\n'.repeat(100)}`, { target: 'y' });
    expect(found).toHaveLength(6);
    expect(found[5][2]).toBe('… and 95 more like this.');
  });

  it('finds unknown columns, all of them', async () => {
    expect(await problems(table, { target: 'sort', features: ['a', 9] })).toEqual([
      ['csv-column', 'target', 'There is no column "sort". The file has: a, b, kind.'],
      ['csv-column', 'features.1', 'There is no column 9: the file has 3 columns, from 0 to 2.'],
    ]);
    expect((await problems('y\n1\n', { target: 'y' }))[0][2]).toMatch(/^No column is left/);
  });

  it.each([
    ['a,y\n"1,2\n3,4\n', 'csv-quote', 'The quote opened on line 2 is never closed.'],
    ['a,y\n"1"2,3\n', 'csv-quote', 'Line 2: text follows a closing quote; a quote inside quotes is written twice.'],
    ['', 'data-empty', 'The file has no rows.'],
    ['a,y\n', 'data-empty', 'The file has a header, but no rows below it.'],
    ['a,y\n1,\n', 'csv-cell', 'Line 2, column "y" is empty, and it is the target.'],
  ])('%j', async (content, code, message) => {
    expect(await problems(content, { target: 'y' })).toEqual([[code, 'path', message]]);
  });

  it('says when a file is not text, or not there', async () => {
    expect((await problems(Uint8Array.of(0xff, 0xfe, 0x41), { target: 0 }))[0][0]).toBe('data-encoding');
    const options = csv.options.parse({ path: 'b.csv', target: 0 });
    const loaded = await csv.load(options, createGenerator(1), filesOf({}));
    expect('problems' in loaded && loaded.problems[0]).toMatchObject({ code: 'data-file', field: ['path'] });
  });
});

describe('rows', () => {
  it('are those of csv-parse, whatever stands in the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', ',', ';', '\n', 'é') });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
        const source = table.map((cells) => cells.map(quoted).join(',')).join(end);
        const ours = csvRows(source, ',');
        const theirs: string[][] = parse(source, { relax_column_count: true });
        expect(ours.mistake).toBeNull();
        expect(ours.rows.map(({ cells }) => cells)).toEqual(theirs);
      }),
    );
  });

  it('end without a crash on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') }), (source) => {
        const { rows } = csvRows(source, ',');
        expect(rows.every(({ line, cells }) => line >= 1 && cells.length > 0)).toBe(true);
      }),
    );
  });
});
