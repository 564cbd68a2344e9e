// HuberLoss: squared below delta, absolute above.
import { abs, greater, max, min, multiply, square, subtract, where } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import { reduction } from './reduction.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html */
export const huberLoss = elementwiseLoss({
  type: 'HuberLoss',
  summary: 'Squared error for small errors, absolute error for large ones.',
  options: object({
    reduction,
    delta: number('Where the squared error becomes an absolute one.', { default: 1, exclusiveMin: 0 }),
  }),
  term: (x, t, { delta }) => {
    const error = abs(subtract(x, t));
    return where(greater(delta, error), multiply(0.5, square(error)), multiply(delta, subtract(error, 0.5 * delta)));
  },
  derivative: (x, t, { delta }) => max(min(subtract(x, t), delta), -delta),
  formula: '½·(x − y)² where |x − y| < delta, else delta·(|x − y| − ½·delta)',
  derivativeFormula: 'x − y, clamped to ±delta',
});
