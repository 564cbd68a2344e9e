// Reference: convolution by its definition.
import type { Memory } from '../../tensor.ts';
import type { ConvArgs, LayerKernels } from '../layerKernels.ts';
import { floatsAt } from './views.ts';

type ConvKernels = Pick<LayerKernels, 'conv2d' | 'conv2dWeightGradient' | 'conv2dInputGradient'>;

/** Calls `visit` for every product y[at] += weight[w] · x[from] of the convolution. */
function products(geometry: ConvArgs, visit: (at: number, w: number, from: number) => void): void {
  const [batch, channels, height, width, outChannels, outHeight, outWidth, kernelHeight, kernelWidth, ...rest] =
    geometry;
  const [strideHeight, strideWidth, top, left, dilationHeight, dilationWidth, groups] = rest;
  const [inputs, outputs] = [channels / groups, outChannels / groups];
  for (let b = 0; b < batch; b++) {
    for (let o = 0; o < outChannels; o++) {
      const first = Math.floor(o / outputs) * inputs;
      for (let oy = 0; oy < outHeight; oy++) {
        for (let ox = 0; ox < outWidth; ox++) {
          const at = ((b * outChannels + o) * outHeight + oy) * outWidth + ox;
          for (let c = 0; c < inputs; c++) {
            for (let i = 0; i < kernelHeight; i++) {
              for (let j = 0; j < kernelWidth; j++) {
                const y = oy * strideHeight - top + i * dilationHeight;
                const x = ox * strideWidth - left + j * dilationWidth;
                if (y < 0 || y >= height || x < 0 || x >= width) continue;
                const w = ((o * inputs + c) * kernelHeight + i) * kernelWidth + j;
                visit(at, w, ((b * channels + first + c) * height + y) * width + x);
              }
            }
          }
        }
      }
    }
  }
}

function sizes(geometry: ConvArgs) {
  const [batch, channels, height, width, outChannels, outHeight, outWidth, kernelHeight, kernelWidth] = geometry;
  const groups = geometry[15];
  return {
    x: batch * channels * height * width,
    y: batch * outChannels * outHeight * outWidth,
    weight: (outChannels * channels * kernelHeight * kernelWidth) / groups,
    outChannels,
    positions: outHeight * outWidth,
  };
}

export function convKernels(memory: Memory): ConvKernels {
  return {
    conv2d(x, weight, bias, y, _columns, ...geometry) {
      const size = sizes(geometry);
      const sums = new Float64Array(size.y);
      if (bias) {
        const biases = floatsAt(memory, bias, size.outChannels);
        for (let at = 0; at < size.y; at++) sums[at] = biases[Math.floor(at / size.positions) % size.outChannels];
      }
      const inputs = floatsAt(memory, x, size.x);
      const weights = floatsAt(memory, weight, size.weight);
      products(geometry, (at, w, from) => (sums[at] += weights[w] * inputs[from]));
      floatsAt(memory, y, size.y).set(sums);
    },

    conv2dWeightGradient(x, dy, dweight, _columns, ...geometry) {
      const size = sizes(geometry);
      const sums = new Float64Array(size.weight);
      const inputs = floatsAt(memory, x, size.x);
      const gradients = floatsAt(memory, dy, size.y);
      products(geometry, (at, w, from) => (sums[w] += gradients[at] * inputs[from]));
      floatsAt(memory, dweight, size.weight).set(sums);
    },

    conv2dInputGradient(dy, weight, dx, _columns, ...geometry) {
      const size = sizes(geometry);
      const sums = new Float64Array(size.x);
      const weights = floatsAt(memory, weight, size.weight);
      const gradients = floatsAt(memory, dy, size.y);
      products(geometry, (at, w, from) => (sums[from] += gradients[at] * weights[w]));
      floatsAt(memory, dx, size.x).set(sums);
    },
  };
}
