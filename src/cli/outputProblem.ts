// Whether a file can be written at the end of a run, asked before it begins.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatText } from '../core/text.ts';
import { fileProblem } from '../engine/files.ts';

/** Why `file` can't be written, as a sentence; null when it seems it can. `inputs`: files that must not be overwritten. */
export async function outputProblem(file: string, inputs: readonly string[]): Promise<string | null> {
  if (inputs.some((input) => path.resolve(input) === path.resolve(file)))
    return `${file} would be overwritten, which is read`;
  const folder = path.dirname(path.resolve(file));
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) return `${file} is a folder, not a file`;
  try {
    await access(found ? file : folder, constants.W_OK);
    return null;
  } catch (error) {
    return `${found ? file : `the folder ${folder}`} ${formatText(fileProblem(error))}`;
  }
}
