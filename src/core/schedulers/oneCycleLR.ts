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
  move(given, step, figures) {
    const { total_steps = 1, pct_start, three_phase, anneal_strategy, cycle_momentum } = given;
    const { max_lr, div_factor, final_div_factor, base_momentum, max_momentum } = given;
    const at = Math.min(step, total_steps - 1);
    // Last steps of the way up, and with three phases of the way back.
    const peak = pct_start * total_steps - 1;
    const back = three_phase ? 2 * pct_start * total_steps - 2 : total_steps - 1;
    const phase = at <= peak ? 0 : at <= back ? 1 : 2;
    const start = phase === 0 ? 0 : phase === 1 ? peak : back;
    const end = phase === 0 ? peak : phase === 1 ? back : total_steps - 1;
    // A phase of no length has only its end.
    const part = end === start ? 1 : (at - start) / (end - start);
    /** How much of the phase's first value is left. */
    const rest = anneal_strategy === 'linear' ? 1 - part : (cos(Math.PI * part) + 1) / 2;
    const initial = max_lr / div_factor;
    const lowest = initial / final_div_factor;
    const from = phase === 1 ? max_lr : initial;
    const to = phase === 0 ? max_lr : phase === 1 && three_phase ? initial : lowest;
    figures.lr = to + (from - to) * rest;
    if (!cycle_momentum) return;
    const first = phase === 0 ? max_momentum : base_momentum;
    const last = phase === 0 ? base_momentum : max_momentum;
    figures.momentum = phase === 2 ? max_momentum : last + (first - last) * rest;
  },
  pytorch: (given) => pythonCall('torch.optim.lr_scheduler.OneCycleLR', options, given, ['optimizer']),
  formula: ({ max_lr, div_factor, final_div_factor }) =>
    `${figure(max_lr / div_factor)} → ${figure(max_lr)} → ${figure(max_lr / div_factor / final_div_factor)}`,
};

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
