// A loss that compares output and target number by number is a formula and its derivative; the rest is made here.
import { type Expression, load, multiply, variable } from '../elementwise.ts';
import { evaluate } from '../elementwise/evaluate.ts';
import { pythonCall } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import type { Shape } from '../shape.ts';
import type { Text } from '../text.ts';
import { flatIndex, type Quantity, type WorkedLossBuild } from '../worked.ts';
import type { LossBuild, LossType } from './loss.ts';
import { type Reduction, reduce, termDivisor } from './reduction.ts';
import { workedReduction } from './workedReduction.ts';

interface ElementwiseLoss<Options extends { reduction: Reduction }>
  extends
    Pick<LossType<Options>, 'type' | 'summary' | 'options' | 'formula'>,
    Partial<Pick<LossType<Options>, 'accuracy' | 'probabilities' | 'pytorch'>> {
  /** The term of output x and target t. */
  readonly term: (x: Expression, t: Expression, options: Options, build: LossBuild<Options>) => Expression;
  /** ∂term/∂x; at a kink what PyTorch's backward takes. */
  readonly derivative: (x: Expression, t: Expression, options: Options, build: LossBuild<Options>) => Expression;
  /** ∂term/∂x for the reader: `2·(x − y)`. */
  readonly derivativeFormula: string;
  readonly check?: (options: Options, output: Shape) => Text | null;
}

/** What a formula of output and target gives; null where numbers of its own, one an output, are in it. */
function valueOf<Options extends { reduction: Reduction }>(
  { options, input, target, loss, scratch }: WorkedLossBuild<Options>,
  [x, y]: readonly Quantity[],
  formula: ElementwiseLoss<Options>['term'],
): number | null {
  if (Object.values(options).some(Array.isArray)) return null;
  const constant = (): never => {
    throw new Error('a loss without lists of weights needs no constants');
  };
  const expression = formula(variable('x'), variable('y'), options, {
    options,
    input,
    target,
    loss,
    scratch,
    constant,
  });
  return evaluate(expression, { x: x.value, y: y.value });
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
    ...(spec.probabilities && { probabilities: spec.probabilities }),
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
    worked(build, at) {
      const { input, target, read, result, options, scratch } = build;
      const index = flatIndex(input.shape, at);
      const parts = [read(input, index, 'x'), read(target, index, 'y')];
      const terms = scratch('terms');
      const total = valueOf(build, parts, term) ?? read(terms, index, 'term').value;
      return [
        { ...{ kind: 'formula', name: type, formula, parts, total }, result: result(terms, index, 'term', total) },
        workedReduction(build, terms, termDivisor(options.reduction, input.shape)),
      ];
    },
    workedGradient(build, at) {
      const { input, target, inputGrad, read, result, options } = build;
      if (!inputGrad) return null;
      const index = flatIndex(input.shape, at);
      const parts = [read(input, index, 'x'), read(target, index, 'y')];
      const divisor = termDivisor(options.reduction, input.shape);
      const slope = valueOf(build, parts, derivative);
      const total = slope === null ? read(inputGrad, index, '').value : slope / divisor;
      return {
        ...{ kind: 'formula', name: 'input gradient', parts, total },
        formula: `∂L/∂x = ${divisor === 1 ? '' : `1/${divisor} · `}${derivativeFormula}`,
        result: result(inputGrad, index, '∂L/∂x', total),
      };
    },
    pytorch: spec.pytorch ?? ((options) => pythonCall(`nn.${type}`, schema, options)),
    formula,
  };
}
