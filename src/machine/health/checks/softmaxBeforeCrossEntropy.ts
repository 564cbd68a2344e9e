// Softmax, then CrossEntropyLoss, which takes a softmax of its own: two in a row flatten the answer.
import { log } from '../../../core/math.ts';
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { intoLoss } from '../flow.ts';
import { short } from '../figures.ts';
import { removeLayer, set } from '../remedies.ts';

export const softmaxBeforeCrossEntropy = check({
  code: 'softmax-before-cross-entropy',
  severity: 'warning',
  title: text('Softmax twice'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { last } }) {
    if (network.model.loss.type !== 'CrossEntropyLoss' || last.type !== 'Softmax') return [];
    const classes = last.outputShape.at(-1)!;
    // The surest answer, 1 against zeros, is e ÷ (e + n − 1) after the second softmax.
    const least = log(1 + (classes - 1) / Math.E);
    const message = text(
      'CrossEntropyLoss contains a softmax, and "{0}" is another one before it: with {1} classes the loss can’t fall below {2}, however right the answer, and gradients are small. CrossEntropyLoss wants the raw outputs.',
      ...[last.name, classes, short(least)],
    );
    const logSoftmax = {
      title: text('Or use LogSoftmax and NLLLoss'),
      changes: [{ kind: 'type', layer: last.index, type: 'LogSoftmax' } as const, set(['loss'], 'NLLLoss')],
    };
    return [
      {
        layer: last.index,
        measured: least,
        threshold: 0,
        message,
        remedies: [removeLayer(last), logSoftmax],
        flow: intoLoss(network),
      },
    ];
  },
});
