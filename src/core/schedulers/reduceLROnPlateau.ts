// ReduceLROnPlateau: lowers the learning rate when the loss has stopped falling. The loss is the mean over the rows of the
// epoch's batches: each batch's loss, before its update, weighted by its rows.
import type * as z from 'zod/mini';
import { choice, integer, number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import type { Judgement, SchedulerType } from './scheduler.ts';

const options = object({
  mode: choice(['min', 'max'], 'Whether the loss should fall or grow.', 'min'),
  factor: number('What the learning rate is multiplied by.', { default: 0.1, min: 0, exclusiveMax: 1 }),
  patience: integer('Epochs without progress that are let pass.', { default: 10, min: 0 }),
  threshold: number('How much better than the best counts as progress.', { default: 1e-4, min: 0 }),
  threshold_mode: choice(['rel', 'abs'], 'Whether the threshold is a part of the best loss or a loss itself.', 'rel'),
  cooldown: integer('Epochs after a reduction in which none is counted as bad.', { default: 0, min: 0 }),
  min_lr: number('Below this it does not go.', { default: 0, min: 0 }),
  eps: number('A reduction by no more than this is left out.', { default: 1e-8, min: 0 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html */
export const reduceLROnPlateau: SchedulerType<Options> = {
  type: 'ReduceLROnPlateau',
  summary: 'Lowers the learning rate when the training loss has not got better for some epochs.',
  options,
  every: 'epoch',
  move({ factor, min_lr, eps }, reductions, figures) {
    for (let i = 0; i < reductions; i++) {
      const reduced = Math.max(figures.lr * factor, min_lr);
      if (!(figures.lr - reduced > eps)) break;
      figures.lr = reduced;
    }
  },
  judge(given, judgement) {
    if (isBetter(given, judgement)) {
      judgement.best = judgement.loss;
      judgement.badEpochs = 0;
    } else {
      judgement.badEpochs++;
    }
    if (judgement.cooldown > 0) {
      judgement.cooldown--;
      judgement.badEpochs = 0;
    }
    if (judgement.badEpochs <= given.patience) return;
    judgement.reductions++;
    judgement.cooldown = given.cooldown;
    judgement.badEpochs = 0;
  },
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.ReduceLROnPlateau', options, given, ['optimizer']),
  formula: ({ factor, patience }) => `lr·${factor} after ${patience} epochs without progress`,
};

/** `best` is NaN before the first loss: everything that is a number is better. */
function isBetter({ mode, threshold, threshold_mode }: Options, { loss, best }: Judgement): boolean {
  if (Number.isNaN(best)) return Math.abs(loss) < Infinity;
  const relative = threshold_mode === 'rel';
  if (mode === 'min') return loss < (relative ? best * (1 - threshold) : best - threshold);
  return loss > (relative ? best * (threshold + 1) : best + threshold);
}
