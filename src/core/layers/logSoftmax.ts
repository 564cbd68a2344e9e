// LogSoftmax: the logarithm of softmax, computed without underflow; what NLLLoss expects.
import { rowLayer } from './rowLayer.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html */
export const logSoftmax = rowLayer({
  type: 'LogSoftmax',
  summary: 'The logarithms of the probabilities that Softmax would give: the input of NLLLoss.',
  formula: 'yᵢ = xᵢ − log Σⱼ exp(xⱼ)',
  gradient: '∂L/∂x = ∂L/∂y − exp(y)·Σⱼ ∂L/∂yⱼ',
  forward: 'logSoftmax',
  backward: 'logSoftmaxBackward',
  view: { kind: 'plain' },
});
