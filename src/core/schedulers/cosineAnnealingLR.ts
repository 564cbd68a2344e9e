// CosineAnnealingLR: down half a cosine in T_max epochs, and up again after them (Loshchilov and Hutter, 2016).
import type * as z from 'zod/mini';
import { cos } from '../math.ts';
import { integer, number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import type { SchedulerType } from './scheduler.ts';

const options = object({
  T_max: integer('Epochs until the lowest learning rate; as many lead up again.', { min: 1 }),
  eta_min: number('The lowest learning rate.', { default: 0, min: 0 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html */
export const cosineAnnealingLR: SchedulerType<Options> = {
  type: 'CosineAnnealingLR',
  summary: 'Lets the learning rate fall along half a cosine.',
  options,
  every: 'epoch',
  move({ T_max, eta_min }, step, figures) {
    // Within one period, where the cosine is exact at its ends.
    const turn = step % (2 * T_max);
    figures.lr = eta_min + ((figures.lr - eta_min) * (1 + cos((Math.PI * turn) / T_max))) / 2;
  },
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.CosineAnnealingLR', options, given, ['optimizer']),
  formula: ({ T_max, eta_min }) =>
    eta_min === 0
      ? `lr·½·(1 + cos(π·epoch / ${T_max}))`
      : `${eta_min} + (lr − ${eta_min})·½·(1 + cos(π·epoch / ${T_max}))`,
};
