// ReLU: lets positive numbers through. A unit that is negative for every sample learns nothing more: it is dead.
import { greaterEqual, max, where } from '../elementwise.ts';
import { object } from '../options.ts';
import { text } from '../text.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html */
export const relu = activation({
  type: 'ReLU',
  summary: 'Lets positive numbers through and makes negative ones 0.',
  options: object({}),
  f: (x) => max(x, 0),
  derivative: (_x, y) => where(greaterEqual(0, y), 0, 1),
  formula: 'y = max(0, x)',
  derivativeFormula: '1 where x > 0, else 0',
  domain: [-4, 4],
  ranges: [[text('gradient passes'), 0, 4]],
});
