// RMSprop: the gradient over its running root mean square (Tieleman and Hinton, 2012).
import type * as z from 'zod/mini';
import { add, type Assignment, divide, load, multiply, sqrt, square, subtract } from '../elementwise.ts';
import { boolean, number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { effectiveGradient, epsilon, gradientFormula, learningRate, maximize, weightDecay } from './commonOptions.ts';
import type { OptimizerType } from './optimizer.ts';

const options = object({
  lr: number(learningRate, { default: 0.01, min: 0 }),
  alpha: number('How slowly the running mean of the squared gradient forgets.', { default: 0.99, min: 0 }),
  eps: epsilon(1e-8),
  weight_decay: weightDecay,
  momentum: number('How much of the last step goes on.', { default: 0, min: 0 }),
  centered: boolean('Divide by the standard deviation of the gradient instead of its root mean square.', {
    default: false,
  }),
  maximize,
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html */
export const rmsprop: OptimizerType<Options> = {
  type: 'RMSprop',
  summary: 'Steps scaled by the recent size of each gradient.',
  options,
  state: ({ centered, momentum }) => [
    'square_avg',
    ...(centered ? ['grad_avg'] : []),
    ...(momentum > 0 ? ['momentum_buffer'] : []),
  ],
  scalars: ['lr', 'momentum'],
  writeScalars(given, { lr, momentum }, _step, out, at) {
    out[at] = lr;
    if (Number.isNaN(momentum)) out[at + 1] = given.momentum;
    else out[at + 1] = momentum;
  },
  update(build) {
    const { parameter, state } = build;
    const { alpha, eps, momentum, centered } = build.options;
    const { square_avg: squares, grad_avg: mean, momentum_buffer: buffer } = state;
    const gradient = effectiveGradient(build);
    const spread = centered ? subtract(load(squares), square(load(mean))) : load(squares);
    const denominator = add(sqrt(spread), eps);
    const averages: Assignment[] = [
      { to: squares, value: add(multiply(alpha, load(squares)), multiply(multiply(1 - alpha, gradient), gradient)) },
      ...(centered ? [{ to: mean, value: add(multiply(alpha, load(mean)), multiply(1 - alpha, gradient)) }] : []),
    ];
    if (momentum === 0) {
      const step = divide(multiply(build.scalar('lr'), gradient), denominator);
      return [...averages, { to: parameter, value: subtract(load(parameter), step) }];
    }
    return [
      ...averages,
      { to: buffer, value: add(multiply(build.scalar('momentum'), load(buffer)), divide(gradient, denominator)) },
      { to: parameter, value: subtract(load(parameter), multiply(build.scalar('lr'), load(buffer))) },
    ];
  },
  pytorch: (given) => pythonCall('torch.optim.RMSprop', options, given, ['model.parameters()']),
  formula(given) {
    const { alpha, momentum, centered } = given;
    const gradient = gradientFormula(given);
    const g = gradient === 'g' ? 'g' : `(${gradient})`;
    const rest = Number((1 - alpha).toPrecision(6));
    const mean = centered ? `ḡ ← ${alpha}·ḡ + ${rest}·${g};  ` : '';
    const step = `${g} / (√${centered ? '(s − ḡ²)' : 's'} + eps)`;
    const move = momentum === 0 ? `w ← w − lr·${step}` : `v ← ${momentum}·v + ${step};  w ← w − lr·v`;
    return `s ← ${alpha}·s + ${rest}·${g}²;  ${mean}${move}`;
  },
};
