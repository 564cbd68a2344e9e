// Files for the engine and the command line: Node's reading of what a network's data names, and what to say where it
// can't be read.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Text, text } from '../core/text.ts';
import type { Files } from '../data/source.ts';

/** Bytes that a file may have: refused before it is read. */
const largestFile = 2 ** 30;

/**
 * Reads paths relative to `directory` (absolute ones as they are), and the shipped data sets from `shippedDirectory`,
 * which is the package's `media/examples/data`.
 */
export function nodeFiles(directory: string, shippedDirectory: string): Files {
  return {
    read: (relativePath) => readBytes(path.resolve(directory, relativePath)),
    readShipped: async (name) => readFile(path.join(shippedDirectory, name)),
  };
}

/**
 * A file's bytes, or why there are none, as the end of a sentence that begins with its name. Devices are refused, and
 * pipes unless `pipes` is set: they may never end.
 */
export async function readBytes(
  file: string,
  { pipes = false } = {},
): Promise<{ bytes: Uint8Array } | { problem: Text }> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return { problem: text('is a folder, not a file') };
    if (!found.isFile() && !(pipes && found.isFIFO())) return { problem: text('is not a regular file') };
    if (found.size > largestFile) return { problem: text('is larger than {0} MiB', largestFile / 2 ** 20) };
    return { bytes: await readFile(file) };
  } catch (error) {
    return { problem: fileProblem(error) };
  }
}

/** What a failed call of `node:fs` means, as the end of a sentence that begins with the file's name. */
export function fileProblem(error: unknown): Text {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return text('does not exist');
    case 'ENOTDIR':
      return text('does not exist: a part of its path is no folder');
    case 'EISDIR':
      return text('is a folder, not a file');
    case 'EACCES':
    case 'EPERM':
      return text('may not be accessed: permission denied');
    case 'ELOOP':
      return text('is a circle of symbolic links');
    case 'ENAMETOOLONG':
      return text('has too long a name');
    case 'ENOSPC':
      return text('has no room left on its disk');
    case 'EROFS':
      return text('lies on a read-only disk');
    default:
      return text('can not be accessed ({0})', code || (error instanceof Error ? error.message : String(error)));
  }
}
