// normal: the bell curve around mean, std wide.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.normal_
import type * as z from 'zod/mini';
import { number, object } from '../options.ts';
import { figure } from './figure.ts';
import type { InitType } from './init.ts';
import { pythonCall } from '../pythonCall.ts';

const options = object({
  mean: number('Mean of the values.', { default: 0 }),
  std: number('Standard deviation of the values.', { default: 1, min: 0 }),
});

export const normal = {
  type: 'normal',
  summary: 'Normally distributed values with the given mean and standard deviation.',
  options,
  needsMatrix: false,
  fill(out, { mean, std }, _target, generator) {
    generator.normal(out, mean, std);
  },
  explain({ mean, std }) {
    return {
      theory: { kind: 'normal', mean, std },
      formula: `N(mean, std²) = N(${figure(mean)}, ${figure(std)}²)`,
      figures: [
        ['mean', mean],
        ['std', std],
      ],
    };
  },
  pytorch(given, parameter) {
    return pythonCall('nn.init.normal_', options, given, [parameter]);
  },
} satisfies InitType<z.infer<typeof options>>;
