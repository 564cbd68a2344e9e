// csv: the user's own table. One column (or several) is the target, the others, or those named, are the features.
import * as z from 'zod/mini';
import { described, integer, object, optional, string } from '../core/options.ts';
import { text } from '../core/text.ts';
import { numeral } from './numeral.ts';
import { type DataProblem, type DataSource, type RawData, unreadable } from './source.ts';
import { numbersOf, readTable, shorten, type Table } from './table.ts';

const column = () => z.union([string('Name of a column.'), integer('Number of a column, from 0; −1 is the last.')]);

type Column = string | number;

/** Which columns of a table are what. */
export const columnOptions = {
  target: described(
    z.union([...column().def.options, z.array(column()).check(z.minLength(1))]),
    'Column that is to be predicted: its name, its number from 0 (−1 is the last), or a list of either.',
  ),
  features: optional(
    described(z.array(column()).check(z.minLength(1)), 'Columns to predict from (default: all but the target).'),
  ),
};

const options = object({
  path: string('Path of the file, relative to this one.'),
  ...columnOptions,
  delimiter: optional(
    described(
      z.string().check(z.length(1)),
      'Character between two cells (default: whichever of , ; | and tab the first line has most of).',
    ),
  ),
});

type Options = z.infer<typeof options>;

export const csv = {
  source: 'csv',
  summary: 'Your own table of comma-separated values.',
  options,
  task: 'given',
  size: () => null,
  async load({ path, target, features, delimiter }, _generator, files) {
    const file = await files.read(path);
    if ('problem' in file) return { problems: [unreadable(path, file.problem, 'path')] };
    const targets = Array.isArray(target) ? target : [target];
    const wanted = [...targets, ...(features ?? [])].filter((name) => typeof name === 'string');
    const table = readTable(file.bytes, delimiter, wanted);
    return 'problems' in table ? table : rawOfTable(table, { target, features });
  },
} satisfies DataSource<Options>;

/** Features as numbers; a target of one column with any text in it as labels, else as numbers. */
export function rawOfTable(
  table: Table,
  { target, features }: Pick<Options, 'target' | 'features'>,
): RawData | { problems: readonly DataProblem[] } {
  const { names, rows } = table;
  const targetFields = Array.isArray(target)
    ? target.map((name, i) => findColumn(names, name, ['target', i]))
    : [findColumn(names, target, ['target'])];
  const targets = targetFields.filter((found) => typeof found === 'number');
  const chosen =
    features?.map((name, i) => findColumn(names, name, ['features', i])) ??
    names.map((_, index) => index).filter((index) => !targets.includes(index));
  const unknown = [...targetFields, ...chosen].filter((found) => typeof found !== 'number');
  if (unknown.length > 0) return { problems: unknown };
  const columns = chosen.filter((found) => typeof found === 'number');
  if (columns.length === 0) {
    const message = text('No column is left to predict from: the table has only the target.');
    return { problems: [{ code: 'csv-column', message, field: ['target'] }] };
  }
  const x = numbersOf(table, columns);
  const y = Array.isArray(target) ? numbersOf(table, targets) : labelsOrNumbers(table, targets[0]);
  const problems = [...('problems' in x ? x.problems : []), ...('problems' in y ? y.problems : [])];
  if ('problems' in x || 'problems' in y) return { problems };
  return {
    x: Float32Array.from(x),
    sampleShape: [columns.length],
    rows: rows.length,
    y: y instanceof Float64Array ? { values: y, targetShape: Array.isArray(target) ? [targets.length] : [] } : y,
    featureNames: columns.map((index) => names[index]),
  };
}

function labelsOrNumbers(table: Table, index: number) {
  const cells = table.rows.map(({ cells }) => cells[index]);
  const empty = table.rows.filter((_, row) => cells[row] === '');
  if (empty.length > 0) {
    const name = table.names[index];
    const at = ({ line }: { line: number }): DataProblem => ({
      code: 'csv-cell',
      message: text('Line {0}, column "{1}" is empty, and it is the target.', line, name),
      field: ['path'],
    });
    return { problems: shorten(empty.map(at)) };
  }
  return cells.every((cell) => numeral(cell) !== null) ? numbersOf(table, [index]) : { labels: cells };
}

/** Index of a column, or why there is none. */
function findColumn(names: readonly string[], wanted: Column, field: (string | number)[]): number | DataProblem {
  const index = typeof wanted === 'number' ? (wanted < 0 ? names.length + wanted : wanted) : names.indexOf(wanted);
  if (index >= 0 && index < names.length) return index;
  const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : '');
  const message =
    typeof wanted === 'number'
      ? text('There is no column {0}: the file has {1} columns, from 0 to {2}.', wanted, names.length, names.length - 1)
      : text('There is no column "{0}". The file has: {1}.', wanted, shown);
  return { code: 'csv-column', message, field };
}
