// Sigmoid: squashes to (0, 1). Its derivative is at most ¼, which is why gradients vanish in deep sigmoid nets.
import { multiply, sigmoid as sigma, subtract } from '../elementwise.ts';
import { object } from '../options.ts';
import { text } from '../text.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html */
export const sigmoid = activation({
  type: 'Sigmoid',
  summary: 'Squashes each number to between 0 and 1.',
  options: object({}),
  f: (x) => sigma(x),
  derivative: (_x, y) => multiply(subtract(1, y), y),
  formula: 'y = 1 / (1 + exp(−x))',
  derivativeFormula: 'y·(1 − y)',
  domain: [-8, 8],
  ranges: [
    [text('differences visible'), -6, 6],
    [text('best'), -3, 3],
  ],
});
