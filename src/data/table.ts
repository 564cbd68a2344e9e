// A CSV file as a table: its columns' names and its rows, checked to be equally long.
import { text } from '../core/text.ts';
import { type CsvMistake, type CsvRow, csvRows } from './csvRows.ts';
import { numeral } from './numeral.ts';
import type { DataProblem } from './source.ts';
import { decodeUtf8 } from './utf8.ts';

export interface Table {
  /** From the first row, or `0`, `1`, … where it holds data. */
  readonly names: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Problems shown of one file, so that a file broken throughout doesn't bury the rest. */
const SHOWN = 5;

/**
 * The first row is a header if it has one of the `wanted` names or no number in it. Without a delimiter, the most
 * frequent of comma, semicolon, tab and bar in the first line is it.
 */
export function readTable(
  bytes: Uint8Array,
  delimiter: string | undefined,
  wanted: readonly string[],
): Table | { problems: readonly DataProblem[] } {
  const source = decodeUtf8(bytes);
  if (source === null) return fileProblem('data-encoding', text('The file is not UTF-8 text: save it as UTF-8.'));
  const { rows, mistake } = csvRows(source, delimiter ?? likelyDelimiter(source));
  if (mistake) return fileProblem('csv-quote', mistakeText(mistake));
  if (rows.length === 0) return fileProblem('data-empty', text('The file has no rows.'));
  const [first, ...rest] = rows;
  const uneven = rest
    .filter(({ cells }) => cells.length !== first.cells.length)
    .map(({ line, cells }) =>
      problem(
        'csv-row',
        text(
          'Cells on line {0}: {1}, but on line {2}: {3}. Each row needs as many.',
          line,
          cells.length,
          first.line,
          first.cells.length,
        ),
      ),
    );
  if (uneven.length > 0) return { problems: shorten(uneven) };
  const isHeader =
    first.cells.some((cell) => wanted.includes(cell)) || !first.cells.some((cell) => numeral(cell) !== null);
  if (!isHeader) return { names: first.cells.map((_, column) => String(column)), rows };
  if (rest.length === 0) return fileProblem('data-empty', text('The file has a header, but no rows below it.'));
  return { names: first.cells, rows: rest };
}

/** Numbers of some columns, row by row; or where a cell is none, by line and column. */
export function numbersOf(
  { names, rows }: Table,
  columns: readonly number[],
): Float64Array | { problems: readonly DataProblem[] } {
  const values = new Float64Array(rows.length * columns.length);
  const problems: DataProblem[] = [];
  let at = 0;
  for (const { line, cells } of rows) {
    for (const column of columns) {
      const value = numeral(cells[column]);
      if (value === null) problems.push(problem('csv-cell', cellText(line, names[column], cells[column])));
      values[at++] = value ?? NaN;
    }
  }
  return problems.length > 0 ? { problems: shorten(problems) } : values;
}

/** Of many problems the first few, and how many more there are. */
export function shorten(problems: readonly DataProblem[]): readonly DataProblem[] {
  if (problems.length <= SHOWN) return problems;
  const [{ code, field }] = problems;
  const more = { code, field, message: text('… and {0} more like this.', problems.length - SHOWN) };
  return [...problems.slice(0, SHOWN), more];
}

function cellText(line: number, name: string, cell: string) {
  if (cell === '') return text('Line {0}, column "{1}" is empty; a number is needed.', line, name);
  return text('Line {0}, column "{1}": "{2}" is not a number.', line, name, cell.slice(0, 40));
}

function mistakeText({ kind, line }: CsvMistake) {
  return kind === 'unclosed-quote'
    ? text('The quote opened on line {0} is never closed.', line)
    : text('Line {0}: text follows a closing quote; a quote inside quotes is written twice.', line);
}

/** Whichever of , ; | and tab the first line has most of. */
export function likelyDelimiter(source: string): string {
  const [line] = source.trimStart().split('\n', 1);
  const count = (character: string) => line.split(character).length;
  return [',', ';', '\t', '|'].reduce((best, other) => (count(other) > count(best) ? other : best));
}

function problem(code: string, message: DataProblem['message']): DataProblem {
  return { code, message, field: ['path'] };
}

function fileProblem(code: string, message: DataProblem['message']) {
  return { problems: [problem(code, message)] };
}
