// ReLU units that give 0 for every sample: their gradient is 0, and nothing brings them back.
import { text } from '../../../core/text.ts';
import { check, type Remedy } from '../check.ts';
import { percent } from '../figures.ts';
import { learningRateOf, lowerRate, suitableInits, usualRate } from '../remedies.ts';
import { learnedWell } from '../learned.ts';

export const deadRelu = check({
  code: 'dead-relu',
  severity: 'warning',
  title: text('Dead ReLU units'),
  when: 'running',
  thresholds: {
    share: {
      default: 0.5,
      description: 'Share of a layer’s units that are 0 for every training row: a warning from here on, a hint below.',
      source: 'measured: networks that learn had up to 0.38',
    },
    half: {
      default: 0.5,
      description: 'Loss ÷ that of a constant answer, below which it stays a hint: the others do the work.',
      source: 'measured',
    },
    nearlyAll: {
      default: 0.9,
      description: 'Share of the units from which on it is a warning all the same.',
      source: 'measured',
    },
  },
  find(evidence, { share, half, nearlyAll }) {
    const { network, surveys, facts } = evidence;
    const survey = surveys.at(-1);
    if (!survey) return [];
    return survey.dead
      .filter(({ count }) => count > 0)
      .map(({ layer, count, units }) => {
        const { name } = network.layers[layer];
        const message = text(
          '{0} of {1} units of "{2}" ({3}) give 0 for every training row: their slope is 0, so no gradient reaches them and they stay dead.',
          ...[count, units, name, percent(count / units)],
        );
        const leaky: Remedy = {
          title: text('Make the ReLUs LeakyReLUs, which never go quite flat'),
          changes: network.layers
            .filter(({ type, index }) => type === 'ReLU' && facts.isHidden(index))
            .map(({ index }) => ({ kind: 'type', layer: index, type: 'LeakyReLU' })),
        };
        const explicit = facts.weighted.filter(({ weight }) => weight.explicit !== null).map((one) => one.layer);
        // Large steps kill; where they aren't large, the units were born so.
        const steps = learningRateOf(network) > 2 * usualRate(network);
        const remedies = [
          ...(steps ? [lowerRate(network), leaky] : [leaky, lowerRate(network)]),
          ...(explicit.length > 0 ? [suitableInits(explicit, facts)] : []),
        ];
        // A layer of which a part is left learns on; hardly any of it doesn't.
        const last = evidence.blocks.at(-1);
        const learns = last !== undefined && last.mean < half * evidence.baseline && count < nearlyAll * units;
        const severe = count >= share * units && !learns && !learnedWell(evidence);
        return {
          layer,
          measured: count / units,
          threshold: share,
          message,
          remedies,
          severity: severe ? ('warning' as const) : ('hint' as const),
        };
      });
  },
});
