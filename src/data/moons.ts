// moons: two half circles that reach into each other. Row i is class i mod 2, the j-th of its class's c rows;
// t = π·j / (c − 1); class 0: (cos t, sin t), class 1: (1 − cos t, ½ − sin t). Draws: with noise,
// x += empty(rows, 2).normal_(0, noise). Shape of scikit-learn's make_moons.
import type * as z from 'zod/mini';
import { cos, sin } from '../core/math.ts';
import { object } from '../core/options.ts';
import { alternatingClasses, noiseOption, planeNames, pointsByClass, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(200),
  noise: noiseOption('Standard deviation of the normal noise on both coordinates.', 0.1),
});

export const moons = {
  source: 'moons',
  summary: 'Two half circles that reach into each other.',
  options,
  task: 'classes',
  size: ({ samples }) => ({ rows: samples, features: 2 }),
  load({ samples, noise }, generator) {
    const points = pointsByClass(samples, 2, (label, place, count) => {
      const t = count > 1 ? (Math.PI * place) / (count - 1) : 0;
      return label === 0 ? [cos(t), sin(t)] : [1 - cos(t), 0.5 - sin(t)];
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
