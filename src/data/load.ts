// From the `data` of a file to a data set, in two halves: the source makes or reads its rows; then, when the network's
// output is known and with it what the loss wants, they are split and normalised.
import { createGenerator, type GeneratorState } from '../core/random.ts';
import { text } from '../core/text.ts';
import { buildDataset, type DatasetOptions } from './dataset.ts';
import { mostNumbers } from './limits.ts';
import type { DataProblem, Dataset, DataSource, Files, RawData } from './source.ts';
import { sources } from './sources.ts';
import type { LossTarget } from './targets.ts';

/** The `data` of a file, its options complete. */
export interface DataSpec extends DatasetOptions {
  /** A key of the table `sources`. */
  readonly source: string;
  readonly options: object;
  readonly seed: number;
}

/** Rows, and the data's generator as the source left it. */
export interface Loaded {
  readonly raw: RawData;
  readonly generator: GeneratorState;
}

/** A problem's `field` is the place in `data`. */
export async function loadRows(spec: DataSpec, files: Files): Promise<Loaded | { problems: readonly DataProblem[] }> {
  const source: DataSource = sources[spec.source as keyof typeof sources];
  const size = source.size(spec.options);
  if (size && size.rows * size.features > mostNumbers) return tooLarge(size);
  const generator = createGenerator(spec.seed);
  const raw = await source.load(spec.options, generator, files);
  return 'problems' in raw ? raw : { raw, generator: generator.save() };
}

/** The same rows give the same data set each time. */
export function finishDataset(
  spec: DataSpec,
  { raw, generator }: Loaded,
  lossTarget: LossTarget,
): Dataset | { problems: readonly DataProblem[] } {
  const continued = createGenerator(spec.seed);
  continued.restore(generator);
  const dataset = buildDataset(raw, spec, continued, lossTarget);
  if (!('problems' in dataset)) return dataset;
  const field = targetField(spec.source);
  return {
    problems: dataset.problems.map((problem) => (problem.code.startsWith('target-') ? { ...problem, field } : problem)),
  };
}

/** Both halves, for who knows beforehand what the loss wants. */
export async function loadDataset(
  spec: DataSpec,
  lossTarget: LossTarget,
  files: Files,
): Promise<Dataset | { problems: readonly DataProblem[] }> {
  const loaded = await loadRows(spec, files);
  return 'problems' in loaded ? loaded : finishDataset(spec, loaded, lossTarget);
}

/** The option that gives the targets, where one does. */
function targetField(source: string): readonly string[] {
  if (source === 'csv') return ['target'];
  if (source === 'idx') return ['labels'];
  return source === 'inline' || source === 'npy' ? ['y'] : [];
}

function tooLarge({ rows, features }: { rows: number; features: number }): { problems: readonly DataProblem[] } {
  const most = Math.floor(mostNumbers / features);
  const message = text('{0} rows of {1} numbers are too many: at most {2} such rows fit.', rows, features, most);
  return { problems: [{ code: 'data-too-large', message, field: ['samples'] }] };
}
