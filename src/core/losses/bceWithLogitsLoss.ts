// BCEWithLogitsLoss: sigmoid and binary cross-entropy in one, which neither overflows nor loses small differences.
import * as z from 'zod/mini';
import {
  abs,
  add,
  exp,
  type Expression,
  load,
  log1p,
  max,
  multiply,
  negate,
  sigmoid,
  subtract,
} from '../elementwise.ts';
import { described, object, optional } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import type { Shape } from '../shape.ts';
import { type Text, text } from '../text.ts';
import { elementwiseLoss } from './elementwiseLoss.ts';
import type { LossBuild } from './loss.ts';
import { reduction } from './reduction.ts';

const positive = () => z.number().check(z.gte(0));
const factors = (description: string) => optional(described(z.union([positive(), z.array(positive())]), description));

const options = object({
  reduction,
  pos_weight: factors(
    'What a positive sample weighs against a negative one, above 1 favours recall: one number, or one an output.',
  ),
  weight: factors('What each output’s term is multiplied by: one number, or one an output.'),
});
type Options = z.infer<typeof options>;
type Factor = Options['weight'];

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

/** One number an output is laid out over the whole batch, element by element. null: no factor. */
function factor(name: string, given: Factor, build: LossBuild<Options>): Expression | null {
  if (given === undefined || given === 1) return null;
  if (typeof given === 'number') return { op: 'constant', value: given };
  return load(build.constant(name, build.input.shape, (i) => given[i % given.length]));
}

function times(value: Expression, by: Expression | null): Expression {
  return by === null ? value : multiply(value, by);
}

function checkFactor(name: string, given: Factor, output: Shape): Text | null {
  if (!Array.isArray(given) || given.length === (output.at(-1) ?? 1)) return null;
  return text(
    '"{0}" has {1} numbers, and there are {2} outputs: give one an output.',
    name,
    given.length,
    output.at(-1) ?? 1,
  );
}

function pythonFactor(name: string, given: Factor): readonly string[] {
  if (given === undefined) return [];
  const numbers = Array.isArray(given) ? given : [given];
  return [
    `${name}=torch.tensor([${numbers.map((value) => (Number.isInteger(value) ? `${value}.` : value)).join(', ')}])`,
  ];
}
