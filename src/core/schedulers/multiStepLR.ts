// MultiStepLR: the learning rate times gamma at each of some epochs.
import * as z from 'zod/mini';
import { described, number, object } from '../options.ts';
import { power } from '../power.ts';
import { pythonCall } from '../pythonCall.ts';
import type { SchedulerType } from './scheduler.ts';

const options = object({
  milestones: described(
    z.array(z.int().check(z.gte(0))),
    'Epochs after which the learning rate is lowered; one that stands twice counts twice.',
  ),
  gamma: number('What the learning rate is multiplied by.', { default: 0.1, min: 0 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html */
export const multiStepLR: SchedulerType<Options> = {
  type: 'MultiStepLR',
  summary: 'Lowers the learning rate by a factor at chosen epochs.',
  options,
  every: 'epoch',
  lr({ milestones, gamma }, base, step) {
    let passed = 0;
    for (const milestone of milestones) if (milestone <= step) passed++;
    return base * power(gamma, passed);
  },
  pytorch({ milestones, ...rest }) {
    const list = `[${milestones.join(', ')}]`;
    const others = object({ gamma: options.shape.gamma });
    return pythonCall('torch.optim.lr_scheduler.MultiStepLR', others, rest, ['optimizer', `milestones=${list}`]);
  },
  formula: ({ milestones, gamma }) => `lr·${gamma}^(epochs of ${milestones.join(', ')} reached)`,
};
