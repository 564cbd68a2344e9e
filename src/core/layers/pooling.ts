// What the pools share: a window over each map on its own, and where it fits.
import type { WindowArgs } from '../kernels/layerKernels.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { type Text, text } from '../text.ts';
import { type Pair, type Window, windowCount } from './spatial.ts';

export interface PoolWindow {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceil: boolean;
}

/** Arguments of the window for samples [channels, height, width], or why it can't be. */
export function poolGeometry(
  type: string,
  { kernel, stride, padding, dilation, ceil }: PoolWindow,
  sample: Shape,
): { readonly args: WindowArgs; readonly shape: Shape } | { readonly problem: Text } {
  const wrong = notAnImage(type, sample);
  if (wrong) return { problem: wrong };
  const [channels, height, width] = sample;
  if (padding[0] > kernel[0] / 2 || padding[1] > kernel[1] / 2) {
    return { problem: text('{0} can be padded by half of kernel_size at most.', type) };
  }
  const windows = ([0, 1] as const).map((axis): Window => {
    const pad = padding[axis];
    const size = axis === 0 ? height : width;
    return { size, kernel: kernel[axis], stride: stride[axis], padding: [pad, pad], dilation: dilation[axis] };
  });
  const [outHeight, outWidth] = windows.map((window) => windowCount(window, ceil));
  if (outHeight < 1 || outWidth < 1) {
    return {
      problem: text("{0} has a window that doesn't fit into a map of {1} by {2}.", type, height, width),
    };
  }
  return {
    args: [height, width, outHeight, outWidth, ...kernel, ...stride, ...padding],
    shape: [channels, outHeight, outWidth],
  };
}

export function notAnImage(type: string, sample: Shape): Text | null {
  if (sample.length === 3) return null;
  return text('{0} needs samples of shape {1}, not {2}.', type, '[channels, height, width]', shapeText(sample));
}

/** Samples times channels. */
export function planesOf({ shape }: Tensor): number {
  return sizeOf(shape.slice(0, 2));
}
