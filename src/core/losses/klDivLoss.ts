// KLDivLoss: the Kullback-Leibler divergence of the output, log-probabilities, from a target distribution.
import type * as z from 'zod/mini';
import { equal, exp, log, multiply, negate, subtract, where } from '../elementwise.ts';
import { boolean, choice, object } from '../options.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';

const options = object({
  reduction: choice(
    ['mean', 'sum', 'batchmean'],
    'The mean of all elements, their sum, or (the divergence proper) their sum over the rows of the batch.',
    'mean',
  ),
  log_target: boolean('Whether the targets are log-probabilities too.', { default: false }),
});

/** https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html */
export const klDivLoss = elementwiseLoss<z.infer<typeof options>>({
  type: 'KLDivLoss',
  summary: 'Divergence from a target distribution: the output must be log-probabilities, as of LogSoftmax.',
  options,
  // Where the target is 0, t·log t is 0.
  term: (x, t, { log_target }) =>
    log_target
      ? multiply(exp(t), subtract(t, x))
      : subtract(where(equal(t, 0), 0, multiply(t, log(t))), multiply(t, x)),
  derivative: (_, t, { log_target }) => negate(log_target ? exp(t) : t),
  formula: 'y·(log y − x)',
  derivativeFormula: '−y',
});
