// Linear: z = x·Wᵀ + b over the last dimension, whatever stands before it.
import type * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { boolean, integer, object } from '../options.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import { flatIndex, product, subscripts, sumOfTerms } from '../worked.ts';
import type { LayerBuild, LayerType } from './layer.ts';

const options = object({
  out_features: integer('Size of each output sample: the number of neurons.', { min: 1 }),
  bias: boolean('Whether a learnable bias is added.', { default: true }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */
export const linear: LayerType<Options> = {
  type: 'Linear',
  summary: 'A fully connected layer: each output is a weighted sum of all inputs plus a bias.',
  options,
  arity: 'one',
  output({ out_features }, [input]) {
    if (input.length === 0) return { problem: text('Linear needs inputs with at least one dimension.') };
    return { shape: [...input.slice(0, -1), out_features] };
  },
  parameters({ out_features, bias }, [input]) {
    const weight = {
      name: 'weight',
      shape: [out_features, last(input)],
      axes: ['out_features', 'in_features'],
      init: { type: 'kaiming_uniform', options: { a: Math.sqrt(5), mode: 'fan_in', nonlinearity: 'leaky_relu' } },
    };
    const shift = {
      name: 'bias',
      shape: [out_features],
      axes: ['out_features'],
      init: { type: 'fan_in_uniform', options: {} },
      fanOf: 'weight',
    };
    return bias ? [weight, shift] : [weight];
  },
  axes: (_, [axes]) => [...axes.slice(0, -1), 'features'],
  forward(build) {
    const [x] = build.inputs;
    const { output, parameters } = build;
    const { weight } = parameters;
    const bias = build.options.bias ? parameters.bias : null;
    const { m, n, k } = sizes(build);
    return [
      {
        name: 'multiply',
        formula: bias ? 'z = x·Wᵀ + b' : 'z = x·Wᵀ',
        reads: bias ? [x, weight, bias] : [x, weight],
        writes: [output],
        calls: [
          { kernel: 'gemm', args: [m, n, k, x.offset, k, 1, weight.offset, 1, k, output.offset, bias?.offset ?? 0, 0] },
        ],
      },
    ];
  },
  backward(build) {
    const [x] = build.inputs;
    const [xGrad] = build.inputGrads;
    const { outputGrad } = build;
    const { weight } = build.parameters;
    const grads: Partial<Record<string, Tensor>> = build.parameterGrads;
    const { m, n, k } = sizes(build);
    const operations: Operation[] = [];
    if (grads.weight) {
      operations.push({
        name: 'weight gradient',
        formula: '∂L/∂W = (∂L/∂z)ᵀ·x',
        reads: [outputGrad, x],
        writes: [grads.weight],
        calls: [
          { kernel: 'gemm', args: [n, k, m, outputGrad.offset, 1, n, x.offset, k, 1, grads.weight.offset, 0, 0] },
        ],
      });
    }
    if (grads.bias) {
      operations.push({
        name: 'bias gradient',
        formula: '∂L/∂b = Σ ∂L/∂z over the batch',
        reads: [outputGrad],
        writes: [grads.bias],
        calls: [{ kernel: 'columnSum', args: [outputGrad.offset, m, n, grads.bias.offset, 0] }],
      });
    }
    if (xGrad) {
      operations.push({
        name: 'input gradient',
        formula: '∂L/∂x = ∂L/∂z·W',
        reads: [outputGrad, weight],
        writes: [xGrad],
        calls: [{ kernel: 'gemm', args: [m, k, n, outputGrad.offset, n, 1, weight.offset, k, 1, xGrad.offset, 0, 0] }],
      });
    }
    return operations;
  },
  worked({ inputs: [x], output, parameters, options: { bias }, read, result }, at) {
    const k = last(x.shape);
    const unit = last(at);
    const row = flatIndex(output.shape.slice(0, -1), at);
    const terms = Array.from({ length: k }, (_, i) =>
      product(
        `x${subscripts(i)}`,
        read(x, row * k + i, `x${subscripts(i)}`),
        read(parameters.weight, unit * k + i, `w${subscripts(unit, i)}`),
      ),
    );
    const constant = bias ? read(parameters.bias, unit, `b${subscripts(unit)}`) : null;
    const total = sumOfTerms(terms, constant);
    return [
      {
        ...{ kind: 'sum', name: 'multiply', terms, constant, divisor: 1, total, columns: ['x', 'w', 'x·w'] },
        formula: bias ? 'z = Σ x·w + b' : 'z = Σ x·w',
        result: result(output, flatIndex(output.shape, at), `z${subscripts(unit)}`, total),
      },
    ];
  },
  workedGradient({ inputs: [x], outputGrad, parameters, read, result }, parameter, index) {
    const [n, k] = parameters.weight.shape;
    const isWeight = parameter === 'weight';
    const [unit, input] = isWeight ? [Math.floor(index / k), index % k] : [index, -1];
    const symbol = isWeight ? `w${subscripts(unit, input)}` : `b${subscripts(unit)}`;
    const terms = Array.from({ length: sizeOf(x.shape) / k }, (_, row) => {
      const slope = read(outputGrad, row * n + unit, `∂L/∂z${subscripts(unit)}`);
      return isWeight
        ? product(String(row), slope, read(x, row * k + input, `x${subscripts(input)}`))
        : product(String(row), slope);
    });
    const total = sumOfTerms(terms);
    return {
      ...{ kind: 'sum', name: 'weight gradient', terms, constant: null, divisor: 1, total },
      columns: isWeight ? ['∂L/∂z', 'x', '∂L/∂z·x'] : ['∂L/∂z', ''],
      formula: isWeight ? '∂L/∂w = Σ ∂L/∂z·x' : '∂L/∂b = Σ ∂L/∂z',
      result: result(parameters[parameter], index, `∂L/∂${symbol}`, total),
    };
  },
  pytorch({ out_features, bias }, [input]) {
    return `nn.Linear(${last(input)}, ${out_features}${bias ? '' : ', bias=False'})`;
  },
  formula: 'z = x·Wᵀ + b',
  view: { kind: 'weights', parameter: 'weight', links: true },
};

/** Of the product [m, k]·[k, n]: m samples (and positions in them), n output and k input features. */
function sizes({ inputs: [x], output }: LayerBuild<Options>) {
  const k = last(x.shape);
  return { m: sizeOf(x.shape) / k, n: last(output.shape), k };
}

function last(shape: readonly number[]): number {
  return shape[shape.length - 1];
}
