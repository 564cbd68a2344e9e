// Tanh: squashes to (−1, 1), centred on 0.
import { square, subtract, tanh as hyperbolic } from '../elementwise.ts';
import { object } from '../options.ts';
import { text } from '../text.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html */
export const tanh = activation({
  type: 'Tanh',
  summary: 'Squashes each number to between −1 and 1.',
  options: object({}),
  f: (x) => hyperbolic(x),
  derivative: (_x, y) => subtract(1, square(y)),
  formula: 'y = tanh(x)',
  derivativeFormula: '1 − y²',
  domain: [-5, 5],
  ranges: [[text('differences visible'), -3, 3]],
});
