// MSELoss: the squared error, for regression.
import { multiply, square, subtract } from '../elementwise.ts';
import { object } from '../options.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import { reduction } from './reduction.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html */
export const mseLoss = elementwiseLoss({
  type: 'MSELoss',
  summary: 'Mean squared error: the usual loss of a regression.',
  options: object({ reduction }),
  term: (x, t) => square(subtract(x, t)),
  derivative: (x, t) => multiply(subtract(x, t), 2),
  formula: '(x − y)²',
  derivativeFormula: '2·(x − y)',
});
