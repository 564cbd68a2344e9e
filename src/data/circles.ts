// circles: a ring around a smaller one. Row i is class i mod 2, the j-th of its class's c rows; t = 2π·j / c;
// class 0: (cos t, sin t), class 1: factor·(cos t, sin t). Draws: with noise, x += empty(rows, 2).normal_(0, noise).
// Shape of scikit-learn's make_circles.
import type * as z from 'zod/mini';
import { cos, sin } from '../core/math.ts';
import { number, object } from '../core/options.ts';
import { alternatingClasses, noiseOption, planeNames, pointsByClass, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(200),
  noise: noiseOption('Standard deviation of the normal noise on both coordinates.', 0.1),
  factor: number('Radius of the inner ring; the outer one has radius 1.', { default: 0.5, min: 0, exclusiveMax: 1 }),
});

export const circles = {
  source: 'circles',
  summary: 'A ring around a smaller ring.',
  options,
  task: 'classes',
  size: ({ samples }) => ({ rows: samples, features: 2 }),
  load({ samples, noise, factor }, generator) {
    const points = pointsByClass(samples, 2, (label, place, count) => {
      const t = (2 * Math.PI * place) / count;
      const radius = label === 0 ? 1 : factor;
      return [radius * cos(t), radius * sin(t)];
    });
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
