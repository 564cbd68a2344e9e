// The weights that a file names under `weights`, for the run to start from.
import { formatText, type Text, text } from '../core/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Network } from '../model/model.ts';
import { matchWeights } from './matchWeights.ts';
import { stateEntries, type StateValues } from './stateDict.ts';

/** The part of `data/source.ts`'s `Files` that is needed: paths are relative to the `.nn.json`. */
interface Reader {
  read(path: string): Promise<{ bytes: Uint8Array } | { problem: Text }>;
}

/** Values by full name; null where the file names none. Every tensor that doesn't fit is an error at the field. */
export async function fileWeights(
  network: Network,
  files: Reader,
): Promise<{ weights: StateValues | null } | { diagnostics: readonly Diagnostic[] }> {
  const { weights: path, spans } = network.model;
  if (path === null) return { weights: null };
  const { start, end } = spans.weights ?? { start: 0, end: 0 };
  const error = (code: string, message: Text): Diagnostic => ({ code, severity: 'error', message, start, end });
  const read = await files.read(path);
  if ('problem' in read) {
    return { diagnostics: [error('unreadable-weights', text('"{0}" {1}.', path, formatText(read.problem)))] };
  }
  const matched = matchWeights(stateEntries(network), read.bytes);
  if ('weights' in matched) return matched;
  return {
    diagnostics: matched.problems.map((problem) =>
      error('weights-mismatch', text('"{0}": {1}.', path, formatText(problem))),
    ),
  };
}
