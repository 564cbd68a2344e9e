// Health's thresholds from a VS Code settings file, for the command line.
import type { HealthSettings } from '../machine/health/checks.ts';
import { readHealthSettings, unknownHealthSettings } from '../machine/health/settings.ts';
import { parseSyntax } from '../model/syntax.ts';
import { plainObject } from '../model/tree.ts';
import { readText } from './openNetwork.ts';

/** What differs from the checks' own; or the sentence that says why it can't be had. */
export async function readSettingsFile(
  file: string,
): Promise<{ readonly health: HealthSettings } | { readonly problem: string }> {
  const read = await readText(file);
  if ('problem' in read) return read;
  const { root, problems } = parseSyntax(read.text);
  if (problems.length > 0 || root?.kind !== 'object') return { problem: `${file} is not a settings file (JSON)` };
  const settings = plainObject(root, new Set());
  const unknown = unknownHealthSettings(settings);
  if (unknown.length > 0) return { problem: `${file}: there is no setting ${unknown.join(', ')}` };
  return { health: readHealthSettings(settings) };
}
