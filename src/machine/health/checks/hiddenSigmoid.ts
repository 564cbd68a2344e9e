// Sigmoid as a hidden activation: it works, but others learn faster.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';

export const hiddenSigmoid = check({
  code: 'hidden-sigmoid',
  severity: 'hint',
  title: text('Sigmoid between layers'),
  when: 'network',
  thresholds: {},
  find({ network, facts }) {
    const hidden = network.layers.filter(
      ({ type, index }) =>
        type === 'Sigmoid' && facts.isHidden(index) && !facts.isGate(index) && facts.reached.has(index),
    );
    if (hidden.length === 0) return [];
    const message = text(
      '"{0}" is a sigmoid between layers: its slope is at most ¼ and its outputs are all positive, which slows learning. Tanh is the same curve around 0, with slope 1.',
      hidden[0].name,
    );
    const instead = (type: string) => ({
      title: text('Use {0} instead', type),
      changes: hidden.map(({ index }) => ({ kind: 'type', layer: index, type }) as const),
    });
    return [
      {
        layer: hidden[0].index,
        measured: hidden.length,
        threshold: 0,
        message,
        remedies: [instead('Tanh'), instead('ReLU')],
      },
    ];
  },
});
