// MaxPool2d: of each window the largest number goes on, and the gradient goes back to where it came from.
import type * as z from 'zod/mini';
import type { WindowArgs } from '../kernels/layerKernels.ts';
import { boolean, object, optional } from '../options.ts';
import { pythonCall, pythonLiteral } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import type { LayerBuild, LayerType } from './layer.ts';
import { planesOf, poolGeometry } from './pooling.ts';
import { integerOrPair, pairOf } from './spatial.ts';

const usual = {
  stride: optional(integerOrPair('How far the window moves at a time; its size unless given.', { min: 1 })),
  padding: integerOrPair('Places added on all sides, never the largest.', { min: 0, default: 0 }),
  dilation: integerOrPair('Distance between the window’s places.', { min: 1, default: 1 }),
  ceil_mode: boolean('Whether a last window may reach beyond the edge.', { default: false }),
};
const usualOptions = object(usual);
const options = object({ kernel_size: integerOrPair('Size of the window.', { min: 1 }), ...usual });
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
export const maxPool2d: LayerType<Options> = {
  type: 'MaxPool2d',
  summary: 'Keeps the largest number of each window: a smaller image of where something was found.',
  options,
  arity: 'one',
  output: (given, [input]) => geometry(given, input),
  parameters: () => [],
  forward(build) {
    const { args, dilation, indices } = parts(build);
    const [x] = build.inputs;
    const { output } = build;
    return [
      {
        name: 'max pool',
        formula: 'y = max of each window of x',
        reads: [x],
        writes: [output, indices],
        calls: [
          {
            kernel: 'maxPool2d',
            args: [x.offset, output.offset, indices.offset, planesOf(x), ...args, ...dilation],
          },
        ],
      },
    ];
  },
  backward(build) {
    const { indices } = parts(build);
    const [inputGrad] = build.inputGrads;
    const { outputGrad } = build;
    if (!inputGrad) return [];
    const [size, outSize] = [inputGrad, outputGrad].map(({ shape }) => sizeOf(shape.slice(2)));
    return [
      {
        name: 'input gradient',
        formula: '∂L/∂x = ∂L/∂y where x was the largest, else 0',
        reads: [outputGrad, indices],
        writes: [inputGrad],
        calls: [
          {
            kernel: 'maxPool2dBackward',
            args: [outputGrad.offset, indices.offset, inputGrad.offset, planesOf(outputGrad), size, outSize],
          },
        ],
      },
    ];
  },
  pytorch: ({ kernel_size, ...rest }) => pythonCall('nn.MaxPool2d', usualOptions, rest, [pythonLiteral(kernel_size)]),
  formula: 'y = max of each window of x',
  view: { kind: 'plain' },
};

function geometry({ kernel_size, stride, padding, dilation, ceil_mode }: Options, sample: readonly number[]) {
  const window = {
    kernel: pairOf(kernel_size),
    stride: pairOf(stride ?? kernel_size),
    padding: pairOf(padding),
    dilation: pairOf(dilation),
    ceil: ceil_mode,
  };
  return poolGeometry('MaxPool2d', window, sample);
}

function parts(build: LayerBuild<Options>) {
  const found = geometry(build.options, build.inputs[0].shape.slice(1));
  if ('problem' in found) throw new Error('MaxPool2d was built with a shape that it refuses');
  const args: WindowArgs = found.args;
  return {
    args,
    dilation: pairOf(build.options.dilation),
    indices: build.scratch('indices', build.output.shape, 'int32'),
  };
}
