// CrossEntropyLoss: LogSoftmax and NLLLoss in one, on class indices. Its gradient is simply softmax(x) − one-hot(y).
import type * as z from 'zod/mini';
import { number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import {
  checkClasses,
  classOptions,
  classRows,
  divisorOffset,
  negativeLogLikelihood,
  pythonWeight,
  weightOffset,
} from './classes.ts';
import { workedSoftmax } from '../workedSoftmax.ts';
import { flatIndex, subscripts } from '../worked.ts';
import type { LossBuild, LossType } from './loss.ts';
import { rightClass, workedClassGradient, workedTerm } from './workedClasses.ts';

const options = object({
  ...classOptions,
  label_smoothing: number('How much of each target is spread evenly over all classes.', { default: 0, min: 0, max: 1 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html — with the classes in the last dimension. */
export const crossEntropyLoss: LossType<Options> = {
  type: 'CrossEntropyLoss',
  summary: 'The usual loss of a classification: takes raw outputs (logits), one a class, with no Softmax before it.',
  options,
  target: 'classes',
  accuracy: { kind: 'argmax' },
  probabilities: 'softmax',
  check: (given, output) => checkClasses('CrossEntropyLoss', given, output),
  batchWeight: ({ reduction }) => (reduction === 'sum' ? 'one' : 'divisor'),
  ignored: ({ ignore_index }) => ignore_index,
  forward(build) {
    const { input, options } = build;
    const logProbabilities = logProbabilitiesOf(build);
    const { rows, classes } = classRows(input);
    return [
      {
        name: 'log softmax',
        formula: 'log pᵢ = xᵢ − log Σⱼ exp(xⱼ)',
        reads: [input],
        writes: [logProbabilities],
        calls: [{ kernel: 'logSoftmax', args: [input.offset, rows, classes, logProbabilities.offset] }],
      },
      ...negativeLogLikelihood(build, logProbabilities, options.label_smoothing),
    ];
  },
  backward(build) {
    const { options, target, inputGrad } = build;
    const logProbabilities = logProbabilitiesOf(build);
    const { rows, classes } = classRows(logProbabilities);
    const { reduction, weight, ignore_index, label_smoothing } = options;
    const divided = reduction === 'sum' ? '' : `1/${weight ? 'Σw' : rows} · `;
    return [
      {
        name: 'input gradient',
        formula: `∂L/∂x = ${divided}${weight ? 'w·' : ''}(softmax(x) − ${label_smoothing ? 'smoothed ' : ''}one-hot(y))`,
        reads: [logProbabilities, target],
        writes: [inputGrad],
        calls: [
          {
            kernel: 'crossEntropyBackward',
            args: [
              ...([logProbabilities.offset, target.offset, rows, classes, weightOffset(build), ignore_index] as const),
              ...([label_smoothing, divisorOffset(build), inputGrad.offset] as const),
            ],
          },
        ],
      },
    ];
  },
  worked(build, at) {
    const { input, scratch, read, result } = build;
    const logProbabilities = scratch('log_probabilities');
    const right = rightClass(build, at);
    if (right === null) return [];
    const row = flatIndex(input.shape, [...at.slice(0, -1), 0]);
    return [
      ...workedSoftmax({ x: input, from: row, at: right, read }, true, (total) =>
        result(logProbabilities, row + right, `log p${subscripts(right)}`, total),
      ),
      ...workedTerm(build, logProbabilities, at),
    ];
  },
  workedGradient: (build, at) => workedClassGradient(build, build.scratch('log_probabilities'), at),
  pytorch(given) {
    const { weight: _, ...rest } = given;
    return pythonCall('nn.CrossEntropyLoss', options, rest, pythonWeight(given));
  },
  formula: '−log softmax(x)[y]',
};

/** Computed forward, read again backward. */
function logProbabilitiesOf(build: LossBuild<Options>) {
  return build.scratch('log_probabilities', build.input.shape);
}
