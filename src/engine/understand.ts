// From a file's text to a network that can be run: data and, where the file names some, weights read. The editor's
// session and the command line come by their networks here.
import type { Shape } from '../core/shape.ts';
import type { Files } from '../data/source.ts';
import { fileWeights } from '../interop/fileWeights.ts';
import type { StateValues } from '../interop/stateDict.ts';
import type { HealthSettings } from '../machine/health/checks.ts';
import { healthDiagnostics } from '../machine/health/report.ts';
import { type ReadOptions, readNetwork } from '../machine/readNetwork.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Network } from '../model/model.ts';

/** Parameters and buffers by full name, row-major. */
export type Weights = StateValues;

export interface Opened {
  readonly network: Network;
  /** What the file's own `weights` start from, by full name; null: they are drawn. */
  readonly weights: Weights | null;
}

export interface Understanding {
  readonly opened: Opened | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Of one sample of the data; null where it can't be read. */
  readonly sampleShape: Shape | null;
}

/** All diagnostics of a text, and what can be run where none is an error. */
export async function understand(
  text: string,
  files: Files,
  options: ReadOptions & {
    readonly weights?: string | undefined;
    /** null: what health says isn't asked for. */
    readonly health?: HealthSettings | null | undefined;
  },
): Promise<Understanding> {
  const { network, diagnostics, sampleShape } = await readNetwork(text, files, options);
  if (!network) return { opened: null, diagnostics, sampleShape };
  const { weights } = options;
  const model = weights === undefined ? network.model : { ...network.model, weights };
  const found = await fileWeights({ ...network, model }, files);
  if ('diagnostics' in found) return { opened: null, diagnostics: [...diagnostics, ...found.diagnostics], sampleShape };
  const { health: settings = {} } = options;
  const health = (settings ? healthDiagnostics(network, text, settings) : []).filter(
    ({ code, start }) => !diagnostics.some((told) => told.code === code && told.start === start),
  );
  return {
    opened: { network, weights: found.weights },
    diagnostics: [...diagnostics, ...health].sort((a, b) => a.start - b.start),
    sampleShape,
  };
}
