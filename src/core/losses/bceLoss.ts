// BCELoss: binary cross-entropy of probabilities. As in PyTorch log is at least −100 and p·(1 − p) at least 1e-12, so that
// a wrong certainty costs much but not ∞.
import { divide, log, log1p, max, multiply, negate, subtract } from '../elementwise.ts';
import { object } from '../options.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import { reduction } from './reduction.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html */
export const bceLoss = elementwiseLoss({
  type: 'BCELoss',
  summary: 'Binary cross-entropy of probabilities: the output must come from a Sigmoid.',
  options: object({ reduction }),
  term: (p, t) => subtract(multiply(subtract(t, 1), max(log1p(negate(p)), -100)), multiply(t, max(log(p), -100))),
  derivative: (p, t) => divide(subtract(p, t), max(multiply(subtract(1, p), p), 1e-12)),
  accuracy: { kind: 'threshold', threshold: 0.5 },
  formula: '−[y·log p + (1 − y)·log(1 − p)]',
  derivativeFormula: '(p − y) / (p·(1 − p))',
});
