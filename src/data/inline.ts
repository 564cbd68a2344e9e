// inline: rows written into the file itself, samples first. Draws nothing.
import * as z from 'zod/mini';
import { described, object } from '../core/options.ts';
import { text } from '../core/text.ts';
import { flatten } from './nested.ts';
import type { DataProblem, DataSource, RawData } from './source.ts';
import { shorten } from './table.ts';

const options = object({
  x: described(
    z.array(z.unknown()),
    'Samples: a list of rows, each a list of numbers (or lists of lists, for images). A plain list is one number a row.',
  ),
  y: described(z.array(z.unknown()), 'Targets, one a row: numbers, lists of numbers, or class names as text.'),
});

export const inline = {
  source: 'inline',
  summary: 'Rows written here, in the file.',
  options,
  task: 'given',
  size: () => null, // what stands in the file is in memory already
  load({ x, y }) {
    const samples = flatten(x, 'x');
    const targets = readTargets(y);
    const problems = [
      ...('problems' in samples ? samples.problems : []),
      ...('problems' in targets ? targets.problems : []),
      ...(x.length === y.length ? [] : [unequal(x.length, y.length)]),
    ];
    if (problems.length > 0 || 'problems' in samples || 'problems' in targets) return Promise.resolve({ problems });
    const [rows, ...inner] = samples.shape;
    return Promise.resolve({
      x: Float32Array.from(samples.values),
      sampleShape: inner.length === 0 ? [1] : inner,
      rows,
      y: targets,
    });
  },
} satisfies DataSource<z.infer<typeof options>>;

function readTargets(y: readonly unknown[]): RawData['y'] | { problems: readonly DataProblem[] } {
  if (typeof y[0] === 'string') {
    const labels = y.filter((label) => typeof label === 'string');
    if (labels.length === y.length) return { labels };
    const problems = y.flatMap((label, row): DataProblem[] => {
      if (typeof label === 'string') return [];
      const message = text('A class name in double quotes is needed here, as in the first row.');
      return [{ code: 'not-a-label', message, field: ['y', row] }];
    });
    return { problems: shorten(problems) };
  }
  const flat = flatten(y, 'y');
  return 'problems' in flat ? flat : { values: flat.values, targetShape: flat.shape.slice(1) };
}

function unequal(x: number, y: number): DataProblem {
  return {
    code: 'row-count',
    message: text('x has {0} rows, y has {1}: each row needs its target.', x, y),
    field: ['y'],
  };
}
