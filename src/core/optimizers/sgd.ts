// SGD: a step against the gradient, with PyTorch's kind of momentum (the buffer is not scaled by the learning rate).
import * as z from 'zod/mini';
import { add, type Assignment, load, multiply, subtract } from '../elementwise.ts';
import { boolean, number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { effectiveGradient, gradientFormula, learningRate, maximize, weightDecay } from './commonOptions.ts';
import type { OptimizerType } from './optimizer.ts';

const options = object({
  lr: number(learningRate, { min: 0 }),
  momentum: number('How much of the last step goes on.', { default: 0, min: 0 }),
  dampening: number('How much less than all of the gradient enters the momentum, from the second step on.', {
    default: 0,
  }),
  weight_decay: weightDecay,
  nesterov: boolean('Nesterov momentum: look one step ahead. Needs momentum, and no dampening.', { default: false }),
  maximize,
}).check(
  z.refine(({ nesterov, momentum, dampening }) => !nesterov || (momentum > 0 && dampening === 0), {
    error: 'Nesterov momentum requires a momentum above 0 and dampening 0.',
    path: ['nesterov'],
  }),
);
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
export const sgd: OptimizerType<Options> = {
  type: 'SGD',
  summary: 'Stochastic gradient descent: a step against the gradient, with momentum if wanted.',
  options,
  state: ({ momentum }) => (momentum === 0 ? [] : ['momentum_buffer']),
  scalars: ['lr', 'momentum', 'gradient_factor'],
  // The first step's buffer is the gradient itself: the buffer is 0 then, and dampening only starts afterwards.
  writeScalars(given, { lr, momentum }, step, out, at) {
    out[at] = lr;
    if (Number.isNaN(momentum)) out[at + 1] = given.momentum;
    else out[at + 1] = momentum;
    out[at + 2] = step === 1 ? 1 : 1 - given.dampening;
  },
  update(build) {
    const { parameter, state } = build;
    const { momentum, dampening, nesterov } = build.options;
    const gradient = effectiveGradient(build);
    const step = (direction: typeof gradient): Assignment => {
      return { to: parameter, value: subtract(load(parameter), multiply(build.scalar('lr'), direction)) };
    };
    if (momentum === 0) return [step(gradient)];
    const buffer = state.momentum_buffer;
    const entering = dampening === 0 ? gradient : multiply(build.scalar('gradient_factor'), gradient);
    return [
      { to: buffer, value: add(multiply(build.scalar('momentum'), load(buffer)), entering) },
      step(nesterov ? add(gradient, multiply(build.scalar('momentum'), load(buffer))) : load(buffer)),
    ];
  },
  pytorch: (given) => pythonCall('torch.optim.SGD', options, given, ['model.parameters()']),
  formula(given) {
    const { momentum, dampening, nesterov } = given;
    const gradient = gradientFormula(given);
    if (momentum === 0) return gradient === 'g' ? 'w ← w − lr·g' : `w ← w − lr·(${gradient})`;
    const entering = dampening === 0 ? gradient : `${Number((1 - dampening).toPrecision(6))}·(${gradient})`;
    return `v ← ${momentum}·v + ${entering};  w ← w − lr·${nesterov ? `(${gradient} + ${momentum}·v)` : 'v'}`;
  },
};
