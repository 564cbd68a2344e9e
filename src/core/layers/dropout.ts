// Dropout: in training each number is left out with probability p and the others are scaled up (Srivastava et al., 2014);
// in evaluation all go through as they are.
import type * as z from 'zod/mini';
import { number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { copied } from './flatten.ts';
import type { LayerBuild, LayerType } from './layer.ts';
import { applyMask, drawMask } from './masks.ts';

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
    const { output } = build;
    if (build.mode === 'eval') return [copied('pass through', 'y = x', x, output)];
    const mask = maskOf(build);
    return [drawMask(build, 'draw mask', build.options.p, mask), applyMask('apply mask', 'y = m·x', x, mask, output)];
  },
  backward(build) {
    const [inputGrad] = build.inputGrads;
    const { outputGrad } = build;
    if (!inputGrad) return [];
    return [applyMask('input gradient', '∂L/∂x = m·∂L/∂y', outputGrad, maskOf(build), inputGrad)];
  },
  pytorch: (given) => pythonCall('nn.Dropout', options, given),
  formula: 'y = m·x,  m = 0 with probability p, else 1 / (1 − p)',
  draws: () => true,
  view: { kind: 'plain' },
};

function maskOf({ inputs: [x], scratch }: LayerBuild<Options>) {
  return scratch('mask', x.shape);
}
