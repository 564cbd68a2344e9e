// What the two losses over class indices share: rows of class scores, one index a row, class weights, ignored targets.
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { described, integer, optional } from '../options.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { type Text, text } from '../text.ts';
import type { LossBuild } from './loss.ts';
import { type Reduction, reduce, reduction } from './reduction.ts';

export const classOptions = {
  reduction,
  weight: optional(
    described(
      z.array(z.number().check(z.gte(0))),
      'What each class weighs, one number a class. The mean is over the weights of the targets.',
    ),
  ),
  ignore_index: integer('A target that is left out of the loss.', { default: -100 }),
};

export interface ClassOptions {
  readonly reduction: Reduction;
  readonly weight?: readonly number[] | undefined;
  readonly ignore_index: number;
}

/** A tensor as rows of its last dimension, the classes: [rows, T, C] is rows·T rows. */
export function classRows({ shape }: Tensor): { readonly rows: number; readonly classes: number } {
  const classes = shape[shape.length - 1];
  return { rows: classes === 0 ? 0 : sizeOf(shape) / classes, classes };
}

/** Why a sample's output of this shape has no classes, or other ones than the weights; or null. */
export function checkClasses(loss: string, { weight }: ClassOptions, output: Shape): Text | null {
  const classes = output.at(-1);
  if (classes === undefined) {
    return text('{0} needs one output for each class; this network has a single number a sample.', loss);
  }
  if (!weight || weight.length === classes) return null;
  return text('"weight" has {0} numbers, and there are {1} classes: give one a class.', weight.length, classes);
}

/** The address of the class weights, 0 for none. */
export function weightOffset(build: LossBuild<ClassOptions>): number {
  const { weight } = build.options;
  return weight ? build.constant('weight', [weight.length], (i) => weight[i]).offset : 0;
}

/** What the sum of terms is divided by: the weights of the targets that count. */
function divisorOf(build: LossBuild<ClassOptions>): Tensor {
  return build.scratch('divisor', []);
}

/** Its address for a mean, 0 for a sum. */
export function divisorOffset(build: LossBuild<ClassOptions>): number {
  return build.options.reduction === 'sum' ? 0 : divisorOf(build).offset;
}

/** terms = −w·logp[y], one a row, and their reduction. */
export function negativeLogLikelihood(
  build: LossBuild<ClassOptions>,
  logProbabilities: Tensor,
  smoothing = 0,
): readonly Operation[] {
  const { options, target, loss } = build;
  const terms = build.scratch('terms', target.shape);
  const divisor = divisorOf(build);
  const { rows, classes } = classRows(logProbabilities);
  const weight = weightOffset(build);
  const formula = `terms = −${options.weight ? 'w·' : ''}log p of the right class`;
  const spread = smoothing === 0 ? '' : `, ${smoothing} of it spread over all classes`;
  return [
    {
      name: 'negative log likelihood',
      formula: formula + spread,
      reads: [logProbabilities, target],
      writes: [terms, divisor],
      calls: [
        {
          kernel: 'nll',
          args: [
            ...([logProbabilities.offset, target.offset, rows, classes, weight, options.ignore_index] as const),
            ...([smoothing, terms.offset, divisor.offset] as const),
          ],
        },
      ],
    },
    options.reduction === 'sum'
      ? reduce('sum', terms, loss)
      : {
          name: 'mean',
          formula: `L = Σ terms / ${options.weight ? 'Σ w of the targets' : 'number of targets'}`,
          reads: [terms, divisor],
          writes: [loss],
          calls: [{ kernel: 'dividedSum', args: [terms.offset, sizeOf(terms.shape), divisor.offset, loss.offset] }],
        },
  ];
}

/** The options in Python, the weights as a tensor. */
export function pythonWeight({ weight }: ClassOptions): readonly string[] {
  return weight
    ? [`weight=torch.tensor([${weight.map((value) => (Number.isInteger(value) ? `${value}.` : value)).join(', ')}])`]
    : [];
}
