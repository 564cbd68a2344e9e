// A loss that jumps up and down around a level instead of falling.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { percent } from '../figures.ts';
import { lowerRate } from '../remedies.ts';

export const oscillating = check({
  code: 'oscillating',
  severity: 'warning',
  title: text('The loss jumps'),
  when: 'running',
  thresholds: {
    amplitude: {
      default: 0.4,
      description: 'Mean jump of the loss between two epochs ÷ the loss of a constant answer.',
      source: 'measured',
    },
    blocks: { default: 10, description: 'Epochs that are compared, at least.', source: 'measured' },
  },
  find({ network, blocks, baseline }, { amplitude, blocks: fewest }) {
    if (blocks.length < fewest) return [];
    const recent = blocks.slice(-Math.max(fewest, Math.floor(blocks.length / 2)));
    let [jumps, turns] = [0, 0];
    for (let i = 1; i < recent.length; i++) {
      jumps += Math.abs(recent[i].mean - recent[i - 1].mean);
      if (i > 1 && (recent[i].mean - recent[i - 1].mean) * (recent[i - 1].mean - recent[i - 2].mean) < 0) turns++;
    }
    const measured = jumps / (recent.length - 1) / baseline;
    if (!(measured > amplitude && turns > recent.length / 3)) return [];
    const message = text(
      'From epoch to epoch the loss jumps up and down by {0} of what a constant answer would cost: steps are too large to settle.',
      percent(measured),
    );
    return [
      {
        layer: network.layers.length,
        measured,
        threshold: amplitude,
        message,
        remedies: [lowerRate(network)],
        place: 'optimizer' as const,
      },
    ];
  },
});
