// What a data source is: one record a file, one line in the table (`sources.ts`).
import type * as z from 'zod/mini';
import type { Generator } from '../core/random.ts';
import type { Shape } from '../core/shape.ts';
import { formatText, type Text, text } from '../core/text.ts';
import type { Part } from './part.ts';

/** Files are passed in: the host, the command line and the tests each have their own way to read one. */
export interface Files {
  /** Reads a file by a path relative to the `.nn.json`; null when it is not there, is a directory or can't be read. */
  read(path: string): Promise<{ bytes: Uint8Array } | { problem: Text }>;
  /** Reads a data set shipped with Backstep (media/examples/data): `iris.csv`, `digits.csv`. */
  readShipped(name: string): Promise<Uint8Array>;
}

/** Rows as a source gives them, before split and normalisation. */
export interface RawData {
  readonly x: Float32Array;
  /** Shape of one sample, without rows: `[2]`, `[1, 8, 8]`. */
  readonly sampleShape: Shape;
  readonly rows: number;
  /**
   * Targets as found. `values`: numbers, `targetShape` each row ([] = one number a row: class index or value).
   * `labels`: text labels, one a row.
   */
  readonly y: { readonly values: Float64Array; readonly targetShape: Shape } | { readonly labels: readonly string[] };
  /** Names of features (columns) and of the classes where the source knows them. */
  readonly featureNames?: readonly string[];
  readonly classNames?: readonly string[];
  /** Where the numbers of x stand for something: what 0, 1, … do. */
  readonly symbols?: readonly string[];
}

/** Something wrong with the data: where in the spec it belongs (`['path']`, `['target']`; [] = the whole), or in the data file. */
export interface DataProblem {
  readonly code: string;
  readonly message: Text;
  readonly field: readonly (string | number)[];
}

/** A file that `Files.read` has no bytes of; `option` is the field that names it. */
export function unreadable(path: string, problem: Text, option: string): DataProblem {
  return { code: 'data-file', message: text('"{0}" {1}.', path, formatText(problem)), field: [option] };
}

export interface DataSource<Options extends object = object> {
  /** `moons`, `csv`, … */
  readonly source: string;
  readonly summary: string;
  /** Strict zod/mini object of the source's own options with defaults and descriptions (common ones — test, normalize, seed — are added by the table). */
  readonly options: z.ZodMiniType<Options>;
  /** Whether `y` is a class index by nature (moons, iris) or a value (sine, plane); 'given' = whatever the file says. */
  readonly task: 'classes' | 'values' | 'given';
  /** Rows and sizes before anything is made, so that sizes can be bounded; null when only reading tells. */
  size(options: Options): { rows: number; features: number } | null;
  load(options: Options, generator: Generator, files: Files): Promise<RawData | { problems: readonly DataProblem[] }>;
}

/** What a network trains on: split, normalised, targets made what the loss wants. */
export interface Dataset {
  readonly sampleShape: Shape;
  readonly targetShape: Shape;
  readonly targetType: 'float32' | 'int32';
  /** Names of classes (text labels in order of appearance, or numbers as text); empty for values. */
  readonly classNames: readonly string[];
  readonly featureNames: readonly string[];
  /** What the numbers of x stand for; empty: they are values. */
  readonly symbols: readonly string[];
  readonly train: Part;
  readonly test: Part;
}
