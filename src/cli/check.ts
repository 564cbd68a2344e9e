// `backstep check`: everything that is wrong with some files.
import type { Diagnostic } from '../model/diagnostic.ts';
import { command, type ExitCode } from './command.ts';
import { diagnosticLines, diagnosticRecords } from './diagnosticLines.ts';
import { readText, understandFile } from './openNetwork.ts';

export const check = command({
  name: 'check',
  summary: 'Prints the mistakes in files, and hints.',
  usage: 'FILE… [--json]',
  files: 'many',
  options: { json: { kind: 'flag', summary: 'Print one JSON array instead of lines.' } },
  notes: [
    'Prints a line for each: file:line:column severity code message. With --json: an array of\n' +
      '{file, code, severity, message, start: {line, column}, end: {line, column}}. Lines and columns count from 1.',
    'Only errors make the exit code 1; warnings and hints do not.',
  ],
  async run(files, { json }, context) {
    let exitCode: ExitCode = 0;
    const records: object[] = [];
    for (const file of files) {
      const read = await readText(file);
      if ('problem' in read) {
        context.err.line(`backstep: ${read.problem}`);
        exitCode = 2;
        continue;
      }
      const { diagnostics } = await understandFile(file, read, context);
      if (json) records.push(...diagnosticRecords(file, read.text, diagnostics));
      else for (const line of diagnosticLines(file, read.text, diagnostics)) context.out.line(line);
      if (exitCode === 0 && diagnostics.some(isError)) exitCode = 1;
    }
    if (json) context.out.line(JSON.stringify(records, null, 2));
    return exitCode;
  },
});

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
