// From raw rows to a data set: split, scaling, targets; and the whole way from a spec.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { formatText } from '../../src/core/text.ts';
import { buildDataset, type DatasetOptions } from '../../src/data/dataset.ts';
import { type DataSpec, loadDataset } from '../../src/data/load.ts';
import type { DataProblem, Dataset, RawData } from '../../src/data/source.ts';
import { sources } from '../../src/data/sources.ts';
import type { LossTarget } from '../../src/data/targets.ts';
import { integersOf, readFixture } from '../parity/fixture.ts';
import { shippedFiles } from './files.ts';

const plain: DatasetOptions = { test: 0, normalize: 'none' };
const value: LossTarget = { kind: 'values', outputShape: [1], binary: false };
const binary: LossTarget = { kind: 'values', outputShape: [1], binary: true };
const classes: LossTarget = { kind: 'classes' };

function rawOf(x: number[], features: number, y: RawData['y']): RawData {
  return { x: Float32Array.from(x), sampleShape: [features], rows: x.length / features, y };
}

const numbers = (...values: number[]): RawData['y'] => ({ values: Float64Array.from(values), targetShape: [] });

type Built = Dataset | { problems: readonly DataProblem[] };

function build(raw: RawData, options: Partial<DatasetOptions>, target: LossTarget, seed = 1): Built {
  return buildDataset(raw, { ...plain, ...options }, createGenerator(seed), target);
}

function fine(built: Built): Dataset {
  if ('problems' in built) throw new Error(built.problems.map(({ message }) => formatText(message)).join('\n'));
  return built;
}

function wrong(built: Built) {
  return 'problems' in built
    ? built.problems.map(({ code, field, message }) => [code, field, formatText(message)])
    : [];
}

describe('split', () => {
  const counting = (n: number) =>
    rawOf(
      Array.from({ length: n }, (_, i) => i),
      1,
      numbers(...Array.from({ length: n }, (_, i) => i)),
    );

  it('keeps order and draws nothing without test rows', () => {
    const { train, test } = fine(build(counting(5), {}, value));
    expect([[...train.x], train.rows, test.rows]).toEqual([[0, 1, 2, 3, 4], 5, 0]);
  });

  it('follows one torch.randperm', () => {
    interface Call {
      readonly call: string;
      readonly size: number;
      readonly bits: string;
    }
    const { cases } = readFixture<{ seed: number; calls: readonly Call[] }>('random.json');
    const fitting = cases.filter(({ calls: [first] }) => first.call === 'randperm' && first.size > 2);
    expect(fitting.length).toBeGreaterThan(2);
    for (const { seed, calls } of fitting) {
      const order = [...integersOf(calls[0].bits)];
      const { train, test } = fine(build(counting(order.length), { test: 0.2 }, value, seed));
      const kept = order.length - Math.round(0.2 * order.length);
      expect([...train.x]).toEqual(order.slice(0, kept));
      expect([...test.x]).toEqual(order.slice(kept));
      expect([...test.y]).toEqual(order.slice(kept));
    }
  });

  it.each([
    [10, 0.25, 2], // round(2.5) is 2 in Python
    [14, 0.25, 4],
    [3, 0.1, 0],
    [150, 0.2, 30],
  ])('of %i rows at %f keeps %i for testing', (n, test, kept) => {
    expect(fine(build(counting(n), { test }, value)).test.rows).toBe(kept);
  });

  it('needs something to train on', () => {
    expect(wrong(build(counting(1), { test: 0.9 }, value))).toEqual([
      ['data-split', ['test'], 'A test part of 0.9 leaves nothing to train on (rows: 1).'],
    ]);
  });
});

describe('normalize', () => {
  it('standard: mean 0 and population std 1 over the training rows, a constant feature only centred', () => {
    const raw = rawOf([1, 7, 2, 7, 3, 7, 6, 7], 2, numbers(0, 0, 0, 0));
    const { train } = fine(build(raw, { normalize: 'standard' }, value));
    const std = Math.sqrt(14 / 4); // deviations −2, −1, 0, 3
    expect([...train.x]).toEqual([-2 / std, 0, -1 / std, 0, 0, 0, 3 / std, 0].map(Math.fround));
  });

  it('minmax: 0 to 1, a constant feature to 0', () => {
    const raw = rawOf([2, 7, 4, 7, 6, 7], 2, numbers(0, 0, 0));
    expect([...fine(build(raw, { normalize: 'minmax' }, value)).train.x]).toEqual([0, 0, 0.5, 0, 1, 0]);
  });

  it('measures the training rows alone, and scales the test rows by them', () => {
    const row = fc.float({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(row, { minLength: 8, maxLength: 40 }), fc.integer(), (x, seed) => {
        const raw = rawOf(x, 1, numbers(...x));
        const { train, test } = fine(build(raw, { test: 0.3, normalize: 'minmax' }, value, seed));
        const low = Math.min(...train.y);
        const high = Math.max(...train.y);
        const expected = (y: ArrayLike<number>) =>
          Array.from(y, (at) => Math.fround((at - low) / (high === low ? 1 : high - low)));
        expect(train.x).toEqual(Float32Array.from(expected(train.y)));
        expect(test.x).toEqual(Float32Array.from(expected(test.y)));
      }),
    );
  });

  it('leaves the raw rows alone', () => {
    const raw = rawOf([1, 2, 3], 1, numbers(0, 0, 0));
    build(raw, { normalize: 'standard' }, value);
    expect([...raw.x]).toEqual([1, 2, 3]);
  });
});

