// ReLU units that are off for the whole first batch: a bias or weights that never let them wake.
import { text } from '../../../core/text.ts';
import { check, type Remedy } from '../check.ts';
import { constantValue } from '../initialValues.ts';
import { initFor, set, suitableInits } from '../remedies.ts';

export const deadFromStart = check({
  code: 'dead-from-start',
  severity: 'warning',
  title: text('ReLU units off from the start'),
  when: 'initial',
  thresholds: {
    share: {
      default: 0.9,
      description: 'Share of a layer’s units that give 0 for the whole first batch.',
      source: 'measured',
    },
  },
  find({ network, facts, initial }, { share }) {
    const off = initial.silent.filter(({ count, units }) => count >= share * units);
    if (off.length === 0) return [];
    const [{ layer: index, count, units }] = off;
    const relu = network.layers[index];
    const source = facts.weighted.findLast(({ layer }) => layer.index < index)?.layer;
    const bias = source?.parameters.find(({ name }) => name === 'bias');
    const biasValue = bias ? constantValue(bias) : null;
    const message = text(
      '{0} of {1} units of "{2}" give 0 for every sample of the first batch: their gradient is 0 too, so they will not learn.',
      ...[count, units, relu.name],
    );
    const remedies: Remedy[] = [];
    if (source && bias && biasValue !== null && biasValue < 0)
      remedies.push({
        title: text('Start the biases of "{0}" at 0 instead of {1}', source.name, biasValue),
        changes: facts.weighted
          .filter(({ layer }) => layer.fieldSpans['init.bias'])
          .map(({ layer }) => set(['layers', layer.index, 'init', 'bias'], 'zeros')),
      });
    else if (source)
      remedies.push(
        source.fieldSpans.init || source.fieldSpans['init.*']
          ? suitableInits([source], facts)
          : {
              title: text('Use the init made for ReLU'),
              changes: [set(['layers', source.index, 'init'], initFor('ReLU'))],
            },
      );
    remedies.push({
      title: text('Make "{0}" a LeakyReLU', relu.name),
      changes: [{ kind: 'type', layer: index, type: 'LeakyReLU' }],
    });
    return [{ layer: index, measured: count / units, threshold: share, message, remedies }];
  },
});
