// Formatting that keeps comments, and what stands on one line on one line.
import { format } from 'jsonc-parser';
import type { TextEdit } from '../edit.ts';
import type { Span } from '../model.ts';

export interface Indentation {
  readonly insertSpaces: boolean;
  readonly tabSize: number;
}

/** @param range only what stands in it; the whole file otherwise */
export function formattingEdits(source: string, { insertSpaces, tabSize }: Indentation, range?: Span): TextEdit[] {
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const options = { insertSpaces, tabSize, eol, keepLines: true };
  const part = range && { offset: range.start, length: range.end - range.start };
  // Behind the last thing written nothing is to be aligned: it would grow with each time.
  const end = source.trimEnd().length;
  const edits = format(source, part, options)
    .map(({ offset, length, content }) => ({ start: offset, end: offset + length, text: content }))
    .filter(({ start }) => start < end);
  if (range || end === 0 || source.slice(end).includes('\n')) return edits;
  return [...edits, { start: end, end: source.length, text: eol }];
}