describe('targets', () => {
  const labels = (...names: string[]) => rawOf(names.map(Number.prototype.valueOf.bind(0)), 1, { labels: names });

  it('numbers text in order of appearance, over all rows before the split', () => {
    const { train, test, targetType, targetShape, classNames } = fine(
      build(labels('b', 'a', 'b', 'c', 'a'), { test: 0.4 }, classes),
    );
    expect([targetType, targetShape, classNames]).toEqual(['int32', [], ['b', 'a', 'c']]);
    const order = [...createGenerator(1).randperm(5)];
    expect([...train.y, ...test.y]).toEqual(order.map((row) => [0, 1, 0, 2, 1][row]));
  });

  it('makes two texts 0 and 1 for a binary loss', () => {
    const { train, targetShape, classNames } = fine(build(labels('yes', 'no', 'yes'), {}, binary));
    expect(train.y).toEqual(Float32Array.of(0, 1, 0));
    expect([targetShape, classNames]).toEqual([[1], ['yes', 'no']]);
    expect(wrong(build(labels('a', 'b', 'c'), {}, binary))[0]).toMatchObject(['target-class', [], /has 3: a, b, c/]);
  });

  it('makes a flat list a column', () => {
    const { train, targetShape, targetType } = fine(build(rawOf([1, 2], 1, numbers(0.5, 1.5)), {}, value));
    expect([targetShape, targetType, [...train.y]]).toEqual([[1], 'float32', [0.5, 1.5]]);
  });

  it('takes class indices as whole numbers', () => {
    const { train, classNames } = fine(build(rawOf([1, 2, 3], 1, numbers(2, 0, 2)), {}, classes));
    expect([train.y, classNames]).toEqual([Int32Array.of(2, 0, 2), ['0', '1', '2']]);
    for (const bad of [0.5, -1, NaN, 1e9]) {
      expect(wrong(build(rawOf([1, 2], 1, numbers(0, bad)), {}, classes))[0][0]).toBe('target-class');
    }
  });

  it('takes a column of class indices as a list of them', () => {
    const column = rawOf([1, 2], 1, { values: Float64Array.of(1, 0), targetShape: [1] });
    expect(fine(build(column, {}, classes)).targetShape).toEqual([]);
  });

  it('wants floats of the output’s shape', () => {
    const pairs = rawOf([1, 2], 1, { values: Float64Array.of(1, 2, 3, 4), targetShape: [2] });
    const built = fine(build(pairs, {}, { kind: 'values', outputShape: [2], binary: false }));
    expect([built.targetShape, [...built.train.y]]).toEqual([[2], [1, 2, 3, 4]]);
    expect(wrong(build(pairs, {}, value))).toEqual([
      [
        'target-shape',
        [],
        'A target is [2], but the network’s output is [1]: this loss compares them number by number.',
      ],
    ]);
  });

  it('says which text stands among numbers', () => {
    expect(wrong(build(labels('1', '2', 'x3', '4'), {}, value))[0][2]).toMatch(/row 3 has "x3"/);
    expect(wrong(build(labels('a', 'b'), {}, value))[0][2]).toMatch(/such as "a"/);
  });
});

describe('loadDataset', () => {
  const spec = (source: keyof typeof sources, given: object, rest: Partial<DataSpec> = {}): DataSpec => ({
    source,
    options: sources[source].options.parse(given),
    ...plain,
    seed: 42,
    ...rest,
  });

  it('makes, splits and scales', async () => {
    const loaded = fine(
      await loadDataset(spec('iris', {}, { test: 0.2, normalize: 'standard' }), classes, shippedFiles),
    );
    expect([loaded.train.rows, loaded.test.rows, loaded.classNames.length]).toEqual([120, 30, 3]);
    const mean = loaded.train.x.filter((_, i) => i % 4 === 0).reduce((sum, x) => sum + x, 0) / 120;
    expect(mean).toBeCloseTo(0, 6);
  });

  it('splits with what the source left of its generator', async () => {
    const { train } = fine(await loadDataset(spec('randn', { samples: 20 }, { test: 0.5 }), value, shippedFiles));
    const generator = createGenerator(42);
    const x = new Float32Array(60);
    generator.normal(x, 0, 1);
    generator.normal(new Float32Array(20), 0, 1);
    const [first] = generator.randperm(20);
    expect(train.x.subarray(0, 3)).toEqual(x.subarray(first * 3, first * 3 + 3));
  });

  it('gives the same bits again, and others for another seed', async () => {
    const make = async (seed: number) => {
      const { train, test } = fine(await loadDataset(spec('moons', {}, { seed, test: 0.2 }), binary, shippedFiles));
      return [train.x, train.y, test.x, test.y];
    };
    expect(await make(1)).toEqual(await make(1));
    expect(await make(1)).not.toEqual(await make(2));
  });

  it('puts a target’s problem where the target is given', async () => {
    const inline = spec('inline', { x: [[1], [2]], y: [0.5, 1] });
    expect(wrong(await loadDataset(inline, classes, shippedFiles))[0].slice(0, 2)).toEqual(['target-class', ['y']]);
  });

  it('makes nothing larger than it may', async () => {
    const huge = spec('randn', { samples: 10_000_000, features: 100_000 });
    expect(wrong(await loadDataset(huge, value, shippedFiles))[0].slice(0, 2)).toEqual(['data-too-large', ['samples']]);
  });
});
