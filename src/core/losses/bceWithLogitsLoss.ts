// BCEWithLogitsLoss: sigmoid and binary cross-entropy in one, which neither overflows nor loses small differences.
import type * as z from 'zod/mini';
import { abs, add, exp, log1p, max, multiply, negate, sigmoid, subtract } from '../elementwise.ts';
import { object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import { checkFactor, factor, factors, pythonFactor, times } from './factors.ts';
import { reduction } from './reduction.ts';

const options = object({
  reduction,
  pos_weight: factors(
    'What a positive sample weighs against a negative one, above 1 favours recall: one number, or one an output.',
  ),
  weight: factors('What each output’s term is multiplied by: one number, or one an output.'),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html */
export const bceWithLogitsLoss = elementwiseLoss<Options>({
  type: 'BCEWithLogitsLoss',
  summary: 'Binary cross-entropy of raw outputs (logits): Sigmoid and BCELoss in one, numerically stable.',
  options,
  check: ({ pos_weight, weight }, output) =>
    checkFactor('pos_weight', pos_weight, output) ?? checkFactor('weight', weight, output),
  // −log σ(x) = log(1 + exp(−x)), written so that exp can't overflow.
  term(x, t, { pos_weight, weight }, build) {
    const surprise = add(log1p(exp(negate(abs(x)))), max(negate(x), 0));
    const w = factor('pos_weight', pos_weight, build);
    const weighted = w === null ? surprise : multiply(add(1, multiply(subtract(w, 1), t)), surprise);
    return times(add(multiply(subtract(1, t), x), weighted), factor('weight', weight, build));
  },
  derivative(x, t, { pos_weight, weight }, build) {
    const w = factor('pos_weight', pos_weight, build);
    const slope =
      w === null
        ? subtract(sigmoid(x), t)
        : subtract(multiply(subtract(add(multiply(w, t), 1), t), sigmoid(x)), multiply(w, t));
    return times(slope, factor('weight', weight, build));
  },
  accuracy: { kind: 'threshold', threshold: 0 },
  probabilities: 'sigmoid',
  pytorch({ reduction, pos_weight, weight }) {
    const given = [...pythonFactor('pos_weight', pos_weight), ...pythonFactor('weight', weight)];
    return pythonCall('nn.BCEWithLogitsLoss', object({ reduction: options.shape.reduction }), { reduction }, given);
  },
  formula: '−[y·log σ(x) + (1 − y)·log(1 − σ(x))]',
  derivativeFormula: 'σ(x) − y',
});
