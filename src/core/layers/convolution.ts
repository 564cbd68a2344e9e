// Conv1d and Conv2d: a small net of weights slides over the maps. A 1-D convolution is a 2-D one over maps of height 1.
import type { ConvArgs } from '../kernels/layerKernels.ts';
import type { Operation } from '../operation.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { type Text, text } from '../text.ts';
import { featureMaps } from './featureMaps.ts';
import type { LayerBuild, LayerType, ParameterSpec } from './layer.ts';
import {
  marginArgs,
  padOperation,
  paddingAround,
  type PaddingMode,
  paddingProblem,
  unpadOperation,
} from './padding.ts';
import { type Pair, windowCount } from './spatial.ts';
import { type ConvGeometry, workedConvolution, workedConvolutionGradient } from './workedConvolution.ts';

/** The options that both have. */
export interface ConvolutionOptions {
  readonly out_channels: number;
  readonly groups: number;
  readonly bias: boolean;
  readonly padding_mode: PaddingMode;
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
  const geometryFor = ({ options, inputs: [x] }: Pick<LayerBuild<Options>, 'options' | 'inputs'>): ConvGeometry => {
    const [rows, ...sample] = x.shape;
    const found = geometry(options, rows, sample);
    if ('problem' in found) throw new Error(`${type} was built with a shape that it refuses`);
    return found;
  };
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
      const { args, margin } = geometryFor(build);
      const [input] = build.inputs;
      const { output, parameters } = build;
      const bias = build.options.bias ? parameters.bias : null;
      const x = margin ? padded(build, args) : input;
      return [
        ...(margin ? [padOperation(build.options.padding_mode, input, margin, x)] : []),
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
      const { args, margin } = geometryFor(build);
      const x = margin ? padded(build, args) : build.inputs[0];
      const [inputGrad] = build.inputGrads;
      const xGrad = margin && inputGrad ? padded(build, args, '.grad') : inputGrad;
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
        if (margin && inputGrad) operations.push(unpadOperation(xGrad, margin, inputGrad));
      }
      return operations;
    },
    worked: (build, at) => [workedConvolution(build, geometryFor(build), at)],
    workedGradient: (build, parameter, index) => workedConvolutionGradient(build, geometryFor(build), parameter, index),
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

/** The input with its margin, or the gradient of that. */
function padded({ scratch }: LayerBuild, [rows, channels, height, width]: ConvArgs, what = ''): Tensor {
  return scratch(`padded${what}`, [rows, channels, height, width]);
}

/** Room for the patches of one sample and group; the kernels' own affair, so no operation names it. */
function columns(build: LayerBuild, args: ConvArgs): number {
  const [, channels, , , , outHeight, outWidth, kernelHeight, kernelWidth, ...rest] = args;
  const groups = rest[rest.length - 1];
  return build.scratch('columns', [(channels / groups) * kernelHeight * kernelWidth, outHeight * outWidth]).offset;
}

function geometryOf(
  type: string,
  { out_channels, groups, padding_mode }: ConvolutionOptions,
  { kernel, stride, padding, dilation }: ConvolutionWindow,
  rows: number,
  channels: number,
  size: Pair,
): ConvGeometry | { readonly problem: Text } {
  if (channels % groups !== 0 || out_channels % groups !== 0) {
    const problem = '{0} with groups {1} needs channels that are divisible by it: {2} come in, {3} go out.';
    return { problem: text(problem, type, groups, channels, out_channels) };
  }
  if (padding === 'same' && (stride[0] !== 1 || stride[1] !== 1)) {
    return { problem: text('{0} with padding "same" needs stride 1: the output has the size of the input.', type) };
  }
  const around = paddingAround(padding, [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)]);
  const wrong = paddingProblem(type, padding_mode, around, size);
  if (wrong) return { problem: wrong };
  const windows = ([0, 1] as const).map((axis) => ({
    size: size[axis],
    kernel: kernel[axis],
    stride: stride[axis],
    dilation: dilation[axis],
    padding: around[axis],
  }));
  const [outHeight, outWidth] = windows.map((window) => windowCount(window));
  if (outHeight < 1 || outWidth < 1) {
    const small = windows.find((window) => windowCount(window) < 1)!;
    const reach = small.dilation * (small.kernel - 1) + 1;
    const problem = '{0} has a kernel that reaches over {1} places, but the input has {2}, padding included.';
    return { problem: text(problem, type, reach, small.size + small.padding[0] + small.padding[1]) };
  }
  const margin = marginArgs(padding_mode, around, size);
  const [vertical, horizontal] = around;
  const map = margin ? [size[0] + vertical[0] + vertical[1], size[1] + horizontal[0] + horizontal[1]] : size;
  const before = margin ? [0, 0] : [vertical[0], horizontal[0]];
  return {
    args: [
      ...[rows, channels, ...map, out_channels, outHeight, outWidth],
      ...[...kernel, ...stride, ...before, ...dilation, groups],
    ] as unknown as ConvArgs,
    margin,
  };
}
