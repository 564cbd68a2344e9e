// Identity: hands on what it gets.
import { constant } from '../elementwise.ts';
import { object } from '../options.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.Identity.html */
export const identity = activation({
  type: 'Identity',
  summary: 'Hands on its input unchanged: a place to look, or a name for a branch.',
  options: object({}),
  f: (x) => x,
  derivative: () => constant(1),
  formula: 'y = x',
  derivativeFormula: '1',
  domain: [-4, 4],
});
