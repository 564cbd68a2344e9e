// Layers that join branches element by element: Add and Multiply are a formula each.
import type * as z from 'zod/mini';
import { type Expression, load, variable } from '../elementwise.ts';
import { evaluate } from '../elementwise/evaluate.ts';
import type { Operation } from '../operation.ts';
import { object } from '../options.ts';
import { sameShape, shapeText, sizeOf } from '../shape.ts';
import { text } from '../text.ts';
import { flatIndex } from '../worked.ts';
import type { LayerType } from './layer.ts';

const options = object({});
type Options = z.infer<typeof options>;

interface Join {
  readonly type: string;
  readonly summary: string;
  readonly formula: string;
  /** The gradient's formula for one input, `∂L/∂x₁ = …`, without the left side. */
  readonly gradientFormula: string;
  readonly pytorch: string;
  /** Between the inputs in Python. */
  readonly pythonOperator: string;
  readonly combine: (inputs: readonly Expression[]) => Expression;
  /** ∂L/∂xᵢ from the others among the inputs and ∂L/∂y. */
  readonly gradient: (others: readonly Expression[], outputGrad: Expression) => Expression;
}

/** A layer of two or more inputs of one shape. */
export function join({
  type,
  summary,
  formula,
  gradientFormula,
  pytorch,
  pythonOperator,
  combine,
  gradient,
}: Join): LayerType<Options> {
  return {
    type,
    summary,
    options,
    arity: 'many',
    output(_, [first, ...others]) {
      const other = others.find((shape) => !sameShape(shape, first));
      if (!other) return { shape: first };
      return {
        problem: text('{0} needs inputs of one shape, not {1} and {2}.', type, shapeText(first), shapeText(other)),
      };
    },
    parameters: () => [],
    forward({ inputs, output }) {
      const assignments = [{ to: output, value: combine(inputs.map(load)) }];
      return [
        {
          name: type.toLowerCase(),
          formula,
          reads: [...new Set(inputs)],
          writes: [output],
          calls: [{ kernel: 'elementwise', assignments, size: sizeOf(output.shape) }],
        },
      ];
    },
    backward({ inputs, outputGrad, inputGrads }) {
      return inputGrads.flatMap((inputGrad, index): Operation[] => {
        if (!inputGrad) return [];
        const others = inputs.filter((_, other) => other !== index);
        const value = gradient(others.map(load), load(outputGrad));
        return [
          {
            name: `input ${index + 1} gradient`,
            formula: `∂L/∂x${subscript(index + 1)} = ${gradientFormula}`,
            reads: type === 'Add' ? [outputGrad] : [...new Set([outputGrad, ...others])],
            writes: [inputGrad],
            calls: [{ kernel: 'elementwise', assignments: [{ to: inputGrad, value }], size: sizeOf(outputGrad.shape) }],
          },
        ];
      });
    },
    worked({ inputs, output, read, result }, at) {
      const index = flatIndex(output.shape, at);
      const parts = inputs.map((input, i) => read(input, index, `x${subscript(i + 1)}`));
      const total = evaluate(
        combine(parts.map((_, i) => variable(String(i)))),
        Object.fromEntries(parts.map(({ value }, i) => [i, value])),
      );
      return [
        {
          ...{ kind: 'formula', name: type.toLowerCase(), formula, parts, total },
          result: result(output, index, 'y', total),
        },
      ];
    },
    pytorch: () => pytorch,
    pytorchCall: (_, inputs) => inputs.join(` ${pythonOperator} `),
    formula,
    view: { kind: 'plain' },
  };
}

/** 12 → `₁₂`. */
export function subscript(n: number): string {
  return [...String(n)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
}
