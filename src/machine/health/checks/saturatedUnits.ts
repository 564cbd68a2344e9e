// Hidden tanh or sigmoid units in the flat part of their curve: their slope is nearly 0, and so is their gradient.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { learnedWell } from '../learned.ts';
import { learningRateOf, lowerRate, scaleInputs, startAtZero, suitableInits, usualRate } from '../remedies.ts';

/** Where the flat parts begin, and how many samples must be there: what the survey counts by. */
export const flatness = {
  tanh: {
    default: 3,
    description: 'A tanh is flat where |x| is larger: its slope is below 0.01.',
    source: 'the curve',
  },
  sigmoid: {
    default: 6,
    description: 'A sigmoid is flat where |x| is larger: its slope is below 0.0025.',
    source: 'the curve',
  },
  share: { default: 0.95, description: 'Share of the training rows on which a unit is flat.', source: 'measured' },
};

export const saturatedUnits = check({
  code: 'saturated-units',
  severity: 'warning',
  title: text('Saturated units'),
  when: 'running',
  thresholds: {
    ...flatness,
    units: {
      default: 0.5,
      description: 'Share of a hidden layer’s units that are flat.',
      source: 'Glorot and Bengio (2010), figure 2; measured',
    },
  },
  find(evidence, limits) {
    const { network, surveys, facts } = evidence;
    const survey = surveys.at(-1);
    if (!survey || learnedWell(evidence)) return [];
    return survey.saturated
      .filter(({ count, units }) => count >= limits.units * units)
      .map(({ layer, count, units }) => {
        const { name, type } = network.layers[layer];
        const message = text(
          '{0} of {1} units of "{2}" have inputs beyond ±{3} for nearly every training row: there {4} is flat, and hardly any gradient passes.',
          ...[count, units, name, type === 'Tanh' ? limits.tanh : limits.sigmoid, type],
        );
        const explicit = facts.weighted.filter(({ weight }) => weight.explicit !== null).map((one) => one.layer);
        const inits = explicit.length > 0 ? [suitableInits(explicit, facts)] : [];
        // Large steps drive units into the flat, however they were drawn.
        const steps = learningRateOf(network) > 2 * usualRate(network);
        const remedies = [
          ...startAtZero(network.layers, limits.tanh),
          ...(steps ? [lowerRate(network), ...inits] : [...inits, lowerRate(network)]),
          ...(network.model.data.normalize === 'none' ? [scaleInputs()] : []),
        ];
        return { layer, measured: count / units, threshold: limits.units, message, remedies };
      });
  },
});
