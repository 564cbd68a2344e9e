// ExponentialLR: the learning rate times gamma after every epoch.
import type * as z from 'zod/mini';
import { number, object } from '../options.ts';
import { power } from '../power.ts';
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
  lr: ({ gamma }, base, step) => base * power(gamma, step),
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.ExponentialLR', options, given, ['optimizer']),
  formula: ({ gamma }) => `lr·${gamma}^epoch`,
};
