// An activation between the last layer and a loss that wants raw outputs: it takes away answers that the loss needs.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { intoLoss } from '../flow.ts';
import { short } from '../figures.ts';
import { outputRange } from '../outputRange.ts';
import { removeLayer } from '../remedies.ts';

export const squashedLogits = check({
  code: 'squashed-logits',
  severity: 'warning',
  title: text('Activation before a loss on logits'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { last } }) {
    const loss = network.model.loss.type;
    if (loss !== 'CrossEntropyLoss' && loss !== 'BCEWithLogitsLoss') return [];
    const [from, to] = outputRange(last);
    if (from === -Infinity && to === Infinity) return [];
    // Their own checks.
    if (last.type === 'Softmax' || last.type === 'LogSoftmax') return [];
    if (last.type === 'Sigmoid' && loss === 'BCEWithLogitsLoss') return [];
    const message = text(
      '{0} wants raw outputs of any size, and "{1}" keeps them between {2} and {3}: the network can’t be as sure of an answer, or of its opposite, as the loss asks for.',
      ...[loss, last.name, short(from), short(to)],
    );
    return [
      {
        layer: last.index,
        flow: intoLoss(network),
        measured: Number.isFinite(to) ? to : from,
        threshold: Infinity,
        message,
        remedies: [removeLayer(last)],
      },
    ];
  },
});
