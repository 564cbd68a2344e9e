// AvgPool2d: the mean of each window goes on.
import type * as z from 'zod/mini';
import { boolean, integer, object, optional } from '../options.ts';
import { pythonCall, pythonLiteral } from '../pythonCall.ts';
import type { Call } from '../operation.ts';
import type { LayerBuild, LayerType } from './layer.ts';
import { planesOf, poolGeometry } from './pooling.ts';
import { integerOrPair, pairOf } from './spatial.ts';
import { placesWithin, workedAveragePool } from './workedPool.ts';

const usual = {
  stride: optional(integerOrPair('How far the window moves at a time; its size unless given.', { min: 1 })),
  padding: integerOrPair('Zeros added on all sides.', { min: 0, default: 0 }),
  ceil_mode: boolean('Whether a last window may reach beyond the edge.', { default: false }),
  count_include_pad: boolean('Whether the zeros of the padding count in the mean.', { default: true }),
  divisor_override: optional(integer('What a window’s sum is divided by, instead of its size.', { min: 1 })),
};
const usualOptions = object(usual);
const options = object({ kernel_size: integerOrPair('Size of the window.', { min: 1 }), ...usual });
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
export const avgPool2d: LayerType<Options> = {
  type: 'AvgPool2d',
  summary: 'Takes the mean of each window: a smaller, smoother image.',
  options,
  arity: 'one',
  output: (given, [input]) => geometry(given, input),
  parameters: () => [],
  forward(build) {
    const [x] = build.inputs;
    const { output } = build;
    const args = argsOf(build);
    const call: Call = { kernel: 'avgPool2d', args: [x.offset, output.offset, planesOf(x), ...args] };
    const formula = 'y = mean of each window of x';
    return [{ name: 'average pool', formula, reads: [x], writes: [output], calls: [call] }];
  },
  backward(build) {
    const [inputGrad] = build.inputGrads;
    const { outputGrad } = build;
    if (!inputGrad) return [];
    const args = argsOf(build);
    const call: Call = {
      kernel: 'avgPool2dBackward',
      args: [outputGrad.offset, inputGrad.offset, planesOf(inputGrad), ...args],
    };
    const formula = '∂L/∂x = Σ ∂L/∂y ÷ size, over the windows that hold x';
    return [{ name: 'input gradient', formula, reads: [outputGrad], writes: [inputGrad], calls: [call] }];
  },
  worked(build, at) {
    const found = geometry(build.options, build.inputs[0].shape.slice(1));
    if ('problem' in found) throw new Error('AvgPool2d was built with a shape that it refuses');
    const [height, width, , , kernelY, kernelX, strideY, strideX, padY, padX] = found.args;
    const [top, left] = [at[2] * strideY - padY, at[3] * strideX - padX];
    const covered = {
      rows: placesWithin(top, kernelY, 1, height),
      columns: placesWithin(left, kernelX, 1, width),
    };
    // A last window may reach beyond the padding, which never counts.
    const padded = (Math.min(top + kernelY, height + padY) - top) * (Math.min(left + kernelX, width + padX) - left);
    const own = covered.rows.length * covered.columns.length;
    const divisor = build.options.divisor_override ?? (build.options.count_include_pad ? padded : own);
    return [workedAveragePool(build, covered, divisor, at)];
  },
  pytorch: ({ kernel_size, ...rest }) => pythonCall('nn.AvgPool2d', usualOptions, rest, [pythonLiteral(kernel_size)]),
  formula: 'y = mean of each window of x',
  view: { kind: 'plain' },
};

function geometry({ kernel_size, stride, padding, ceil_mode }: Options, sample: readonly number[]) {
  const window = {
    kernel: pairOf(kernel_size),
    stride: pairOf(stride ?? kernel_size),
    padding: pairOf(padding),
    dilation: [1, 1] as const,
    ceil: ceil_mode,
  };
  return poolGeometry('AvgPool2d', window, sample);
}

function argsOf({ options: given, inputs: [x] }: LayerBuild<Options>) {
  const found = geometry(given, x.shape.slice(1));
  if ('problem' in found) throw new Error('AvgPool2d was built with a shape that it refuses');
  return [...found.args, given.count_include_pad ? 1 : 0, given.divisor_override ?? 0] as const;
}
