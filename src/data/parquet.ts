// parquet: the user's own table, columns in binary. The same columns as of a csv file: one (or several) is the target.
import { gunzipSync } from 'fflate';
import { parquetMetadata, parquetSchema } from 'hyparquet/src/metadata.js';
import { parquetReadObjects } from 'hyparquet/src/read.js';
import type * as z from 'zod/mini';
import { object, string } from '../core/options.ts';
import { text } from '../core/text.ts';
import { columnOptions, rawOfTable } from './csv.ts';
import { type DataProblem, type DataSource, unreadable } from './source.ts';
import type { Table } from './table.ts';

const options = object({ path: string('Path of the file, relative to this one.'), ...columnOptions });

/** Of a column that is no number and no text: a list, a struct, a date. */
const nested = Symbol('nested');

export const parquet = {
  source: 'parquet',
  summary: 'Your own table in Parquet’s columns.',
  options,
  task: 'given',
  size: () => null,
  async load({ path, target, features }, _generator, files) {
    const file = await files.read(path);
    if ('problem' in file) return { problems: [unreadable(path, file.problem, 'path')] };
    const table = await readParquet(file.bytes);
    return 'problems' in table ? table : rawOfTable(table, { target, features });
  },
} satisfies DataSource<z.infer<typeof options>>;

/** Numbers as their shortest text, which reads back as the same number; a row's `line` counts rows from 1. */
async function readParquet(bytes: Uint8Array): Promise<Table | { problems: readonly DataProblem[] }> {
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  try {
    const metadata = parquetMetadata(buffer);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const file = { byteLength: buffer.byteLength, slice: (from: number, to?: number) => buffer.slice(from, to) };
    const compressors = { GZIP: (packed: Uint8Array) => gunzipSync(packed) };
    const read = await parquetReadObjects({ file, metadata, compressors });
    if (read.length === 0) return problem('data-empty', text('The file has no rows.'));
    const rows = read.map((row, at) => ({ line: at + 1, cells: names.map((name) => cell(row[name])) }));
    const odd = names.find((_, column) => rows.some(({ cells }) => cells[column] === nested));
    if (odd !== undefined) {
      return problem(
        'data-format',
        text('Column "{0}" holds neither numbers nor text: leave it out of the file.', odd),
      );
    }
    return { names, rows: rows as Table['rows'] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problem('data-format', text('The file can’t be read as Parquet: {0}.', why));
  }
}

/** As a cell of a csv file: '' for none. */
function cell(value: unknown): string | typeof nested {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  return nested;
}

function problem(code: string, message: DataProblem['message']): { problems: readonly DataProblem[] } {
  return { problems: [{ code, message, field: ['path'] }] };
}
