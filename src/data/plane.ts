// plane: a tilted plane to fit, y = (x1 + x2) / 10 over the square from −6 to 6.
// Draws: x = empty(rows, 2).uniform_(−6, 6), then with noise y += empty(rows).normal_(0, noise).
// Shape of TensorFlow Playground's plane.
import type * as z from 'zod/mini';
import { object } from '../core/options.ts';
import { noiseOption, planeNames, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(200),
  noise: noiseOption('Standard deviation of the normal noise on y.', 0),
});

export const plane = {
  source: 'plane',
  summary: 'A tilted plane to fit: regression that a single linear layer solves.',
  options,
  task: 'values',
  size: ({ samples }) => ({ rows: samples, features: 2 }),
  load({ samples, noise }, generator) {
    const x = new Float32Array(samples * 2);
    generator.uniform(x, -6, 6);
    const heights = Float64Array.from({ length: samples }, (_, row) => (x[row * 2] + x[row * 2 + 1]) / 10);
    const values = Float64Array.from(withNoise(heights, noise, generator));
    return Promise.resolve({
      x,
      sampleShape: [2],
      rows: samples,
      y: { values, targetShape: [] },
      featureNames: planeNames,
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
