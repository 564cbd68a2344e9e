// An activation is a formula and its derivative: everything else that makes it a layer is made here, once for all.
import { constant, type Expression, load, multiply, variable, where } from '../elementwise.ts';
import { evaluate } from '../elementwise/evaluate.ts';
import { pythonCall } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { flatIndex, subscripts } from '../worked.ts';
import type { ActivationView, LayerType } from './layer.ts';

interface Activation<Options extends object> extends Pick<
  LayerType<Options>,
  'type' | 'summary' | 'options' | 'formula'
> {
  readonly f: (x: Expression, options: Options) => Expression;
  /** f′(x), written in x or in y = f(x), whichever is the more accurate; at a kink what PyTorch's backward takes. */
  readonly derivative: (x: Expression, y: Expression, options: Options) => Expression;
  /** f′ for the reader: `y·(1 − y)`. */
  readonly derivativeFormula: string;
  readonly domain: ActivationView['domain'];
  readonly ranges?: ActivationView['ranges'];
}

/** The layer that applies `f` to every element. */
export function activation<Options extends object>(spec: Activation<Options>): LayerType<Options> {
  const { type, summary, options: schema, formula, f, derivative, derivativeFormula, domain, ranges = [] } = spec;
  return {
    type,
    summary,
    options: schema,
    arity: 'one',
    output: (_, [input]) => ({ shape: input }),
    parameters: () => [],
    forward({ options, inputs: [x], output }) {
      const assignments = [{ to: output, value: f(load(x), options) }];
      return [
        {
          name: type.toLowerCase(),
          formula,
          reads: [x],
          writes: [output],
          calls: [{ kernel: 'elementwise', assignments, size: sizeOf(output.shape) }],
        },
      ];
    },
    backward({ options, inputs: [x], output, outputGrad, inputGrads: [inputGrad] }) {
      if (!inputGrad) return [];
      const slope = derivative(load(x), load(output), options);
      const assignments = [{ to: inputGrad, value: times(load(outputGrad), slope) }];
      return [
        {
          name: 'input gradient',
          formula: `∂L/∂x = ∂L/∂y · f′(x),  f′(x) = ${derivativeFormula}`,
          reads: [outputGrad, ...[x, output].filter((tensor) => loads(slope, tensor))],
          writes: [inputGrad],
          calls: [{ kernel: 'elementwise', assignments, size: sizeOf(output.shape) }],
        },
      ];
    },
    worked({ options, inputs: [from], output, read, result }, at) {
      const index = flatIndex(output.shape, at);
      const unit = subscripts(at[at.length - 1]);
      const x = read(from, index, `z${unit}`);
      const curve = f(variable('x'), options);
      const total = evaluate(curve, { x: x.value });
      return [
        {
          ...{ kind: 'curve', name: type, formula, x, total },
          result: result(output, index, `a${unit}`, total),
          slope: evaluate(derivative(variable('x'), curve, options), { x: x.value }),
        },
      ];
    },
    pytorch: (options) => pythonCall(`nn.${type}`, schema, options),
    formula,
    view: {
      kind: 'activation',
      of(options) {
        const x = variable('x');
        return {
          kind: 'activation',
          f: f(x, options),
          derivative: derivative(x, f(x, options), options),
          domain,
          ranges,
        };
      },
    },
  };
}

/**
 * grad · slope, with the product taken inside the slope's branches: where a unit is off the gradient is 0 whatever comes
 * from above (∞·0 is NaN), as in PyTorch, and a slope of 1 costs nothing.
 */
function times(grad: Expression, slope: Expression): Expression {
  if (slope.op === 'where') return where(slope.condition, times(grad, slope.a), times(grad, slope.b));
  if (slope.op === 'constant' && slope.value === 0) return constant(0);
  if (slope.op === 'constant' && slope.value === 1) return grad;
  return multiply(grad, slope);
}

function loads(expression: Expression, tensor: Tensor): boolean {
  if (expression.op === 'load') return expression.tensor === tensor;
  return Object.values(expression).some((part: unknown) => isExpression(part) && loads(part, tensor));
}

function isExpression(part: unknown): part is Expression {
  return typeof part === 'object' && part !== null && 'op' in part;
}
