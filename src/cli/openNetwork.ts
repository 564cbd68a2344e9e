// From a path to a network that can be run, or to an exit code with everything said.
import path from 'node:path';
import { formatText } from '../core/text.ts';
import { nodeFiles, readBytes } from '../engine/files.ts';
import { type Opened, understand } from '../engine/understand.ts';
import type { Context, ExitCode } from './command.ts';
import { diagnosticLines } from './diagnosticLines.ts';

/** Bytes that a model may need: more than one trains on a CPU for a look, less than a WebAssembly memory holds. */
const memoryLimit = 2 ** 31;

/** A file's text, or the sentence that says why it can't be had. A byte order mark is left out, as in editors. */
export async function readText(file: string): Promise<{ text: string } | { problem: string }> {
  const read = await readBytes(file, { pipes: true });
  if ('problem' in read) return { problem: `${file} ${formatText(read.problem)}` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(read.bytes) };
  } catch {
    return { problem: `${file} is not UTF-8 text` };
  }
}

/** `understand` for a file. */
export function understandFile(file: string, text: string, { shippedDirectory }: Context) {
  return understand(text, nodeFiles(path.dirname(path.resolve(file)), shippedDirectory), { memoryLimit });
}

/** Errors and warnings go to stderr. */
export async function openNetwork(file: string, context: Context): Promise<Opened | ExitCode> {
  const read = await readText(file);
  if ('problem' in read) {
    context.err.line(`backstep: ${read.problem}`);
    return 2;
  }
  const { opened, diagnostics } = await understandFile(file, read.text, context);
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  for (const line of diagnosticLines(file, read.text, shown)) context.err.line(line);
  return opened ?? 1;
}
