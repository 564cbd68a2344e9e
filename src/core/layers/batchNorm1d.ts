// BatchNorm1d: over [channels] or [channels, length].
import { batchNorm } from './batchNorm.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html */
export const batchNorm1d = batchNorm({
  type: 'BatchNorm1d',
  summary: 'Brings each feature to zero mean and unit variance over the batch, then scales and shifts it as learned.',
  ranks: [1, 2],
  wanted: '[features] or [channels, length]',
});
