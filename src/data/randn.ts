// randn: normal numbers in, normal numbers out, nothing to learn: for looking at a network's shapes and inits.
// Draws: x = torch.randn(samples, features), then y = torch.randn(samples, outputs).
import type * as z from 'zod/mini';
import { integer, object } from '../core/options.ts';
import { samplesOption } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(5),
  features: integer('Numbers in a sample.', { default: 3, min: 1, max: 100_000 }),
  outputs: integer('Numbers in a target.', { default: 1, min: 1, max: 100_000 }),
});

export const randn = {
  source: 'randn',
  summary: 'Normal random numbers in and out, as torch.randn: nothing to learn, but shapes and inits to look at.',
  options,
  task: 'values',
  size: ({ samples, features, outputs }) => ({ rows: samples, features: features + outputs }),
  load({ samples, features, outputs }, generator) {
    const x = new Float32Array(samples * features);
    const y = new Float32Array(samples * outputs);
    generator.normal(x, 0, 1);
    generator.normal(y, 0, 1);
    return Promise.resolve({
      x,
      sampleShape: [features],
      rows: samples,
      y: { values: Float64Array.from(y), targetShape: [outputs] },
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
