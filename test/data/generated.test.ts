// Generated sources against the same formulas drawn with PyTorch (test/parity/makeData.py).
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { sizeOf } from '../../src/core/shape.ts';
import type { DataSource, RawData } from '../../src/data/source.ts';
import { sources } from '../../src/data/sources.ts';
import { floatsOf, integersOf, readFixture } from '../parity/fixture.ts';
import { shippedFiles } from './files.ts';

interface Case {
  readonly source: keyof typeof sources;
  readonly seed: number;
  readonly options: object;
  readonly x: string;
  readonly y: string;
  /** A permutation drawn next, to see that as much was drawn. */
  readonly next: string;
}

const table: Record<string, DataSource> = sources;
const fixture = readFixture<Case>('data.json');
const generated = Object.keys(sources).filter(
  (name) => !['iris', 'digits', 'csv', 'parquet', 'text', 'npy', 'idx', 'inline'].includes(name),
);

async function make(name: string, given: object, seed: number) {
  const source = table[name];
  const generator = createGenerator(seed);
  const raw = await source.load(source.options.parse(given), generator, shippedFiles);
  return { raw: raw as RawData, generator };
}

/** Largest difference; a normal of 16 and more differs from PyTorch's by a few units of its last place. */
function distance(ours: ArrayLike<number>, theirs: Float32Array): number {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((most, x, i) => Math.max(most, Math.abs(x - ours[i])), 0);
}

it('has cases for every generator', () => {
  expect(new Set(fixture.cases.map(({ source }) => source))).toEqual(new Set(generated));
});

describe(`the draws of PyTorch ${fixture.madeWith.torch}`, () => {
  it.each(fixture.cases)('$source $options, seed $seed', async ({ source, seed, options, x, y, next }) => {
    const { raw, generator } = await make(source, options, seed);
    expect(distance(raw.x, floatsOf(x))).toBeLessThan(3e-6);
    expect('values' in raw.y && distance(raw.y.values, floatsOf(y))).toBeLessThan(1e-6);
    expect(generator.randperm(9)).toEqual(integersOf(next));
  });
});

describe.each(generated)('%s', (name) => {
  it('has rows, shapes and names that agree', async () => {
    const { raw } = await make(name, {}, 1);
    const size = table[name].size(table[name].options.parse({}));
    expect(size?.rows).toBe(raw.rows);
    expect(raw.x).toHaveLength(raw.rows * sizeOf(raw.sampleShape));
    expect('values' in raw.y && raw.y.values.length).toBe(
      raw.rows * sizeOf('values' in raw.y ? raw.y.targetShape : []),
    );
    if (raw.featureNames) expect(raw.featureNames).toHaveLength(sizeOf(raw.sampleShape));
    if (table[name].task === 'classes' && 'values' in raw.y) {
      expect(new Set(raw.y.values).size).toBe(raw.classNames?.length);
    }
  });
});

it('makes the four corners of xor, drawing nothing', async () => {
  const { raw, generator } = await make('xor', {}, 5);
  expect([...raw.x]).toEqual([0, 0, 0, 1, 1, 0, 1, 1]);
  expect('values' in raw.y && [...raw.y.values]).toEqual([0, 1, 1, 0]);
  expect(generator.random32()).toBe(createGenerator(5).random32());
});

it('refuses sizes beyond reason, and unknown options', () => {
  expect(sources.moons.options.safeParse({ samples: 1e15 }).success).toBe(false);
  expect(sources.moons.options.safeParse({ samples: 0 }).success).toBe(false);
  expect(sources.moons.options.safeParse({ nosie: 0.1 }).success).toBe(false);
});

describe('shipped data', () => {
  it('reads iris', async () => {
    const { raw } = await make('iris', {}, 1);
    expect([raw.rows, raw.sampleShape]).toEqual([150, [4]]);
    expect([...raw.x.subarray(0, 4)]).toEqual([5.1, 3.5, 1.4, 0.2].map(Math.fround));
    expect('labels' in raw.y && [...new Set(raw.y.labels)]).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(raw.featureNames?.[0]).toBe('sepal_length');
  });

  it('reads digits', async () => {
    const { raw } = await make('digits', {}, 1);
    expect([raw.rows, raw.sampleShape]).toEqual([1797, [1, 8, 8]]);
    expect([Math.min(...raw.x), Math.max(...raw.x)]).toEqual([0, 16]);
    expect('values' in raw.y && [...raw.y.values.subarray(0, 4)]).toEqual([0, 1, 2, 3]);
  });
});
