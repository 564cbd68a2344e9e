// uniform: every value equally likely between a and b.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.uniform_
import type * as z from 'zod/mini';
import { FLOAT32_MAX, number, object } from '../options.ts';
import { text } from '../text.ts';
import { figure } from './figure.ts';
import type { InitType } from './init.ts';
import { pythonCall } from '../pythonCall.ts';

const options = object({
  a: number('Lower bound.', { default: 0 }),
  b: number('Upper bound, itself never reached.', { default: 1 }),
});

export const uniform = {
  type: 'uniform',
  summary: 'Every value equally likely between a and b.',
  options,
  needsMatrix: false,
  check({ a, b }) {
    if (a > b) return text('The lower bound a ({0}) is above the upper bound b ({1}).', a, b);
    return b - a > FLOAT32_MAX
      ? text('The range from a ({0}) to b ({1}) is wider than a float32 can hold.', a, b)
      : null;
  },
  fill(out, { a, b }, _target, generator) {
    generator.uniform(out, a, b);
  },
  explain({ a, b }) {
    return {
      theory: { kind: 'uniform', from: a, to: b },
      formula: `U(a, b) = U(${figure(a)}, ${figure(b)})`,
      figures: [
        ['a', a],
        ['b', b],
        ['std', (b - a) / Math.sqrt(12)],
      ],
    };
  },
  pytorch(given, parameter) {
    return pythonCall('nn.init.uniform_', options, given, [parameter]);
  },
} satisfies InitType<z.infer<typeof options>>;
