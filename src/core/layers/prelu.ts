// PReLU: a leaky ReLU that learns its slope, one for all or one for each channel (He et al., 2015).
import type * as z from 'zod/mini';
import { integer, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import type { Operation } from '../operation.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import type { LayerBuild, LayerType } from './layer.ts';

const options = object({
  num_parameters: integer('Slopes: 1, or as many as there are channels (the first dimension of a sample).', {
    default: 1,
    min: 1,
  }),
});
type Options = z.infer<typeof options>;

/** PyTorch's option `init`, 0.25, is here the init of `weight`. https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html */
export const prelu: LayerType<Options> = {
  type: 'PReLU',
  summary: 'Positive numbers pass, negative ones are scaled by a slope that is learned.',
  options,
  arity: 'one',
  output({ num_parameters }, [input]) {
    if (num_parameters === 1 || num_parameters === input[0]) return { shape: input };
    const problem = 'PReLU with num_parameters {0} needs as many channels, not {1}; 1 fits all.';
    return { problem: text(problem, num_parameters, input[0] ?? 1) };
  },
  parameters: ({ num_parameters }) => [
    { name: 'weight', shape: [num_parameters], init: { type: 'constant', options: { value: 0.25 } } },
  ],
  forward(build) {
    const [x] = build.inputs;
    const { weight } = build.parameters;
    const args = [x.offset, ...sizes(build), weight.offset, build.output.offset] as const;
    return [
      {
        name: 'prelu',
        formula: 'y = x if x > 0, else a·x',
        reads: [x, weight],
        writes: [build.output],
        calls: [{ kernel: 'prelu', args: [...args] }],
      },
    ];
  },
  backward(build) {
    const [x] = build.inputs;
    const [inputGrad] = build.inputGrads;
    const { outputGrad } = build;
    const { weight } = build.parameters;
    const grads: Partial<Record<string, Tensor>> = build.parameterGrads;
    const operations: Operation[] = [];
    if (grads.weight) {
      operations.push({
        name: 'weight gradient',
        formula: '∂L/∂a = Σ ∂L/∂y·x where x ≤ 0',
        reads: [x, outputGrad],
        writes: [grads.weight],
        calls: [
          {
            kernel: 'preluWeightGradient',
            args: [x.offset, outputGrad.offset, ...sizes(build), grads.weight.offset],
          },
        ],
      });
    }
    if (inputGrad) {
      operations.push({
        name: 'input gradient',
        formula: '∂L/∂x = ∂L/∂y if x > 0, else a·∂L/∂y',
        reads: [x, outputGrad, weight],
        writes: [inputGrad],
        calls: [
          {
            kernel: 'preluBackward',
            args: [x.offset, outputGrad.offset, ...sizes(build), weight.offset, inputGrad.offset],
          },
        ],
      });
    }
    return operations;
  },
  pytorch: (given) => pythonCall('nn.PReLU', options, given),
  formula: 'y = x if x > 0, else a·x',
  view: { kind: 'weights', parameter: 'weight' },
};

/** [batch, channels, positions] of the input; with one slope everything is one channel. */
function sizes({ options: { num_parameters }, inputs: [x] }: LayerBuild<Options>) {
  if (num_parameters === 1) return [1, 1, sizeOf(x.shape)] as const;
  return [x.shape[0], num_parameters, sizeOf(x.shape.slice(2))] as const;
}
