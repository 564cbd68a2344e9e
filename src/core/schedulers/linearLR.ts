// LinearLR: a factor that grows (or falls) in a straight line over the first iterations: a warm-up.
import * as z from 'zod/mini';
import { described, integer, number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import type { SchedulerType } from './scheduler.ts';

const startFactor = described(
  z._default(z.number().check(z.gt(0), z.lte(1)), 1 / 3),
  'What the learning rate is multiplied by in the first iteration.',
);
const totalIters = integer('Iterations until the factor has reached its end.', { default: 5, min: 1 });

const options = object({
  start_factor: startFactor,
  end_factor: number('The factor at the end.', { default: 1, min: 0, max: 1 }),
  total_iters: totalIters,
});
type Options = z.infer<typeof options>;

/** The `warmup` before another scheduler: it ends at the full learning rate. */
export const warmupOptions = object({ start_factor: startFactor, total_iters: totalIters });
export type Warmup = z.infer<typeof warmupOptions>;

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html, stepped after each iteration. */
export const linearLR: SchedulerType<Options> = {
  type: 'LinearLR',
  summary: 'Warm-up: the learning rate grows in a straight line over the first iterations.',
  options,
  every: 'iteration',
  move({ start_factor, end_factor, total_iters }, step, figures) {
    figures.lr *= start_factor + ((end_factor - start_factor) * Math.min(step, total_iters)) / total_iters;
  },
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.LinearLR', options, given, ['optimizer']),
  formula: ({ start_factor, end_factor, total_iters }) =>
    `lr·(${figure(start_factor)} → ${figure(end_factor)} over ${total_iters} iterations)`,
};

function figure(factor: number): string {
  return String(Number(factor.toPrecision(4)));
}
