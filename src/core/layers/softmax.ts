// Softmax: each row becomes a distribution, positive and summing to 1.
import { rowLayer } from './rowLayer.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html */
export const softmax = rowLayer({
  type: 'Softmax',
  summary: 'Turns the numbers of each row into probabilities that sum to 1.',
  formula: 'yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)',
  gradient: '∂L/∂x = y·(∂L/∂y − Σⱼ ∂L/∂yⱼ·yⱼ)',
  forward: 'softmax',
  backward: 'softmaxBackward',
  view: { kind: 'rows' },
});
