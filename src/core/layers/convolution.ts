// Conv1d and Conv2d: a small net of weights slides over the maps. A 1-D convolution is a 2-D one over maps of height 1.
import type { ConvArgs } from '../kernels/layerKernels.ts';
import type { Operation } from '../operation.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { type Text, text } from '../text.ts';
import { featureMaps } from './featureMaps.ts';
import type { LayerBuild, LayerType, ParameterSpec } from './layer.ts';
import type { WorkedBuild } from '../worked.ts';
import { type Pair, windowCount } from './spatial.ts';
import { workedConvolution, workedConvolutionGradient } from './workedConvolution.ts';

/** The options that both have. */
export interface ConvolutionOptions {
  readonly out_channels: number;
  readonly groups: number;
  readonly bias: boolean;
}

/** A window in two dimensions. */
export interface ConvolutionWindow {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair | 'same' | 'valid';
  readonly dilation: Pair;
}

interface Convolution<Options extends ConvolutionOptions> extends Pick<
  LayerType<Options>,
  'type' | 'summary' | 'options' | 'pytorch'
> {
  readonly dimensions: 1 | 2;
  /** Height 1 where there is one dimension. */
  readonly window: (options: Options) => ConvolutionWindow;
}

const formula = 'y = W ∗ x + b';

export function convolution<Options extends ConvolutionOptions>(spec: Convolution<Options>): LayerType<Options> {
  const { type, dimensions, window } = spec;
  /** The kernels' arguments for samples of this shape, or why it can't be. */
  const geometry = (options: Options, rows: number, [channels, ...maps]: Shape) => {
    const size: Pair = dimensions === 1 ? [1, maps[0]] : [maps[0], maps[1]];
    return geometryOf(type, options, window(options), rows, channels, size);
  };
  const argsOf = ({
    options,
    rows,
    inputs: [x],
  }: Pick<LayerBuild<Options>, 'options' | 'rows' | 'inputs'>): ConvArgs => {
    const found = geometry(options, rows, x.shape.slice(1));
    if ('problem' in found) throw new Error(`${type} was built with a shape that it refuses`);
    return found.args;
  };
  const workedArgs = ({ options, inputs }: WorkedBuild<Options>): ConvArgs =>
    argsOf({ options, inputs, rows: inputs[0].shape[0] });
  return {
    type,
    summary: spec.summary,
    options: spec.options,
    arity: 'one',
    output(options, [input]) {
      if (input.length !== dimensions + 1) {
        const wanted = dimensions === 1 ? '[channels, length]' : '[channels, height, width]';
        return { problem: text('{0} needs samples of shape {1}, not {2}.', type, wanted, shapeText(input)) };
      }
      const found = geometry(options, 1, input);
      if ('problem' in found) return found;
      const [, , , , channels, height, width] = found.args;
      return { shape: dimensions === 1 ? [channels, width] : [channels, height, width] };
    },
    parameters(options, [[channels]]) {
      const { out_channels, groups, bias } = options;
      const kernel = window(options).kernel.slice(2 - dimensions);
      const weight: ParameterSpec = {
        name: 'weight',
        shape: [out_channels, channels / groups, ...kernel],
        axes: ['out_channels', 'in_channels', ...['kernel height', 'kernel width'].slice(2 - dimensions)],
        init: { type: 'kaiming_uniform', options: { a: Math.sqrt(5), mode: 'fan_in', nonlinearity: 'leaky_relu' } },
      };
      const shift: ParameterSpec = {
        name: 'bias',
        shape: [out_channels],
        axes: ['out_channels'],
        init: { type: 'fan_in_uniform', options: {} },
        fanOf: 'weight',
      };
      return bias ? [weight, shift] : [weight];
    },
    axes: () => ['channels', ...['height', 'width'].slice(2 - dimensions)],
    forward(build) {
      const args = argsOf(build);
      const [x] = build.inputs;
      const { output, parameters } = build;
      const bias = build.options.bias ? parameters.bias : null;
      return [
        {
          name: 'convolve',
          formula: bias ? formula : 'y = W ∗ x',
          reads: bias ? [x, parameters.weight, bias] : [x, parameters.weight],
          writes: [output],
          calls: [
            {
              kernel: 'conv2d',
              args: [
                x.offset,
                parameters.weight.offset,
                bias?.offset ?? 0,
                output.offset,
                columns(build, args),
                ...args,
              ],
            },
          ],
        },
      ];
    },
    backward(build) {
      const args = argsOf(build);
      const [x] = build.inputs;
      const [xGrad] = build.inputGrads;
      const { outputGrad, parameters } = build;
      const grads: Partial<Record<string, Tensor>> = build.parameterGrads;
      const room = columns(build, args);
      const [rows, , , , channels] = args;
      const operations: Operation[] = [];
      if (grads.weight) {
        operations.push({
          name: 'weight gradient',
          formula: '∂L/∂W = x ∗ ∂L/∂y, over the batch',
          reads: [outputGrad, x],
          writes: [grads.weight],
          calls: [
            {
              kernel: 'conv2dWeightGradient',
              args: [x.offset, outputGrad.offset, grads.weight.offset, room, ...args],
            },
          ],
        });
      }
      if (grads.bias) {
        const positions = sizeOf(outputGrad.shape.slice(2));
        operations.push({
          name: 'bias gradient',
          formula: '∂L/∂b = Σ ∂L/∂y over the batch and the map',
          reads: [outputGrad],
          writes: [grads.bias],
          calls: [{ kernel: 'channelSum', args: [outputGrad.offset, rows, channels, positions, grads.bias.offset] }],
        });
      }
      if (xGrad) {
        operations.push({
          name: 'input gradient',
          formula: '∂L/∂x = Wᵀ ∗ ∂L/∂y',
          reads: [outputGrad, parameters.weight],
          writes: [xGrad],
          calls: [
            {
              kernel: 'conv2dInputGradient',
              args: [outputGrad.offset, parameters.weight.offset, xGrad.offset, room, ...args],
            },
          ],
        });
      }
      return operations;
    },
    worked: (build, at) => [workedConvolution(build, workedArgs(build), at)],
    workedGradient: (build, parameter, index) => workedConvolutionGradient(build, workedArgs(build), parameter, index),
    pytorch: spec.pytorch,
    formula,
    view: { kind: 'weights', parameter: 'weight' },
    pictures: () =>
      dimensions === 1
        ? [
            { label: text('filters'), tensor: 'weight', each: 0, rows: 1, columns: 2 },
            { label: text('channels over time'), tensor: 'output', sample: 0, rows: 1, columns: 2 },
          ]
        : [{ label: text('filters'), tensor: 'weight', each: 0, rows: 2, columns: 3 }, featureMaps],
  };
}

