// Adadelta: steps as long as recent steps were, over the recent size of the gradient, so that units agree (Zeiler, 2012).
import type * as z from 'zod/mini';
import { add, divide, load, multiply, sqrt, square, subtract } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { effectiveGradient, epsilon, gradientFormula, learningRate, maximize, weightDecay } from './commonOptions.ts';
import type { OptimizerType } from './optimizer.ts';

const options = object({
  lr: number(learningRate, { default: 1, min: 0 }),
  rho: number('How slowly the running means of squared gradients and of squared steps forget.', {
    default: 0.9,
    min: 0,
    max: 1,
  }),
  eps: epsilon(1e-6),
  weight_decay: weightDecay,
  maximize,
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html */
export const adadelta: OptimizerType<Options> = {
  type: 'Adadelta',
  summary: 'Steps that find their own length: recent steps over recent gradients.',
  options,
  // PyTorch throws the step away; here it is kept, because both the mean of squared steps and the parameter need it.
  state: () => ['square_avg', 'acc_delta', 'delta'],
  scalars: ['lr'],
  writeScalars(_, { lr }, _step, out, at) {
    out[at] = lr;
  },
  update(build) {
    const { options, parameter, state } = build;
    const { rho, eps } = options;
    const { square_avg: squares, acc_delta: steps, delta } = state;
    const gradient = effectiveGradient(build);
    const ratio = divide(sqrt(add(load(steps), eps)), sqrt(add(load(squares), eps)));
    return [
      { to: squares, value: add(multiply(rho, load(squares)), multiply(multiply(1 - rho, gradient), gradient)) },
      { to: delta, value: multiply(ratio, gradient) },
      { to: steps, value: add(multiply(rho, load(steps)), multiply(1 - rho, square(load(delta)))) },
      { to: parameter, value: subtract(load(parameter), multiply(build.scalar('lr'), load(delta))) },
    ];
  },
  pytorch: (given) => pythonCall('torch.optim.Adadelta', options, given, ['model.parameters()']),
  formula(given) {
    const { rho } = given;
    const gradient = gradientFormula(given);
    const g = gradient === 'g' ? 'g' : `(${gradient})`;
    const rest = Number((1 - rho).toPrecision(6));
    return `s ← ${rho}·s + ${rest}·${g}²;  δ = √(d + eps) / √(s + eps)·${g};  d ← ${rho}·d + ${rest}·δ²;  w ← w − lr·δ`;
  },
};
