// BCELoss takes probabilities: without a sigmoid before it, the output is none.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { intoLoss } from '../flow.ts';
import { activations } from '../facts.ts';
import { outputRange } from '../outputRange.ts';
import { set } from '../remedies.ts';

export const missingSigmoid = check({
  code: 'missing-sigmoid',
  severity: 'warning',
  title: text('No sigmoid before BCELoss'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { last } }) {
    if (network.model.loss.type !== 'BCELoss') return [];
    const [from, to] = outputRange(last);
    if (from >= 0 && to <= 1) return [];
    const message = text(
      'BCELoss takes the logarithm of a probability, and the output of "{0}" isn’t one: it may lie outside 0 to 1, where the loss is cut off and tells nothing.',
      last.name,
    );
    // An activation's place is taken: a sigmoid of a part of its range would be no better.
    const bounded = activations.includes(last.type);
    const remedies = [
      bounded
        ? {
            title: text('Make "{0}" a Sigmoid', last.name),
            changes: [{ kind: 'type', layer: last.index, type: 'Sigmoid' } as const],
          }
        : {
            title: text('Add a Sigmoid at the end'),
            changes: [{ kind: 'insert', before: network.layers.length, layers: [{ type: 'Sigmoid' }] } as const],
          },
      ...(bounded
        ? []
        : [
            {
              title: text('Or use BCEWithLogitsLoss, which contains it'),
              changes: [set(['loss'], 'BCEWithLogitsLoss')],
            },
          ]),
    ];
    const loss = network.layers.length;
    return [
      {
        layer: loss,
        flow: intoLoss(network),
        measured: Number.isFinite(to) ? to : from,
        threshold: to > 1 ? 1 : 0,
        message,
        remedies,
        place: 'loss' as const,
      },
    ];
  },
});
