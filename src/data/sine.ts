// sine: a wave to fit. x goes in even steps from −π to π, x = float32(−π + i·2π / (rows − 1)); y = sin(periods·x).
// Draws: with noise, y += empty(rows).normal_(0, noise).
import type * as z from 'zod/mini';
import { sin } from '../core/math.ts';
import { number, object } from '../core/options.ts';
import { noiseOption, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(200),
  noise: noiseOption('Standard deviation of the normal noise on y.', 0.1),
  periods: number('Waves between −π and π.', { default: 1, min: 0, max: 1000 }),
});

export const sine = {
  source: 'sine',
  summary: 'A sine wave to fit: regression on one input.',
  options,
  task: 'values',
  size: ({ samples }) => ({ rows: samples, features: 1 }),
  load({ samples, noise, periods }, generator) {
    const step = samples > 1 ? (2 * Math.PI) / (samples - 1) : 0;
    const x = Float32Array.from({ length: samples }, (_, i) => -Math.PI + step * i);
    const heights = Float64Array.from(x, (at) => sin(periods * at));
    const values = Float64Array.from(withNoise(heights, noise, generator));
    return Promise.resolve({
      x,
      sampleShape: [1],
      rows: samples,
      y: { values, targetShape: [] },
      featureNames: ['x'],
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
