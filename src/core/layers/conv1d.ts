// Conv1d: Conv2d over sequences.
import * as z from 'zod/mini';
import { boolean, described, integer, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { convolution } from './convolution.ts';
import { paddingMode } from './padding.ts';

const usual = {
  stride: integer('How far the window moves at a time.', { min: 1, default: 1 }),
  padding: described(
    z._default(z.union([z.int().check(z.gte(0)), z.enum(['same', 'valid'])]), 0),
    'How much is added at both ends; "same" keeps the length, "valid" adds nothing.',
  ),
  dilation: integer('Distance between the window’s places.', { min: 1, default: 1 }),
  groups: integer('Into how many parts the channels are divided that see nothing of each other.', {
    min: 1,
    default: 1,
  }),
  bias: boolean('Whether a learnable bias is added to each channel.', { default: true }),
  padding_mode: paddingMode,
};
const usualOptions = object(usual);
const options = object({
  out_channels: integer('Number of output channels: of filters.', { min: 1 }),
  kernel_size: integer('Length of the window.', { min: 1 }),
  ...usual,
});

/** https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html */
export const conv1d = convolution<z.infer<typeof options>>({
  type: 'Conv1d',
  summary: 'Filters over sequences: the same short window of weights is applied at every place.',
  dimensions: 1,
  options,
  window: ({ kernel_size, stride, padding, dilation }) => ({
    kernel: [1, kernel_size],
    stride: [1, stride],
    padding: typeof padding === 'string' ? padding : [0, padding],
    dilation: [1, dilation],
  }),
  pytorch({ out_channels, kernel_size, ...rest }, [[channels]]) {
    return pythonCall('nn.Conv1d', usualOptions, rest, [channels, out_channels, kernel_size].map(String));
  },
});
