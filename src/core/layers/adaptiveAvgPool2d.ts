// AdaptiveAvgPool2d: means over as many windows as the output shall have places.
import type * as z from 'zod/mini';
import { object } from '../options.ts';
import { pythonLiteral } from '../pythonCall.ts';
import type { Call } from '../operation.ts';
import type { LayerBuild, LayerType } from './layer.ts';
import { notAnImage, planesOf } from './pooling.ts';
import { integerOrPair, pairOf } from './spatial.ts';
import { placesWithin, workedAveragePool } from './workedPool.ts';

const options = object({ output_size: integerOrPair('Height and width of the output.', { min: 1 }) });
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html */
export const adaptiveAvgPool2d: LayerType<Options> = {
  type: 'AdaptiveAvgPool2d',
  summary: 'Takes means over windows so large that the output has the given size, whatever comes in.',
  options,
  arity: 'one',
  output({ output_size }, [input]) {
    const problem = notAnImage('AdaptiveAvgPool2d', input);
    return problem ? { problem } : { shape: [input[0], ...pairOf(output_size)] };
  },
  parameters: () => [],
  forward(build) {
    const [x] = build.inputs;
    const { output } = build;
    const call: Call = { kernel: 'adaptiveAvgPool2d', args: [x.offset, output.offset, planesOf(x), ...sizes(build)] };
    const formula = 'y = mean of each window of x';
    return [{ name: 'average pool', formula, reads: [x], writes: [output], calls: [call] }];
  },
  backward(build) {
    const [inputGrad] = build.inputGrads;
    const { outputGrad } = build;
    if (!inputGrad) return [];
    const call: Call = {
      kernel: 'adaptiveAvgPool2dBackward',
      args: [outputGrad.offset, inputGrad.offset, planesOf(inputGrad), ...sizes(build)],
    };
    const formula = '∂L/∂x = Σ ∂L/∂y ÷ size, over the windows that hold x';
    return [{ name: 'input gradient', formula, reads: [outputGrad], writes: [inputGrad], calls: [call] }];
  },
  worked(build, at) {
    const [height, width, outHeight, outWidth] = sizes(build);
    const stretch = (index: number, size: number, out: number): number[] => {
      const from = Math.floor((index * size) / out);
      return placesWithin(from, Math.ceil(((index + 1) * size) / out) - from, 1, size);
    };
    const covered = { rows: stretch(at[2], height, outHeight), columns: stretch(at[3], width, outWidth) };
    return [workedAveragePool(build, covered, covered.rows.length * covered.columns.length, at)];
  },
  pytorch: ({ output_size }) => `nn.AdaptiveAvgPool2d(${pythonLiteral(output_size)})`,
  formula: 'y = mean of each window of x',
  view: { kind: 'plain' },
};

function sizes({ inputs: [x], output }: Pick<LayerBuild<Options>, 'inputs' | 'output'>) {
  return [x.shape[2], x.shape[3], output.shape[2], output.shape[3]] as const;
}
