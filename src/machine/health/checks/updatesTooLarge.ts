// Steps that change a weight matrix by a large part of itself, again and again: nothing learned lasts.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { median, short } from '../figures.ts';
import { lowerRate } from '../remedies.ts';

export const updatesTooLarge = check({
  code: 'updates-too-large',
  severity: 'warning',
  title: text('Updates too large'),
  when: 'running',
  thresholds: {
    ratio: {
      default: 0.3,
      description: 'Largest median of ‖ΔW‖ ÷ ‖W‖ of a weight.',
      source: 'Karpathy, CS231n: about 1e-3 is usual; the limit measured',
    },
    probes: { default: 5, description: 'Iterations at which the ratio was measured, at least.', source: 'measured' },
  },
  find({ network, probes, facts, blocks, baseline, stuckFor }, { ratio, probes: fewest }) {
    if (probes.length < fewest) return [];
    // Where a constant answer is the best there is, weights shrink to nothing, and any step is large beside them.
    if (stuckFor(200, 0.02) && blocks[blocks.length - 1].mean < 1.05 * baseline) return [];
    const recent = probes.slice(-9);
    const found = facts.weighted.flatMap(({ layer }) => {
      const ratios = recent.flatMap(({ weights }) => weights.filter((one) => one.layer === layer.index));
      const measured = median(ratios.map(({ updateRatio }) => updateRatio));
      return measured > ratio ? [{ layer, measured }] : [];
    });
    if (found.length === 0) return [];
    const worst = found.reduce((a, b) => (b.measured > a.measured ? b : a));
    const { lr } = network.model.optimizer.options;
    const message = text(
      'A step changes the weights of "{0}" by {1} times their own size (median): with lr {2} every step overwrites what the one before learned.',
      ...[worst.layer.name, short(worst.measured), lr],
    );
    return [
      { layer: worst.layer.index, measured: worst.measured, threshold: ratio, message, remedies: [lowerRate(network)] },
    ];
  },
});
