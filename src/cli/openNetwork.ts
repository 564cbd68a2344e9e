// From a path to a network that can be run, or to an exit code with everything said.
import path from 'node:path';
import { formatText, text } from '../core/text.ts';
import { nodeFiles, readBytes } from '../engine/files.ts';
import { type Opened, understand, type Understanding } from '../engine/understand.ts';
import type { Context, ExitCode } from './command.ts';
import { diagnosticLines } from './diagnosticLines.ts';

/** Bytes that a model may need: more than one trains on a CPU for a look, less than a WebAssembly memory holds. */
const memoryLimit = 2 ** 31;

export interface FileText {
  readonly text: string;
  readonly isUtf8: boolean;
}

/** A file's text, or the sentence that says why it can't be had. A byte order mark is left out, as in editors. */
export async function readText(file: string): Promise<FileText | { problem: string }> {
  const read = await readBytes(file, { pipes: true });
  if ('problem' in read) return { problem: `${file} ${formatText(read.problem)}` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(read.bytes), isUtf8: true };
  } catch {
    return { text: new TextDecoder('utf-8').decode(read.bytes), isUtf8: false };
  }
}

/** `understand` for a file; of what isn't UTF-8 nothing is said but where that begins. */
export async function understandFile(
  file: string,
  { text: source, isUtf8 }: FileText,
  { shippedDirectory }: Context,
): Promise<Understanding> {
  if (!isUtf8) {
    const start = Math.max(0, source.indexOf('\uFFFD'));
    const message = text('This is not UTF-8 text: save the file as UTF-8.');
    return {
      opened: null,
      diagnostics: [{ code: 'encoding', severity: 'error', message, start, end: start + 1 }],
      sampleShape: null,
    };
  }
  return understand(source, nodeFiles(path.dirname(path.resolve(file)), shippedDirectory), { memoryLimit });
}

/** Errors and warnings go to stderr. */
export async function openNetwork(file: string, context: Context): Promise<Opened | ExitCode> {
  const read = await readText(file);
  if ('problem' in read) {
    context.err.line(`backstep: ${read.problem}`);
    return 2;
  }
  const { opened, diagnostics } = await understandFile(file, read, context);
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  for (const line of diagnosticLines(file, read.text, shown)) context.err.line(line);
  return opened ?? 1;
}
