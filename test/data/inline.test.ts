// The inline source: shapes of nested lists, and the place of what doesn't fit.
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { formatText } from '../../src/core/text.ts';
import { inline } from '../../src/data/inline.ts';
import { filesOf } from './files.ts';

const load = (x: unknown[], y: unknown[]) => {
  const source: { load(options: object, ...rest: unknown[]): ReturnType<typeof inline.load> } = inline;
  return source.load(inline.options.parse({ x, y }), createGenerator(1), filesOf({}));
};

async function problems(x: unknown[], y: unknown[]) {
  const loaded = await load(x, y);
  if (!('problems' in loaded)) throw new Error('loaded without a problem');
  return loaded.problems.map(({ code, field, message }) => [code, field.join('.'), formatText(message)]);
}

describe('inline', () => {
  it('takes rows of numbers', async () => {
    expect(
      await load(
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        [0.5, 1],
      ),
    ).toEqual({
      x: Float32Array.of(0, 1, 2, 3, 4, 5),
      sampleShape: [3],
      rows: 2,
      y: { values: Float64Array.of(0.5, 1), targetShape: [] },
    });
  });

  it('takes images, vectors and labels', async () => {
    expect(
      await load(
        [[[[1, 2]]], [[[3, 4]]]],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toMatchObject({
      sampleShape: [1, 1, 2],
      y: { targetShape: [2] },
    });
    expect(await load([1, 2], ['a', 'b'])).toMatchObject({ sampleShape: [1], y: { labels: ['a', 'b'] } });
  });

  it('finds every ragged or odd item by its index path', async () => {
    expect(await problems([[1, 2], [3], [4, 'x'], 5, [null, [6]]], [0, 0, 0, 0, 0])).toEqual([
      ['ragged', 'x.1', 'A list of length 1 stands here; in the first row its length is 2.'],
      ['not-a-number', 'x.2.1', 'A number is needed here, not "x".'],
      ['ragged', 'x.3', 'A list of length 2 is needed here, as in the first row.'],
      ['not-a-number', 'x.4.0', 'A number is needed here, not null.'],
      ['ragged', 'x.4.1', 'A list stands here, where the first row has a number.'],
    ]);
    expect(await problems([[1]], [['a']])).toEqual([['not-a-number', 'y.0.0', 'A number is needed here, not "a".']]);
    expect(await problems([[1], [2]], ['a', 2])).toEqual([
      ['not-a-label', 'y.1', 'A class name in double quotes is needed here, as in the first row.'],
    ]);
    expect(await problems([[1e39]], [0])).toEqual([
      ['not-a-number', 'x.0.0', 'This number is too large for a float32.'],
    ]);
  });

  it('wants as many targets as rows, and some of both', async () => {
    expect(await problems([[1], [2]], [0])).toEqual([
      ['row-count', 'y', 'x has 2 rows, y has 1: each row needs its target.'],
    ]);
    const empty = 'This list is empty.';
    expect(await problems([], [])).toEqual([
      ['data-empty', 'x', empty],
      ['data-empty', 'y', empty],
    ]);
    expect(await problems([[]], [0])).toEqual([['data-empty', 'x.0', empty]]);
  });
});
