// Names of a table's columns from the beginning of its file, for completion.
import { csvRows } from '../../data/csvRows.ts';
import { likelyDelimiter } from '../../data/table.ts';
import { stringOf, valueOf } from '../tree.ts';
import type { Understood } from './understood.ts';

/** The file that `data` names and the delimiter that it gives; null where the data is no table of the user's own. */
export function tableNamed({ root }: Understood): { readonly path: string; readonly delimiter: string | null } | null {
  const data = valueOf(root, 'data');
  if (stringOf(valueOf(data, 'source')) !== 'csv') return null;
  const path = stringOf(valueOf(data, 'path'));
  return path === null || path === '' ? null : { path, delimiter: stringOf(valueOf(data, 'delimiter')) };
}

/** @param head the file's beginning, its first line whole */
export function columnNames(head: string, delimiter: string | null): readonly string[] {
  const line = head.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0];
  const { rows } = csvRows(line, delimiter !== null && delimiter.length === 1 ? delimiter : likelyDelimiter(line));
  return [...new Set(rows[0]?.cells ?? [])].filter((name) => name !== '');
}
