// gaussians: two clouds. Row i is class i mod 2; class 0 around (−2, −2), class 1 around (2, 2).
// Draws: x = middle + empty(rows, 2).normal_(0, noise). Shape of TensorFlow Playground's two Gaussians.
import type * as z from 'zod/mini';
import { object } from '../core/options.ts';
import { alternatingClasses, noiseOption, planeNames, pointsByClass, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(200),
  noise: noiseOption('Standard deviation of each cloud; their middles are at (−2, −2) and (2, 2).', 1),
});

export const gaussians = {
  source: 'gaussians',
  summary: 'Two round clouds, one a class: a single linear layer is enough.',
  options,
  task: 'classes',
  size: ({ samples }) => ({ rows: samples, features: 2 }),
  load({ samples, noise }, generator) {
    const points = pointsByClass(samples, 2, (label) => (label === 0 ? [-2, -2] : [2, 2]));
    return Promise.resolve({
      x: withNoise(points, noise, generator),
      sampleShape: [2],
      rows: samples,
      y: alternatingClasses(samples, 2),
      featureNames: planeNames,
      classNames: ['0', '1'],
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
