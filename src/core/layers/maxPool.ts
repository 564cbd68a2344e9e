// MaxPool1d and MaxPool2d: of each window the largest number goes on, and the gradient goes back to where it came from.
// Pooling a sequence is pooling maps of height 1.
import type { WindowArgs } from '../kernels/layerKernels.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import { text } from '../text.ts';
import { featureMaps } from './featureMaps.ts';
import type { LayerBuild, LayerType } from './layer.ts';
import { planesOf, type PoolWindow, poolGeometry } from './pooling.ts';
import { placesWithin, workedMaxPool } from './workedPool.ts';

interface MaxPool<Options extends object> extends Pick<LayerType<Options>, 'type' | 'summary' | 'options' | 'pytorch'> {
  readonly dimensions: 1 | 2;
  /** Height 1 where there is one dimension. */
  readonly window: (options: Options) => PoolWindow;
}

export function maxPool<Options extends object>(spec: MaxPool<Options>): LayerType<Options> {
  const { type, dimensions, window } = spec;
  const geometry = (options: Options, sample: Shape) => {
    if (dimensions === 2) return poolGeometry(type, window(options), sample);
    if (sample.length === 2) return poolGeometry(type, window(options), [sample[0], 1, sample[1]]);
    const problem = '{0} needs samples of shape {1}, not {2}.';
    return { problem: text(problem, type, '[channels, length]', shapeText(sample)) };
  };
  const parts = ({ options, inputs: [x], output, scratch }: LayerBuild<Options>) => {
    const found = geometry(options, x.shape.slice(1));
    if ('problem' in found) throw new Error(`${type} was built with a shape that it refuses`);
    const args: WindowArgs = found.args;
    return { args, dilation: window(options).dilation, indices: scratch('indices', output.shape, 'int32') };
  };
  return {
    type,
    summary: spec.summary,
    options: spec.options,
    arity: 'one',
    output(options, [input]) {
      const found = geometry(options, input);
      if ('problem' in found || dimensions === 2) return found;
      const [channels, , length] = found.shape;
      return { shape: [channels, length] };
    },
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
    worked(build, at) {
      const found = geometry(build.options, build.inputs[0].shape.slice(1));
      if ('problem' in found) throw new Error(`${type} was built with a shape that it refuses`);
      const [height, width, , , kernelY, kernelX, strideY, strideX, padY, padX] = found.args;
      const [dilationY, dilationX] = window(build.options).dilation;
      const [y, x] = dimensions === 2 ? [at[2], at[3]] : [0, at[2]];
      const covered = {
        rows: placesWithin(y * strideY - padY, kernelY, dilationY, height),
        columns: placesWithin(x * strideX - padX, kernelX, dilationX, width),
      };
      return [workedMaxPool(build, covered, at)];
    },
    pytorch: spec.pytorch,
    formula: 'y = max of each window of x',
    view: { kind: 'plain' },
    pictures: () =>
      dimensions === 1
        ? [{ label: text('channels over time'), tensor: 'output', sample: 0, rows: 1, columns: 2 }]
        : [
            {
              ...{ label: text('where each maximum was'), tensor: 'input', marks: 'indices' },
              ...{ each: 1, sample: 0, rows: 2, columns: 3 },
            },
            featureMaps,
          ],
  };
}
