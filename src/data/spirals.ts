// spirals: arms that wind around each other. Row i is class k = i mod classes, the j-th (from 0) of its class's c rows;
// s = (j + 1) / c; t = 2π·(turns·s + k / classes); x = 5·s·(sin t, cos t). Draws: with noise,
// x += empty(rows, 2).normal_(0, noise). Shape of TensorFlow Playground's spiral.
import type * as z from 'zod/mini';
import { cos, sin } from '../core/math.ts';
import { integer, number, object } from '../core/options.ts';
import { alternatingClasses, noiseOption, planeNames, pointsByClass, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const RADIUS = 5;

const options = object({
  samples: samplesOption(300),
  classes: integer('Number of arms, a class each.', { default: 2, min: 2, max: 100 }),
  turns: number('Turns that an arm makes around the middle.', { default: 1.75, min: 0, max: 100 }),
  noise: noiseOption('Standard deviation of the normal noise on both coordinates; the arms end at radius 5.', 0.1),
});

export const spirals = {
  source: 'spirals',
  summary: 'Arms that wind around each other: hard for a small network.',
  options,
  task: 'classes',
  size: ({ samples }) => ({ rows: samples, features: 2 }),
  load({ samples, classes, turns, noise }, generator) {
    const points = pointsByClass(samples, classes, (label, place, count) => {
      const s = (place + 1) / count;
      const t = 2 * Math.PI * (turns * s + label / classes);
      return [RADIUS * s * sin(t), RADIUS * s * cos(t)];
    });
    return Promise.resolve({
      x: withNoise(points, noise, generator),
      sampleShape: [2],
      rows: samples,
      y: alternatingClasses(samples, classes),
      featureNames: planeNames,
      classNames: Array.from({ length: classes }, (_, label) => String(label)),
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
