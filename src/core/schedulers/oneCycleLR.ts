// OneCycleLR: up to max_lr and down to nearly nothing in one run, momentum the other way (Smith and Topin, 2017).
import type * as z from 'zod/mini';
import { cos } from '../math.ts';
import { boolean, choice, integer, number, object, optional } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { text } from '../text.ts';
import type { SchedulerType } from './scheduler.ts';

const options = object({
  max_lr: number('The highest learning rate, of all layers alike: the optimizer’s own plays no part.', {
    exclusiveMin: 0,
  }),
  total_steps: optional(integer('Iterations of the whole cycle (default: epochs · steps_per_epoch).', { min: 1 })),
  epochs: optional(integer('Epochs of the whole cycle (default: those of "training").', { min: 1 })),
  steps_per_epoch: optional(integer('Iterations of an epoch (default: its batches).', { min: 1 })),
  pct_start: number('The part of the cycle in which the learning rate grows.', { default: 0.3, min: 0, max: 1 }),
  anneal_strategy: choice(['cos', 'linear'], 'Along half a cosine, or a straight line.', 'cos'),
  cycle_momentum: boolean('Whether momentum (Adam’s first beta) falls while the learning rate grows, and back.', {
    default: true,
  }),
  base_momentum: number('Momentum where the learning rate is highest.', { default: 0.85, min: 0, exclusiveMax: 1 }),
  max_momentum: number('Momentum at the start and at the end.', { default: 0.95, min: 0, exclusiveMax: 1 }),
  div_factor: number('The first learning rate is max_lr over this.', { default: 25, exclusiveMin: 0 }),
  final_div_factor: number('The last learning rate is the first over this.', { default: 1e4, exclusiveMin: 0 }),
  three_phase: boolean('Fall back to the first learning rate in as long as the way up took, then to the last.', {
    default: false,
  }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html; after its end it stays where it is. */
export const oneCycleLR: SchedulerType<Options> = {
  type: 'OneCycleLR',
  summary: 'One cycle for the whole run: the learning rate up to max_lr and down again, momentum the other way.',
  options,
  every: 'iteration',
  complete(given, run) {
    if (given.total_steps !== undefined) return given;
    const perEpoch = given.steps_per_epoch ?? run.batches;
    const total = given.epochs === undefined ? run.iterations : given.epochs * perEpoch;
    if (total !== null && total >= 1) return { ...given, total_steps: total };
    return {
      problem: text(
        'OneCycleLR needs to know where the run ends: give "total_steps", "epochs", or "epochs" in "training".',
      ),
    };
  },
  check({ cycle_momentum }, { type, options: ofOptimizer }) {
    if (!cycle_momentum || 'momentum' in ofOptimizer || 'betas' in ofOptimizer) return null;
    return text('{0} has no momentum to cycle: set "cycle_momentum" to false.', type);
  },
  lr(given, _base, step) {
    const { total_steps = 1, max_lr, div_factor, final_div_factor } = given;
    const initial = max_lr / div_factor;
    const lowest = initial / final_div_factor;
    const at = Math.min(step, total_steps - 1);
    const peak = peakOf(given);
    const back = backOf(given);
    if (at <= peak) return between(given, initial, max_lr, at, 0, peak);
    if (!given.three_phase) return between(given, max_lr, lowest, at, peak, total_steps - 1);
    if (at <= back) return between(given, max_lr, initial, at, peak, back);
    return between(given, initial, lowest, at, back, total_steps - 1);
  },
  momentum(given, step) {
    const { total_steps = 1, cycle_momentum, base_momentum: base, max_momentum: highest } = given;
    if (!cycle_momentum) return NaN;
    const at = Math.min(step, total_steps - 1);
    const peak = peakOf(given);
    const back = backOf(given);
    if (at <= peak) return between(given, highest, base, at, 0, peak);
    if (!given.three_phase) return between(given, base, highest, at, peak, total_steps - 1);
    return at <= back ? between(given, base, highest, at, peak, back) : highest;
  },
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.OneCycleLR', options, given, ['optimizer']),
  formula: ({ max_lr, div_factor, final_div_factor }) =>
    `${figure(max_lr / div_factor)} → ${figure(max_lr)} → ${figure(max_lr / div_factor / final_div_factor)}`,
};

/** The last step of the way up, and with three phases that of the way back. */
function peakOf({ total_steps = 1, pct_start }: Options): number {
  return pct_start * total_steps - 1;
}

function backOf({ total_steps = 1, pct_start }: Options): number {
  return 2 * pct_start * total_steps - 2;
}

/** The figure at step `at` of a phase from step `start` to step `end`, in which it goes from one value to another. */
function between(
  { anneal_strategy }: Options,
  from: number,
  to: number,
  at: number,
  start: number,
  end: number,
): number {
  // A phase of no length has only its end.
  const part = end === start ? 1 : (at - start) / (end - start);
  if (anneal_strategy === 'linear') return (to - from) * part + from;
  return to + ((from - to) / 2) * (cos(Math.PI * part) + 1);
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
