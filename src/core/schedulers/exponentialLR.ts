// ExponentialLR: the learning rate times gamma after every epoch.
import type * as z from 'zod/mini';
import { number, object } from '../options.ts';
import { raise } from '../power.ts';
import { pythonCall } from '../pythonCall.ts';
import type { SchedulerType } from './scheduler.ts';

const options = object({ gamma: number('What the learning rate is multiplied by after each epoch.', { min: 0 }) });
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html */
export const exponentialLR: SchedulerType<Options> = {
  type: 'ExponentialLR',
  summary: 'Lowers the learning rate by the same factor after every epoch.',
  options,
  every: 'epoch',
  move({ gamma }, step, figures) {
    const { work } = figures;
    work[0] = gamma;
    raise(work, step);
    figures.lr *= work[0];
  },
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.ExponentialLR', options, given, ['optimizer']),
  formula: ({ gamma }) => `lr·${gamma}^epoch`,
};
