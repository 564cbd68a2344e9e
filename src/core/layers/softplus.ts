// Softplus: a smooth ReLU, linear above the threshold where the two can't be told apart.
import { divide, exp, greater, log1p, multiply, sigmoid, where } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html */
export const softplus = activation({
  type: 'Softplus',
  summary: 'A smooth ReLU that is positive everywhere.',
  options: object({
    beta: number('How sharp the bend is.', { default: 1, exclusiveMin: 0 }),
    threshold: number('Where beta·x is above this, y = x.', { default: 20 }),
  }),
  f: (x, { beta, threshold }) =>
    where(greater(multiply(x, beta), threshold), x, divide(log1p(exp(multiply(x, beta))), beta)),
  derivative: (x, _y, { beta, threshold }) =>
    where(greater(multiply(x, beta), threshold), 1, sigmoid(multiply(x, beta))),
  formula: 'y = log(1 + exp(beta·x)) / beta',
  derivativeFormula: 'σ(beta·x)',
  domain: [-5, 5],
});
