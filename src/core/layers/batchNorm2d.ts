// BatchNorm2d: over [channels, height, width].
import { batchNorm } from './batchNorm.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html */
export const batchNorm2d = batchNorm({
  type: 'BatchNorm2d',
  summary: 'Brings each map to zero mean and unit variance over the batch, then scales and shifts it as learned.',
  ranks: [3],
  wanted: '[channels, height, width]',
});
