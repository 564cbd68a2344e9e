// Conv2d: each output map is the sum of all input maps, each filtered by a small window of weights.
import * as z from 'zod/mini';
import { boolean, described, integer, object } from '../options.ts';
import { pythonCall, pythonLiteral } from '../pythonCall.ts';
import { convolution } from './convolution.ts';
import { paddingMode } from './padding.ts';
import { integerOrPair, pairOf } from './spatial.ts';

const usual = {
  stride: integerOrPair('How far the window moves at a time.', { min: 1, default: 1 }),
  padding: described(
    z._default(
      z.union([
        z.int().check(z.gte(0)),
        z.tuple([z.int().check(z.gte(0)), z.int().check(z.gte(0))]),
        z.enum(['same', 'valid']),
      ]),
      0,
    ),
    'How much is added on all sides; "same" keeps the size, "valid" adds nothing.',
  ),
  dilation: integerOrPair('Distance between the window’s places.', { min: 1, default: 1 }),
  groups: integer('Into how many parts the channels are divided that see nothing of each other.', {
    min: 1,
    default: 1,
  }),
  bias: boolean('Whether a learnable bias is added to each map.', { default: true }),
  padding_mode: paddingMode,
};
const usualOptions = object(usual);
const options = object({
  out_channels: integer('Number of output maps: of filters.', { min: 1 }),
  kernel_size: integerOrPair('Size of the window.', { min: 1 }),
  ...usual,
});

/** https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html */
export const conv2d = convolution<z.infer<typeof options>>({
  type: 'Conv2d',
  summary: 'Filters over images: the same small window of weights is applied at every place.',
  dimensions: 2,
  options,
  window: ({ kernel_size, stride, padding, dilation }) => ({
    kernel: pairOf(kernel_size),
    stride: pairOf(stride),
    padding: typeof padding === 'string' ? padding : pairOf(padding),
    dilation: pairOf(dilation),
  }),
  pytorch({ out_channels, kernel_size, ...rest }, [[channels]]) {
    return pythonCall('nn.Conv2d', usualOptions, rest, [
      String(channels),
      String(out_channels),
      pythonLiteral(kernel_size),
    ]);
  },
});
