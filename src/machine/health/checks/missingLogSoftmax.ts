// NLLLoss takes log probabilities: a Softmax, or raw outputs, are none.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { intoLoss } from '../flow.ts';
import { set } from '../remedies.ts';

export const missingLogSoftmax = check({
  code: 'nll-needs-log-softmax',
  severity: 'warning',
  title: text('NLLLoss without LogSoftmax'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { last } }) {
    if (network.model.loss.type !== 'NLLLoss' || last.type === 'LogSoftmax') return [];
    const isSoftmax = last.type === 'Softmax';
    const message = isSoftmax
      ? text(
          'NLLLoss takes log probabilities, and "{0}" gives probabilities: the loss is then minus the probability, whose gradient fades for the wrongest answers. LogSoftmax is meant.',
          last.name,
        )
      : text(
          'NLLLoss takes log probabilities, which are at most 0, and "{0}" gives any number: the loss falls without end by making outputs large. A LogSoftmax is missing.',
          last.name,
        );
    const first = isSoftmax
      ? {
          title: text('Make "{0}" a LogSoftmax', last.name),
          changes: [{ kind: 'type', layer: last.index, type: 'LogSoftmax' } as const],
        }
      : {
          title: text('Add a LogSoftmax at the end'),
          changes: [{ kind: 'insert', before: network.layers.length, layers: [{ type: 'LogSoftmax' }] } as const],
        };
    const other = {
      title: text('Or use CrossEntropyLoss, which contains it'),
      changes: [set(['loss'], 'CrossEntropyLoss')],
    };
    return [
      {
        layer: last.index,
        flow: intoLoss(network),
        measured: isSoftmax ? 1 : Infinity,
        threshold: 0,
        message,
        remedies: isSoftmax ? [first] : [first, other],
      },
    ];
  },
});
