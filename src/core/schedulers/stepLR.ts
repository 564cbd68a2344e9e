// StepLR: the learning rate times gamma every step_size epochs.
import type * as z from 'zod/mini';
import { integer, number, object } from '../options.ts';
import { raise } from '../power.ts';
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
  move({ step_size, gamma }, step, figures) {
    const { work } = figures;
    work[0] = gamma;
    raise(work, Math.floor(step / step_size));
    figures.lr *= work[0];
  },
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.StepLR', options, given, ['optimizer']),
  formula: ({ step_size, gamma }) => `lr·${gamma}^⌊epoch / ${step_size}⌋`,
};
