// Units that start alike: the same weights in and the same weights out give the same gradient, and they stay alike.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { weightOf } from '../facts.ts';
import { short } from '../figures.ts';
import { constantValue } from '../initialValues.ts';
import { suitableInits } from '../remedies.ts';
import { unitAxis } from '../units.ts';
import { nextWeighted } from '../twins.ts';

export const identicalUnits = check({
  code: 'identical-units',
  severity: 'warning',
  title: text('Units that start alike'),
  when: 'network',
  thresholds: {},
  find({ network, facts }) {
    const { weights } = network.model;
    if (weights !== null) return [];
    const alike = network.layers.flatMap((layer) => {
      const weight = weightOf(layer);
      const value = weight?.trained ? constantValue(weight) : null;
      if (value === null || !facts.isHidden(layer.index) || !facts.reached.has(layer.index)) return [];
      const next = nextWeighted(facts, layer);
      const nextWeight = next && weightOf(next);
      // Of a recurrent layer the weights from its own units lead on too.
      const inner = layer.parameters.filter(({ name }) => name.startsWith('weight_hh') || name === 'out_proj.weight');
      const alikeInside = inner.every((one) => constantValue(one) !== null);
      const outgoing = nextWeight && alikeInside ? constantValue(nextWeight) : null;
      const bias = layer.parameters.find(({ name }) => name === 'bias');
      const biasValue = bias ? constantValue(bias) : 0;
      // All zero before a ReLU: its slope there is 0, and nothing ever comes through.
      const off =
        value === 0 && biasValue !== null && biasValue <= 0 && facts.activationAfter(layer.index)?.type === 'ReLU';
      return outgoing !== null || off ? [{ layer, value, off: off && outgoing === null }] : [];
    });
    const [first] = alike;
    if (!first) return [];
    // The last layer's weights are part of the trouble where they are constant too.
    const constant = facts.weighted.filter(({ weight }) => constantValue(weight) !== null).map(({ layer }) => layer);
    const units = alike.reduce((sum, { layer }) => sum + unitAxis(network, layer).units, 0);
    const message = first.off
      ? text(
          'All weights of "{0}" start at 0 and feed a ReLU, whose slope at 0 is 0: no gradient ever reaches its {1} units.',
          ...[first.layer.name, units],
        )
      : text(
          'All weights of "{0}" start at {1}, and those that lead on are equal too: its {2} units compute the same and get the same gradient, so they stay as good as one unit.',
          ...[first.layer.name, short(first.value), units],
        );
    const remedy = suitableInits(constant, facts, text('Draw the weights at random, as the activation wants it'));
    const remedies = first.off
      ? [remedy]
      : [remedy, { title: text('Or remove the init, for PyTorch’s default'), changes: unsetInits(constant) }];
    return [{ layer: first.layer.index, measured: units, threshold: 1, message, remedies }];
  },
});

function unsetInits(layers: readonly { index: number; fieldSpans: Readonly<Partial<Record<string, unknown>>> }[]) {
  const own = layers.filter(({ fieldSpans }) => fieldSpans.init);
  return own.length < layers.length
    ? [{ kind: 'unset', path: ['init'] } as const]
    : own.map(({ index }) => ({ kind: 'unset', path: ['layers', index, 'init'] }) as const);
}
