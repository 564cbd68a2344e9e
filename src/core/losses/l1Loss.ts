// L1Loss: the absolute error, which outliers disturb less.
import { abs, sign, subtract } from '../elementwise.ts';
import { object } from '../options.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import { reduction } from './reduction.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html */
export const l1Loss = elementwiseLoss({
  type: 'L1Loss',
  summary: 'Mean absolute error: a regression that minds outliers less.',
  options: object({ reduction }),
  term: (x, t) => abs(subtract(x, t)),
  derivative: (x, t) => sign(subtract(x, t)),
  formula: '|x − y|',
  derivativeFormula: 'sign(x − y)',
});
