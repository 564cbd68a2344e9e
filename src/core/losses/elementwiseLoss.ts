// A loss that compares output and target number by number is a formula and its derivative; the rest is made here.
import { type Expression, load, multiply } from '../elementwise.ts';
import { pythonCall } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import type { Shape } from '../shape.ts';
import type { Text } from '../text.ts';
import type { LossBuild, LossType } from './loss.ts';
import { type Reduction, reduce, termDivisor } from './reduction.ts';

interface ElementwiseLoss<Options extends { reduction: Reduction }>
  extends
    Pick<LossType<Options>, 'type' | 'summary' | 'options' | 'formula'>,
    Partial<Pick<LossType<Options>, 'accuracy' | 'pytorch'>> {
  /** The term of output x and target t. */
  readonly term: (x: Expression, t: Expression, options: Options, build: LossBuild<Options>) => Expression;
  /** ∂term/∂x; at a kink what PyTorch's backward takes. */
  readonly derivative: (x: Expression, t: Expression, options: Options, build: LossBuild<Options>) => Expression;
  /** ∂term/∂x for the reader: `2·(x − y)`. */
  readonly derivativeFormula: string;
  readonly check?: (options: Options, output: Shape) => Text | null;
}

/** The loss whose terms are `term` of each element; targets are floats of the output's shape. */
export function elementwiseLoss<Options extends { reduction: Reduction }>(
  spec: ElementwiseLoss<Options>,
): LossType<Options> {
  const { type, summary, options: schema, formula, term, derivative, derivativeFormula, accuracy = null } = spec;
  return {
    type,
    summary,
    options: schema,
    target: 'values',
    accuracy,
    check: spec.check ?? (() => null),
    batchWeight: ({ reduction }) => (reduction === 'sum' ? 'one' : 'rows'),
    forward(build) {
      const { options, input, target, loss } = build;
      const terms = build.scratch('terms', input.shape);
      const assignments = [{ to: terms, value: term(load(input), load(target), options, build) }];
      return [
        {
          name: 'terms',
          formula,
          reads: [input, target],
          writes: [terms],
          calls: [{ kernel: 'elementwise', assignments, size: sizeOf(input.shape) }],
        },
        reduce(options.reduction, terms, loss),
      ];
    },
    backward(build) {
      const { options, input, target, inputGrad } = build;
      const divisor = termDivisor(options.reduction, input.shape);
      const slope = derivative(load(input), load(target), options, build);
      const assignments = [{ to: inputGrad, value: divisor === 1 ? slope : multiply(slope, 1 / divisor) }];
      return [
        {
          name: 'input gradient',
          formula: `∂L/∂x = ${options.reduction === 'sum' ? '' : `1/${divisor} · `}${derivativeFormula}`,
          reads: [input, target],
          writes: [inputGrad],
          calls: [{ kernel: 'elementwise', assignments, size: sizeOf(input.shape) }],
        },
      ];
    },
    pytorch: spec.pytorch ?? ((options) => pythonCall(`nn.${type}`, schema, options)),
    formula,
  };
}
