// A loss that rises above what a constant answer would have, and above where it started.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { short } from '../figures.ts';
import { lowerRate } from '../remedies.ts';

export const diverging = check({
  code: 'diverging',
  severity: 'warning',
  title: text('The loss rises'),
  when: 'running',
  thresholds: {
    factor: {
      default: 2,
      description: 'Mean loss of the last epochs ÷ that of the best constant answer, and ÷ the least so far.',
      source: 'measured',
    },
    updates: { default: 100, description: 'Updates before it is said.', source: 'measured' },
  },
  find({ network, blocks, baseline, iteration }, { factor, updates }) {
    if (iteration < updates || blocks.length < 2) return [];
    const recent = blocks.slice(-3);
    const least = Math.min(...recent.map(({ mean }) => mean));
    const best = Math.min(...blocks.map(({ mean }) => mean));
    const above = least / Math.max(baseline, best);
    if (!(above > factor)) return [];
    const message = text(
      'The loss is {0} in the last {1} epochs or so, and always giving the same answer would cost {2}: training makes the network worse.',
      ...[short(recent[recent.length - 1].mean), recent.length, short(baseline)],
    );
    return [
      {
        layer: network.layers.length,
        measured: above,
        threshold: factor,
        message,
        remedies: [lowerRate(network)],
        place: 'optimizer' as const,
      },
    ];
  },
});
