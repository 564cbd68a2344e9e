// The parquet source: the same data set as the csv file of the same table; what is said of a file that is none.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { formatText } from '../../src/core/text.ts';
import { csv } from '../../src/data/csv.ts';
import { parquet } from '../../src/data/parquet.ts';
import { filesOf } from './files.ts';

function load(content: Uint8Array, given: object) {
  const options = parquet.options.parse({ path: 'a.parquet', ...given });
  return parquet.load(options, createGenerator(1), filesOf({ 'a.parquet': content }));
}

const written = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']) =>
  new Uint8Array(parquetWriteBuffer({ columnData }));

it('reads numbers of all widths and text, as a csv file has them', async () => {
  const table = written([
    { name: 'a', data: [0.1, -2.5, 1e-30], type: 'DOUBLE' },
    { name: 'b', data: [1, 2, 3], type: 'INT32' },
    { name: 'c', data: [7n, 8n, -9n], type: 'INT64' },
    { name: 'yes', data: [true, false, true], type: 'BOOLEAN' },
    { name: 'kind', data: ['red', 'blue', 'red'], type: 'STRING' },
  ]);
  const same = 'a,b,c,yes,kind\n0.1,1,7,1,red\n-2.5,2,8,0,blue\n1e-30,3,-9,1,red\n';
  for (const given of [
    { target: 'kind', features: ['a', 'b', 'c', 'yes'] },
    { target: 'b', features: ['c', 'a'] },
    { target: ['b', 'a'], features: ['c', 'yes'] },
  ]) {
    const fromCsv = csv.load(
      csv.options.parse({ path: 'a.csv', ...given }),
      createGenerator(1),
      filesOf({ 'a.csv': same }),
    );
    const loaded = await load(table, given);
    expect(loaded).toEqual(await fromCsv);
    expect(loaded).toHaveProperty('rows', 3);
  }
});

it('tells what is wrong', async () => {
  const said = async (content: Uint8Array, given: object) => {
    const loaded = await load(content, given);
    return 'problems' in loaded ? loaded.problems.map(({ code, message }) => `${code} ${formatText(message)}`) : [];
  };
  expect(await said(new TextEncoder().encode('a,b\n1,2\n'), { target: 'b' })).toEqual([
    expect.stringMatching(/^data-format The file can’t be read as Parquet: /),
  ]);
  const table = written([
    { name: 'a', data: [1, null], type: 'INT32' },
    { name: 'b', data: ['x', 'y'], type: 'STRING' },
  ]);
  expect(await said(table, { target: 'z' })).toEqual(['csv-column There is no column "z". The file has: a, b.']);
  expect(await said(table, { target: 'b' })).toEqual(['csv-cell Line 2, column "a" is empty; a number is needed.']);
});
