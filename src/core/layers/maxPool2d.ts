// MaxPool2d: the largest number of each window of an image.
import type * as z from 'zod/mini';
import { boolean, object, optional } from '../options.ts';
import { pythonCall, pythonLiteral } from '../pythonCall.ts';
import { maxPool } from './maxPool.ts';
import { integerOrPair, pairOf } from './spatial.ts';

const usual = {
  stride: optional(integerOrPair('How far the window moves at a time; its size unless given.', { min: 1 })),
  padding: integerOrPair('Places added on all sides, never the largest.', { min: 0, default: 0 }),
  dilation: integerOrPair('Distance between the window’s places.', { min: 1, default: 1 }),
  ceil_mode: boolean('Whether a last window may reach beyond the edge.', { default: false }),
};
const usualOptions = object(usual);
const options = object({ kernel_size: integerOrPair('Size of the window.', { min: 1 }), ...usual });

/** https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
export const maxPool2d = maxPool<z.infer<typeof options>>({
  type: 'MaxPool2d',
  summary: 'Keeps the largest number of each window: a smaller image of where something was found.',
  dimensions: 2,
  options,
  window: ({ kernel_size, stride, padding, dilation, ceil_mode }) => ({
    kernel: pairOf(kernel_size),
    stride: pairOf(stride ?? kernel_size),
    padding: pairOf(padding),
    dilation: pairOf(dilation),
    ceil: ceil_mode,
  }),
  pytorch: ({ kernel_size, ...rest }) => pythonCall('nn.MaxPool2d', usualOptions, rest, [pythonLiteral(kernel_size)]),
});
