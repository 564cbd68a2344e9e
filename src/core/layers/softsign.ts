// Softsign: squashes to (−1, 1) as tanh does, with longer tails.
import { abs, add, divide, reciprocal, square } from '../elementwise.ts';
import { object } from '../options.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html */
export const softsign = activation({
  type: 'Softsign',
  summary: 'Squashes each number to between −1 and 1, more slowly than Tanh.',
  options: object({}),
  f: (x) => divide(x, add(1, abs(x))),
  derivative: (x) => reciprocal(square(add(1, abs(x)))),
  formula: 'y = x / (1 + |x|)',
  derivativeFormula: '1 / (1 + |x|)²',
  domain: [-8, 8],
});
