// xor: the corners of the unit square, 1 where the coordinates differ: (0,0)→0, (0,1)→1, (1,0)→1, (1,1)→0, over and
// over in this order up to `samples` rows (default: once). Draws: with noise, x += empty(rows, 2).normal_(0, noise).
import type * as z from 'zod/mini';
import { integer, object, optional } from '../core/options.ts';
import { noiseOption, planeNames, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: optional(
    integer('Number of rows, going round the four corners (default: 4, each once).', { min: 1, max: 10_000_000 }),
  ),
  noise: noiseOption('Standard deviation of the normal noise on both coordinates.', 0),
});

export const xor = {
  source: 'xor',
  summary: 'The four corners of a square, opposite ones alike: what no single linear layer can tell apart.',
  options,
  task: 'classes',
  size: ({ samples = 4 }) => ({ rows: samples, features: 2 }),
  load({ samples = 4, noise }, generator) {
    const corners = Float64Array.from({ length: samples * 2 }, (_, i) => (i % 2 === 0 ? (i >> 2) & 1 : (i >> 1) & 1));
    const x = withNoise(corners, noise, generator);
    const values = Float64Array.from({ length: samples }, (_, row) => corners[row * 2] ^ corners[row * 2 + 1]);
    return Promise.resolve({
      x,
      sampleShape: [2],
      rows: samples,
      y: { values, targetShape: [] },
      featureNames: planeNames,
      classNames: ['0', '1'],
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
