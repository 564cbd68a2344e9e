// Units that are still each other's twins after training: they cost as many and do the work of one.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { suitableInits } from '../remedies.ts';

export const unitsStayIdentical = check({
  code: 'units-stay-identical',
  severity: 'warning',
  title: text('Units stay alike'),
  when: 'running',
  thresholds: {
    share: { default: 0.5, description: 'Share of a layer’s units that have a twin.', source: 'measured' },
    updates: { default: 100, description: 'Updates after which it is said.', source: 'measured' },
  },
  find({ network, facts, probes, iteration }, { share, updates }) {
    if (iteration < updates) return [];
    const looked = probes.findLast(({ weights }) => weights.some((one) => one.twins !== null));
    const twins = (looked?.weights ?? []).flatMap(({ layer, twins }) =>
      twins && twins.units > 1 && twins.identical >= share * twins.units ? [{ layer, ...twins }] : [],
    );
    return twins.map(({ layer, identical, units }) => {
      const message = text(
        '{0} of {1} units of "{2}" have the same weights as another unit, in and out: they started alike, get the same gradient, and do the work of one.',
        ...[identical, units, network.layers[layer].name],
      );
      const constant = facts.weighted.filter(({ weight }) => weight.explicit !== null).map((one) => one.layer);
      const remedies = constant.length > 0 ? [suitableInits(constant, facts, text('Draw the weights at random'))] : [];
      return { layer, measured: identical / units, threshold: share, message, remedies };
    });
  },
});
