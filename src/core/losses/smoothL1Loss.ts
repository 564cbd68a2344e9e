// SmoothL1Loss: absolute error with a round bottom of width beta; Huber's loss divided by beta.
import { abs, divide, greater, greaterEqual, multiply, square, subtract, where } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import { reduction } from './reduction.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html */
export const smoothL1Loss = elementwiseLoss({
  type: 'SmoothL1Loss',
  summary: 'Absolute error, but smooth around 0.',
  options: object({
    reduction,
    beta: number('Below this the error is squared; 0 makes it L1Loss.', { default: 1, min: 0 }),
  }),
  term: (x, t, { beta }) => {
    const error = abs(subtract(x, t));
    return where(greater(beta, error), divide(multiply(0.5, square(error)), beta), subtract(error, 0.5 * beta));
  },
  derivative: (x, t, { beta }) => {
    const error = subtract(x, t);
    return where(greaterEqual(-beta, error), -1, where(greaterEqual(error, beta), 1, divide(error, beta)));
  },
  formula: '½·(x − y)²/beta where |x − y| < beta, else |x − y| − ½·beta',
  derivativeFormula: '(x − y)/beta where |x − y| < beta, else sign(x − y)',
});
