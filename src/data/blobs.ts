// blobs: a cloud a class, in as many dimensions as wanted. Row i is class i mod classes.
// Draws: centers = empty(classes, features).uniform_(−box, box); x = centers[class] + empty(rows, features)
// .normal_(0, noise). Shape of scikit-learn's make_blobs.
import type * as z from 'zod/mini';
import { integer, number, object } from '../core/options.ts';
import { alternatingClasses, noiseOption, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(300),
  classes: integer('Number of clouds, a class each.', { default: 3, min: 2, max: 1000 }),
  features: integer('Number of coordinates of a point.', { default: 2, min: 1, max: 100_000 }),
  noise: noiseOption('Standard deviation of each cloud.', 1),
  box: number('The middles of the clouds are drawn evenly from −box to box in every coordinate.', {
    default: 5,
    min: 0,
    max: 1e30,
  }),
});

export const blobs = {
  source: 'blobs',
  summary: 'Round clouds around random middles, one a class.',
  options,
  task: 'classes',
  size: ({ samples, features }) => ({ rows: samples, features }),
  load({ samples, classes, features, noise, box }, generator) {
    const centers = new Float32Array(classes * features);
    generator.uniform(centers, -box, box);
    const points = new Float64Array(samples * features);
    for (let row = 0; row < samples; row++) {
      const label = row % classes;
      points.set(centers.subarray(label * features, (label + 1) * features), row * features);
    }
    return Promise.resolve({
      x: withNoise(points, noise, generator),
      sampleShape: [features],
      rows: samples,
      y: alternatingClasses(samples, classes),
      featureNames: Array.from({ length: features }, (_, feature) => `x${feature + 1}`),
      classNames: Array.from({ length: classes }, (_, label) => String(label)),
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
