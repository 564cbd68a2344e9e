// SiLU: x weighted by its own sigmoid, also known as swish (Hendrycks and Gimpel, 2016).
import { add, divide, exp, multiply, negate, sigmoid, subtract } from '../elementwise.ts';
import { object } from '../options.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html */
export const silu = activation({
  type: 'SiLU',
  summary: 'Each number times its own sigmoid: smooth, and slightly negative below 0.',
  options: object({}),
  f: (x) => divide(x, add(1, exp(negate(x)))),
  derivative: (x) => multiply(sigmoid(x), add(1, multiply(x, subtract(1, sigmoid(x))))),
  formula: 'y = x·σ(x)',
  derivativeFormula: 'σ(x)·(1 + x·(1 − σ(x)))',
  domain: [-8, 6],
});
