// NLLLoss: minus the log-probability of the right class; the output comes from LogSoftmax.
import type * as z from 'zod/mini';
import { object } from '../options.ts';
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
import type { LossType } from './loss.ts';
import { workedTerm } from './workedClasses.ts';

const options = object(classOptions);
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html — with the classes in the last dimension. */
export const nllLoss: LossType<Options> = {
  type: 'NLLLoss',
  summary: 'Minus the log-probability of the right class: the output must come from LogSoftmax.',
  options,
  target: 'classes',
  accuracy: { kind: 'argmax' },
  probabilities: 'exp',
  check: (given, output) => checkClasses('NLLLoss', given, output),
  batchWeight: ({ reduction }) => (reduction === 'sum' ? 'one' : 'divisor'),
  ignored: ({ ignore_index }) => ignore_index,
  forward: (build) => negativeLogLikelihood(build, build.input),
  worked: (build, at) => workedTerm(build, build.input, at),
  backward(build) {
    const { options, input, target, inputGrad } = build;
    const { reduction, weight, ignore_index } = options;
    const { rows, classes } = classRows(input);
    const divided = reduction === 'sum' ? '' : `/${weight ? 'Σw' : rows}`;
    return [
      {
        name: 'input gradient',
        formula: `∂L/∂x = −${weight ? 'w' : '1'}${divided} at the right class, else 0`,
        reads: [target],
        writes: [inputGrad],
        calls: [
          {
            kernel: 'nllBackward',
            args: [
              ...([target.offset, rows, classes, weightOffset(build), ignore_index] as const),
              ...([divisorOffset(build), inputGrad.offset] as const),
            ],
          },
        ],
      },
    ];
  },
  pytorch(given) {
    const { weight: _, ...rest } = given;
    return pythonCall('nn.NLLLoss', options, rest, pythonWeight(given));
  },
  formula: '−x[y]',
};
