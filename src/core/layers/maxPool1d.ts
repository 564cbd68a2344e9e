// MaxPool1d: the largest number of each window of a sequence.
import type * as z from 'zod/mini';
import { boolean, integer, object, optional } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { maxPool } from './maxPool.ts';

const usual = {
  stride: optional(integer('How far the window moves at a time; its length unless given.', { min: 1 })),
  padding: integer('Places added at both ends, never the largest.', { min: 0, default: 0 }),
  dilation: integer('Distance between the window’s places.', { min: 1, default: 1 }),
  ceil_mode: boolean('Whether a last window may reach beyond the end.', { default: false }),
};
const usualOptions = object(usual);
const options = object({ kernel_size: integer('Length of the window.', { min: 1 }), ...usual });

/** https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html */
export const maxPool1d = maxPool<z.infer<typeof options>>({
  type: 'MaxPool1d',
  summary: 'Keeps the largest number of each window: a shorter sequence of where something was found.',
  dimensions: 1,
  options,
  window: ({ kernel_size, stride, padding, dilation, ceil_mode }) => ({
    kernel: [1, kernel_size],
    stride: [1, stride ?? kernel_size],
    padding: [0, padding],
    dilation: [1, dilation],
    ceil: ceil_mode,
  }),
  pytorch: ({ kernel_size, ...rest }) => pythonCall('nn.MaxPool1d', usualOptions, rest, [String(kernel_size)]),
});
