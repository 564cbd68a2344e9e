// Adagrad: the gradient over the root of the sum of all its squares so far (Duchi et al., 2011).
import type * as z from 'zod/mini';
import { add, divide, load, multiply, sqrt, square, subtract } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { effectiveGradient, epsilon, gradientFormula, learningRate, maximize, weightDecay } from './commonOptions.ts';
import type { OptimizerType } from './optimizer.ts';

const options = object({
  lr: number(learningRate, { default: 0.01, min: 0 }),
  lr_decay: number('The learning rate is divided by 1 + this · the number of steps done.', { default: 0, min: 0 }),
  weight_decay: weightDecay,
  initial_accumulator_value: number('What the sum of squares starts from.', { default: 0, min: 0 }),
  eps: epsilon(1e-10),
  maximize,
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html */
export const adagrad: OptimizerType<Options> = {
  type: 'Adagrad',
  summary: 'Steps that shrink as squared gradients add up, weight by weight.',
  options,
  state: () => ['sum'],
  scalars: ['lr', 'initial'],
  // State starts at 0, so the initial value joins the sum in the first step.
  writeScalars({ lr_decay, initial_accumulator_value }, { lr }, step, out, at) {
    out[at] = lr / (1 + (step - 1) * lr_decay);
    out[at + 1] = step === 1 ? initial_accumulator_value : 0;
  },
  update(build) {
    const { options, parameter, state } = build;
    const gradient = effectiveGradient(build);
    const sum = load(state.sum);
    const before = options.initial_accumulator_value === 0 ? sum : add(sum, build.scalar('initial'));
    const step = divide(multiply(build.scalar('lr'), gradient), add(sqrt(sum), options.eps));
    return [
      { to: state.sum, value: add(before, square(gradient)) },
      { to: parameter, value: subtract(load(parameter), step) },
    ];
  },
  pytorch: (given) => pythonCall('torch.optim.Adagrad', options, given, ['model.parameters()']),
  formula(given) {
    const gradient = gradientFormula(given);
    const g = gradient === 'g' ? 'g' : `(${gradient})`;
    const rate = given.lr_decay === 0 ? 'lr' : `lr / (1 + ${given.lr_decay}·(t − 1))`;
    return `s ← s + ${g}²;  w ← w − ${rate}·${g} / (√s + eps)`;
  },
};
