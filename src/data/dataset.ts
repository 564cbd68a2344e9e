// Raw rows → what a network trains on: targets made what the loss wants, rows split, features normalised.
import type { Generator } from '../core/random.ts';
import { sizeOf } from '../core/shape.ts';
import { text } from '../core/text.ts';
import { normalized, type Normalize } from './normalize.ts';
import { Part } from './part.ts';
import type { DataProblem, Dataset, RawData } from './source.ts';
import { type LossTarget, type Targets, targetsFor } from './targets.ts';

export interface DatasetOptions {
  /** Fraction of the rows kept for testing, 0 ≤ test < 1. */
  readonly test: number;
  readonly normalize: Normalize;
}

/** `generator` is the data's own, as the source left it; `test` 0 draws nothing of it. */
export function buildDataset(
  raw: RawData,
  { test, normalize }: DatasetOptions,
  generator: Generator,
  lossTarget: LossTarget,
): Dataset | { problems: readonly DataProblem[] } {
  const targets = targetsFor(raw, lossTarget);
  if ('problems' in targets) return targets;
  const { train, rest } = split(raw.rows, test, generator);
  if (train.length === 0) {
    const message = text('A test part of {0} leaves nothing to train on (rows: {1}).', test, raw.rows);
    return { problems: [{ code: 'data-split', message, field: ['test'] }] };
  }
  const features = sizeOf(raw.sampleShape);
  const parts = normalized(gather(raw.x, features, train), gather(raw.x, features, rest), features, normalize);
  return {
    sampleShape: raw.sampleShape,
    targetShape: targets.shape,
    targetType: targets.type,
    classNames: targets.classNames,
    featureNames: raw.featureNames ?? [],
    symbols: normalize === 'none' ? (raw.symbols ?? []) : [],
    train: partOf(parts.train, targets, train),
    test: partOf(parts.test, targets, rest),
  };
}

/** Row numbers of both parts: with test rows, one torch.randperm(rows) of which the first rows − round(test·rows) train. */
function split(rows: number, test: number, generator: Generator): { train: Int32Array; rest: Int32Array } {
  if (test === 0) return { train: Int32Array.from({ length: rows }, (_, row) => row), rest: new Int32Array(0) };
  const order = generator.randperm(rows);
  const trained = rows - roundHalfEven(test * rows);
  return { train: order.subarray(0, trained), rest: order.subarray(trained) };
}

/** Python's round(). */
function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** The chosen rows, one below the other; the values themselves where those are all rows as they stand. */
function gather<Values extends Float32Array | Int32Array>(values: Values, length: number, rows: Int32Array): Values {
  if (rows.length * length === values.length && rows.every((row, at) => row === at)) return values;
  const out = new (values.constructor as new (size: number) => Values)(rows.length * length);
  rows.forEach((row, at) => {
    out.set(values.subarray(row * length, (row + 1) * length), at * length);
  });
  return out;
}

function partOf(x: Float32Array, targets: Targets, rows: Int32Array): Part {
  return new Part(rows.length, { x, y: gather(targets.values, sizeOf(targets.shape), rows) });
}
