// MultiStepLR: the learning rate times gamma at each of some epochs.
import * as z from 'zod/mini';
import { described, number, object } from '../options.ts';
import { raise } from '../power.ts';
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
  move({ milestones, gamma }, step, figures) {
    let passed = 0;
    for (const milestone of milestones) if (milestone <= step) passed++;
    const { work } = figures;
    work[0] = gamma;
    raise(work, passed);
    figures.lr *= work[0];
  },
  pytorch({ milestones, ...rest }) {
    const list = `[${milestones.join(', ')}]`;
    const others = object({ gamma: options.shape.gamma });
    return pythonCall('torch.optim.lr_scheduler.MultiStepLR', others, rest, ['optimizer', `milestones=${list}`]);
  },
  formula: ({ milestones, gamma }) => `lr·${gamma}^(epochs of ${milestones.join(', ')} reached)`,
};
