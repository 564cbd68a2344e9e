// Tanh or sigmoid units that are in the flat for the whole first batch: so they were drawn, before any step.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { scaleInputs, startAtZero, suitableInits } from '../remedies.ts';
import { flatness } from './saturatedUnits.ts';

export const saturatedFromStart = check({
  code: 'saturated-from-start',
  severity: 'warning',
  title: text('Units flat from the start'),
  when: 'initial',
  thresholds: {
    share: {
      default: 0.9,
      description: 'Share of a hidden layer’s units that are flat for nearly all of the first batch.',
      source: 'Glorot and Bengio (2010), figure 2; measured',
    },
  },
  find({ network, facts, initial }, { share }) {
    const off = initial.flat.find(({ count, units }) => count >= share * units);
    if (!off) return [];
    const { layer: index, count, units } = off;
    const { name, type } = network.layers[index];
    const limit = type === 'Tanh' ? flatness.tanh.default : flatness.sigmoid.default;
    const message = text(
      '{0} of {1} units of "{2}" get inputs beyond ±{3} in nearly every sample of the first batch: there {4} is flat, so hardly any gradient passes, and they will learn very slowly.',
      ...[count, units, name, limit, type],
    );
    const explicit = facts.weighted.filter(({ weight }) => weight.explicit !== null).map(({ layer }) => layer);
    const remedies = [
      ...startAtZero(network.layers, limit),
      ...(explicit.length > 0 ? [suitableInits(explicit, facts)] : []),
      ...(network.model.data.normalize === 'none' ? [scaleInputs()] : []),
    ];
    return [{ layer: index, measured: count / units, threshold: share, message, remedies }];
  },
});