/** Room for the patches of one sample and group; the kernels' own affair, so no operation names it. */
function columns(build: LayerBuild, args: ConvArgs): number {
  const [, channels, , , , outHeight, outWidth, kernelHeight, kernelWidth, ...rest] = args;
  const groups = rest[rest.length - 1];
  return build.scratch('columns', [(channels / groups) * kernelHeight * kernelWidth, outHeight * outWidth]).offset;
}

function geometryOf(
  type: string,
  { out_channels, groups }: ConvolutionOptions,
  { kernel, stride, padding, dilation }: ConvolutionWindow,
  rows: number,
  channels: number,
  size: Pair,
): { readonly args: ConvArgs } | { readonly problem: Text } {
  if (channels % groups !== 0 || out_channels % groups !== 0) {
    const problem = '{0} with groups {1} needs channels that are divisible by it: {2} come in, {3} go out.';
    return { problem: text(problem, type, groups, channels, out_channels) };
  }
  if (padding === 'same' && (stride[0] !== 1 || stride[1] !== 1)) {
    return { problem: text('{0} with padding "same" needs stride 1: the output has the size of the input.', type) };
  }
  const windows = ([0, 1] as const).map((axis) => ({
    size: size[axis],
    kernel: kernel[axis],
    stride: stride[axis],
    dilation: dilation[axis],
    padding: paddingOf(padding, axis, dilation[axis] * (kernel[axis] - 1)),
  }));
  const [outHeight, outWidth] = windows.map((window) => windowCount(window));
  if (outHeight < 1 || outWidth < 1) {
    const small = windows.find((window) => windowCount(window) < 1)!;
    const reach = small.dilation * (small.kernel - 1) + 1;
    const problem = '{0} has a kernel that reaches over {1} places, but the input has {2}, padding included.';
    return { problem: text(problem, type, reach, small.size + small.padding[0] + small.padding[1]) };
  }
  const [vertical, horizontal] = windows;
  return {
    args: [
      ...[rows, channels, ...size, out_channels, outHeight, outWidth],
      ...[...kernel, ...stride, vertical.padding[0], horizontal.padding[0], ...dilation, groups],
    ] as unknown as ConvArgs,
  };
}

/** Padding before and after; 'same' puts the odd one after, as PyTorch does. */
function paddingOf(padding: ConvolutionWindow['padding'], axis: 0 | 1, reach: number): readonly [number, number] {
  if (padding === 'valid') return [0, 0];
  if (padding === 'same') return [Math.floor(reach / 2), Math.ceil(reach / 2)];
  return [padding[axis], padding[axis]];
}
