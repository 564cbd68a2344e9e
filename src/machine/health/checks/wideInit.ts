// Weights drawn so widely that a unit's sum is many times its inputs: activations go flat, or grow from layer to layer.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { short } from '../figures.ts';
import { drawnDeviation } from '../initialValues.ts';
import { suitableInits } from '../remedies.ts';

export const wideInit = check({
  code: 'wide-init',
  severity: 'warning',
  title: text('Initial weights too wide'),
  when: 'network',
  thresholds: {
    spread: {
      default: 4,
      description: 'Largest std·√fan_in of an explicit init: by so much a unit’s sum is wider than its inputs.',
      source: 'Glorot and Bengio (2010): about 1 keeps the spread; the factor measured',
    },
  },
  find({ network, facts }, { spread }) {
    if (network.model.weights !== null) return [];
    const wide = facts.weighted
      .filter(({ weight }) => weight.explicit !== null)
      .map((one) => ({ ...one, spread: drawnDeviation(one.weight) * Math.sqrt(one.weight.fanIn) }))
      .filter((one) => one.spread > spread);
    if (wide.length === 0) return [];
    const widest = wide.reduce((a, b) => (b.spread > a.spread ? b : a));
    const { layer, weight } = widest;
    const message = text(
      'The weights of "{0}" are drawn with standard deviation {1} for {2} inputs each: std·√fan_in = {3}, so sums are {3} times as wide as what comes in. About 1 keeps the spread.',
      ...[layer.name, short(drawnDeviation(weight)), weight.fanIn, short(widest.spread)],
    );
    const remedies = [
      suitableInits(
        wide.map((one) => one.layer),
        facts,
      ),
    ];
    return [{ layer: layer.index, measured: widest.spread, threshold: spread, message, remedies }];
  },
});
