// StepLR: the learning rate times gamma every step_size epochs.
import type * as z from 'zod/mini';
import { integer, number, object } from '../options.ts';
import { power } from '../power.ts';
import { pythonCall } from '../pythonCall.ts';
import type { SchedulerType } from './scheduler.ts';

const options = object({
  step_size: integer('Epochs between two steps down.', { min: 1 }),
  gamma: number('What the learning rate is multiplied by.', { default: 0.1, min: 0 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html */
export const stepLR: SchedulerType<Options> = {
  type: 'StepLR',
  summary: 'Lowers the learning rate by a factor, every so many epochs.',
  options,
  every: 'epoch',
  lr: ({ step_size, gamma }, base, step) => base * power(gamma, Math.floor(step / step_size)),
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.StepLR', options, given, ['optimizer']),
  formula: ({ step_size, gamma }) => `lr·${gamma}^⌊epoch / ${step_size}⌋`,
};
