// BCELoss: binary cross-entropy of probabilities. As in PyTorch log is at least −100 and p·(1 − p) at least 1e-12, so that
// a wrong certainty costs much but not ∞.
import type * as z from 'zod/mini';
import { divide, log, log1p, max, multiply, negate, subtract } from '../elementwise.ts';
import { object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import { checkFactor, factor, factors, pythonFactor, times } from './factors.ts';
import { reduction } from './reduction.ts';

const options = object({
  reduction,
  weight: factors('What each output’s term is multiplied by: one number, or one an output.'),
});

/** https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html */
export const bceLoss = elementwiseLoss<z.infer<typeof options>>({
  type: 'BCELoss',
  summary: 'Binary cross-entropy of probabilities: the output must come from a Sigmoid.',
  options,
  check: ({ weight }, output) => checkFactor('weight', weight, output),
  term: (p, t, { weight }, build) =>
    times(
      subtract(multiply(subtract(t, 1), max(log1p(negate(p)), -100)), multiply(t, max(log(p), -100))),
      factor('weight', weight, build),
    ),
  derivative: (p, t, { weight }, build) =>
    times(divide(subtract(p, t), max(multiply(subtract(1, p), p), 1e-12)), factor('weight', weight, build)),
  pytorch: ({ reduction, weight }) =>
    pythonCall(
      'nn.BCELoss',
      object({ reduction: options.shape.reduction }),
      { reduction },
      pythonFactor('weight', weight),
    ),
  accuracy: { kind: 'threshold', threshold: 0.5 },
  formula: '−[y·log p + (1 − y)·log(1 − p)]',
  derivativeFormula: '(p − y) / (p·(1 − p))',
});
