// Dropout: in training each number is left out with probability p and the others are scaled up (Srivastava et al., 2014);
// in evaluation all go through as they are. Its draws are its own: they follow from the seed, the layer and the
// iteration, never from the run's generator, so they are not PyTorch's (whose masks differ between builds).
import type * as z from 'zod/mini';
import { load, multiply } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import { copied } from './flatten.ts';
import type { LayerBuild, LayerType } from './layer.ts';

const options = object({ p: number('Probability that a number is left out.', { default: 0.5, min: 0, max: 1 }) });
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html */
export const dropout: LayerType<Options> = {
  type: 'Dropout',
  summary: 'Leaves out numbers at random while training, so that no unit relies on another.',
  options,
  arity: 'one',
  output: (_, [input]) => ({ shape: input }),
  parameters: () => [],
  forward(build) {
    const [x] = build.inputs;
    const { output, random } = build;
    if (build.mode === 'eval') return [copied('pass through', 'y = x', x, output)];
    const mask = maskOf(build);
    const n = sizeOf(x.shape);
    return [
      {
        name: 'draw mask',
        formula: 'm = 0 with probability p, else 1 / (1 − p)',
        reads: [],
        writes: [mask],
        calls: [
          {
            kernel: 'dropoutMask',
            args: [n, build.options.p, random.seed, random.layer, random.iteration.offset, mask.offset],
          },
        ],
      },
      {
        name: 'apply mask',
        formula: 'y = m·x',
        reads: [x, mask],
        writes: [output],
        calls: [
          { kernel: 'elementwise', assignments: [{ to: output, value: multiply(load(x), load(mask)) }], size: n },
        ],
      },
    ];
  },
  backward(build) {
    const [inputGrad] = build.inputGrads;
    const { outputGrad } = build;
    if (!inputGrad) return [];
    const mask = maskOf(build);
    const assignments = [{ to: inputGrad, value: multiply(load(outputGrad), load(mask)) }];
    return [
      {
        name: 'input gradient',
        formula: '∂L/∂x = m·∂L/∂y',
        reads: [outputGrad, mask],
        writes: [inputGrad],
        calls: [{ kernel: 'elementwise', assignments, size: sizeOf(inputGrad.shape) }],
      },
    ];
  },
  pytorch: (given) => pythonCall('nn.Dropout', options, given),
  formula: 'y = m·x,  m = 0 with probability p, else 1 / (1 − p)',
  draws: true,
  view: { kind: 'plain' },
};

function maskOf({ inputs: [x], scratch }: LayerBuild<Options>) {
  return scratch('mask', x.shape);
}
