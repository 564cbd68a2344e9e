// Diagnostics as the command line shows them: a line each, or records for --json.
import { formatText } from '../core/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { positionsIn } from './positions.ts';

/** `file:line:column severity code message`. */
export function diagnosticLines(file: string, text: string, diagnostics: readonly Diagnostic[]): string[] {
  return diagnosticRecords(file, text, diagnostics).map(
    ({ start, severity, code, message }) =>
      `${file}:${start.line}:${start.column} ${severity} ${code} ${oneLine(message)}`,
  );
}

/** Lines and columns from 1, `end` exclusive. */
export function diagnosticRecords(file: string, text: string, diagnostics: readonly Diagnostic[]) {
  const positionOf = positionsIn(text);
  return diagnostics.map(({ code, severity, message, start, end }) => ({
    file,
    code,
    severity,
    message: formatText(message),
    start: positionOf(start),
    end: positionOf(end),
  }));
}

function oneLine(message: string): string {
  return message.replace(/\s*[\r\n]+\s*/g, ' ');
}
