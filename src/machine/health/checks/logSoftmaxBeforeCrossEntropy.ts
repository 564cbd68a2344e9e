// LogSoftmax, then CrossEntropyLoss: harmless, since a second one changes nothing, but one is enough.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { removeLayer, set } from '../remedies.ts';

export const logSoftmaxBeforeCrossEntropy = check({
  code: 'log-softmax-before-cross-entropy',
  severity: 'hint',
  title: text('LogSoftmax twice'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { last } }) {
    if (network.model.loss.type !== 'CrossEntropyLoss' || last.type !== 'LogSoftmax') return [];
    const message = text(
      'CrossEntropyLoss contains a log-softmax: "{0}" changes nothing, since the log-softmax of log probabilities is what went in.',
      last.name,
    );
    const other = { title: text('Or use NLLLoss'), changes: [set(['loss'], 'NLLLoss')] };
    return [{ layer: last.index, measured: 2, threshold: 1, message, remedies: [removeLayer(last), other] }];
  },
});
