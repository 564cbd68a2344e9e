// ELU: ReLU with a smooth negative end at −alpha (Clevert et al., 2015).
import { exp, expm1, greater, multiply, where } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.ELU.html */
export const elu = activation({
  type: 'ELU',
  summary: 'Like ReLU, but negative numbers approach −alpha smoothly.',
  options: object({ alpha: number('The value −alpha is approached for very negative numbers.', { default: 1 }) }),
  f: (x, { alpha }) => where(greater(x, 0), x, multiply(expm1(x), alpha)),
  derivative: (x, _y, { alpha }) => where(greater(x, 0), 1, multiply(exp(x), alpha)),
  formula: 'y = x where x > 0, else alpha·(exp(x) − 1)',
  derivativeFormula: '1 where x > 0, else alpha·exp(x)',
  domain: [-5, 4],
});
