// LayerNorm: each sample's (or position's) last dimensions are brought to zero mean and unit variance, then scaled and
// shifted as learned (Ba, Kiros and Hinton, 2016).
import * as z from 'zod/mini';
import { boolean, described, number, object, optional } from '../options.ts';
import { pythonCall, pythonLiteral } from '../pythonCall.ts';
import type { Operation } from '../operation.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import { flatIndex } from '../worked.ts';
import type { LayerBuild, LayerType } from './layer.ts';
import { workedNorm } from './workedNorm.ts';

const size = () => z.int().check(z.gte(1));
const usual = {
  eps: number('Added to the variance, so that nothing is divided by 0.', { default: 1e-5, min: 0 }),
  elementwise_affine: boolean('Whether a scale and a shift are learned for each element.', { default: true }),
};
const usualOptions = object(usual);
const options = object({
  normalized_shape: optional(
    described(
      z.union([size(), z.array(size()).check(z.minLength(1))]),
      'The last dimensions that are normalised together; the last one unless given.',
    ),
  ),
  ...usual,
});
type Options = z.infer<typeof options>;

const formula = 'y = (x − mean) / √(var + eps) · γ + β';

/** https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html */
export const layerNorm: LayerType<Options> = {
  type: 'LayerNorm',
  summary:
    'Brings each sample, or position in it, to zero mean and unit variance, then scales and shifts it as learned.',
  options,
  arity: 'one',
  output(given, [input]) {
    const normalized = normalizedShape(given, input);
    const end = input.slice(input.length - normalized.length);
    if (input.length > 0 && shapeText(end) === shapeText(normalized)) return { shape: input };
    const problem = 'LayerNorm over {0} needs samples that end in it, not {1}.';
    return { problem: text(problem, shapeText(normalized), shapeText(input)) };
  },
  parameters(given, [input]) {
    const shape = normalizedShape(given, input);
    const spec = (name: string, init: string) => ({ name, shape, init: { type: init, options: {} } });
    return given.elementwise_affine ? [spec('weight', 'ones'), spec('bias', 'zeros')] : [];
  },
  worked(build, at) {
    const [mean, invStd] = [build.scratch('mean'), build.scratch('inv_std')];
    const index = flatIndex(build.output.shape, at);
    const columns = sizeOf(build.output.shape) / sizeOf(mean.shape);
    const affine = build.options.elementwise_affine;
    return workedNorm(
      build,
      { mean, invStd, group: Math.floor(index / columns), element: index % columns, affine },
      at,
    );
  },
  forward(build) {
    const [x] = build.inputs;
    const { output, parameters } = build;
    const { rows, columns, mean, invStd } = parts(build);
    const learned = build.options.elementwise_affine ? [parameters.weight, parameters.bias] : [];
    const [weight, bias] = build.options.elementwise_affine ? learned.map(({ offset }) => offset) : [0, 0];
    return [
      {
        name: 'normalise',
        formula,
        reads: [x, ...learned],
        writes: [output, mean, invStd],
        calls: [
          {
            kernel: 'layerNorm',
            args: [
              ...([x.offset, rows, columns, build.options.eps, weight, bias] as const),
              ...([output.offset, mean.offset, invStd.offset] as const),
            ],
          },
        ],
      },
    ];
  },
  backward(build) {
    const [x] = build.inputs;
    const [inputGrad] = build.inputGrads;
    const { outputGrad, parameters } = build;
    const grads: Partial<Record<string, Tensor>> = build.parameterGrads;
    const { rows, columns, mean, invStd } = parts(build);
    const weight = build.options.elementwise_affine ? parameters.weight : null;
    const operations: Operation[] = [];
    if (grads.weight) {
      operations.push({
        name: 'scale gradient',
        formula: '∂L/∂γ = Σ ∂L/∂y·x̂',
        reads: [x, outputGrad, mean, invStd],
        writes: [grads.weight],
        calls: [
          {
            kernel: 'layerNormWeightGradient',
            args: [x.offset, outputGrad.offset, rows, columns, mean.offset, invStd.offset, grads.weight.offset],
          },
        ],
      });
    }
    if (grads.bias) {
      operations.push({
        name: 'shift gradient',
        formula: '∂L/∂β = Σ ∂L/∂y',
        reads: [outputGrad],
        writes: [grads.bias],
        calls: [{ kernel: 'columnSum', args: [outputGrad.offset, rows, columns, grads.bias.offset, 0] }],
      });
    }
    if (inputGrad) {
      operations.push({
        name: 'input gradient',
        formula: '∂L/∂x = (g − mean(g) − x̂·mean(g·x̂)) / √(var + eps),  g = γ·∂L/∂y',
        reads: [x, outputGrad, mean, invStd, ...(weight ? [weight] : [])],
        writes: [inputGrad],
        calls: [
          {
            kernel: 'layerNormBackward',
            args: [
              ...([x.offset, outputGrad.offset, rows, columns, mean.offset, invStd.offset] as const),
              ...([weight?.offset ?? 0, inputGrad.offset] as const),
            ],
          },
        ],
      });
    }
    return operations;
  },
  pytorch(given, [input]) {
    const { eps, elementwise_affine } = given;
    const shape = normalizedShape(given, input);
    const positional = pythonLiteral(shape.length === 1 ? shape[0] : shape);
    return pythonCall('nn.LayerNorm', usualOptions, { eps, elementwise_affine }, [positional]);
  },
  formula,
  view: { kind: 'weights', parameter: 'weight' },
};

function normalizedShape({ normalized_shape }: Options, input: Shape): Shape {
  if (normalized_shape === undefined) return input.slice(-1);
  return typeof normalized_shape === 'number' ? [normalized_shape] : normalized_shape;
}

function parts({ options: given, inputs: [x], scratch }: LayerBuild<Options>) {
  const columns = sizeOf(normalizedShape(given, x.shape.slice(1)));
  const rows = sizeOf(x.shape) / columns;
  return { rows, columns, mean: scratch('mean', [rows]), invStd: scratch('inv_std', [rows]) };
}
