// dirac: a convolution that changes nothing: the middle of each kernel from a channel to itself is 1.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_
import type * as z from 'zod/mini';
import { integer, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import { text } from '../text.ts';
import type { InitTarget, InitType } from './init.ts';

const options = object({
  groups: integer('Groups of channels, each of which is passed on by itself.', { default: 1, min: 1 }),
});
type Options = z.infer<typeof options>;

export const dirac = {
  type: 'dirac',
  summary: 'Channels pass through a convolution unchanged: 1 in the middle of their kernels, else 0.',
  options,
  needsMatrix: true,
  check({ groups }, { shape }) {
    if (shape.length < 3 || shape.length > 5) {
      return text('dirac is for convolutions: it needs 3 to 5 dimensions, and this parameter has {0}.', shape.length);
    }
    if (shape[0] % groups === 0) return null;
    return text('{0} output channels can’t be divided into {1} groups.', shape[0], groups);
  },
  fill(out, { groups }, target) {
    const { shape } = target;
    const [outputs, inputs, ...kernel] = shape;
    const kernelSize = sizeOf(kernel);
    const middle = kernel.reduce((place, length) => place * length + Math.floor(length / 2), 0);
    out.fill(0);
    for (let group = 0; group < groups; group++) {
      for (let d = 0; d < passed(groups, target); d++) {
        const output = (group * outputs) / groups + d;
        out[(output * inputs + d) * kernelSize + middle] = 1;
      }
    }
  },
  explain({ groups }, target) {
    const ones = groups * passed(groups, target);
    return {
      theory: { kind: 'point', value: 0, exceptions: 1 },
      formula: `1 in the middle of ${ones} kernels, else 0`,
      figures: [
        ['groups', groups],
        ['ones', ones],
      ],
    };
  },
  pytorch: (given, parameter) => pythonCall('nn.init.dirac_', options, given, [parameter]),
} satisfies InitType<Options>;

/** Channels of a group that are passed on. */
function passed(groups: number, { shape: [outputs, inputs] }: InitTarget): number {
  return Math.min(Math.floor(outputs / groups), inputs);
}
