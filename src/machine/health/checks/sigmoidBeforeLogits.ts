// Sigmoid, then BCEWithLogitsLoss, which takes a sigmoid of its own.
import { log } from '../../../core/math.ts';
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { intoLoss } from '../flow.ts';
import { short } from '../figures.ts';
import { removeLayer, set } from '../remedies.ts';

export const sigmoidBeforeLogits = check({
  code: 'sigmoid-before-bce-with-logits',
  severity: 'warning',
  title: text('Sigmoid twice'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { last } }) {
    if (network.model.loss.type !== 'BCEWithLogitsLoss' || last.type !== 'Sigmoid') return [];
    const message = text(
      'BCEWithLogitsLoss contains a sigmoid, and "{0}" is another one before it: the probability stays between ½ and 0.73, so class 0 can never be answered, and its loss never falls below {1}.',
      ...[last.name, short(log(2))],
    );
    const other = { title: text('Or keep it and use BCELoss'), changes: [set(['loss'], 'BCELoss')] };
    return [
      {
        layer: last.index,
        measured: log(2),
        threshold: 0,
        message,
        remedies: [removeLayer(last), other],
        flow: intoLoss(network),
      },
    ];
  },
});
