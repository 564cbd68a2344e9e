// Weight decay, or a penalty, that pulls weights to 0 faster than the loss pulls them anywhere.
import { text } from '../../../core/text.ts';
import type { Network } from '../../../model/model.ts';
import { type Change, check } from '../check.ts';
import { short } from '../figures.ts';
import { set } from '../remedies.ts';

/** What PyTorch's own recipes use with SGD. */
const usual = 1e-4;

export const strongDecay = check({
  code: 'strong-decay',
  severity: 'warning',
  title: text('Weight decay too strong'),
  when: 'running',
  thresholds: {
    decay: {
      default: 0.05,
      description: 'Weight decay, or 2·l2, of a run that learns little, from which on it is the reason.',
      source: 'measured; Krogh and Hertz (1991), Loshchilov and Hutter (2019): 1e-4 to 1e-2 is usual',
    },
    l1: { default: 0.01, description: 'The same of the l1 penalty.', source: 'measured' },
    decoupled: {
      default: 10,
      description: 'The same of AdamW’s decay, which is multiplied by the learning rate.',
      source: 'measured',
    },
    updates: { default: 500, description: 'Updates over which it learned little.', source: 'measured' },
    within: {
      default: 0.3,
      description: 'It learns little: the loss stays this near a constant answer’s.',
      source: 'measured',
    },
  },
  find({ network, stuckFor, baseline }, { updates, within, ...limits }) {
    if (!stuckFor(updates, within)) return [];
    const { optimizer, penalties } = network.model;
    const decay = decayOf(network);
    const most = optimizer.type === 'AdamW' ? limits.decoupled : limits.decay;
    const pulls = [
      { measured: decay, threshold: most, change: set(['optimizer', 'weight_decay'], usual) },
      { measured: 2 * penalties.l2, threshold: limits.decay, change: set(['penalties', 'l2'], usual / 2) },
      { measured: penalties.l1, threshold: limits.l1, change: set(['penalties', 'l1'], usual / 10) },
    ].filter(({ measured, threshold }) => measured > threshold);
    if (pulls.length === 0) return [];
    const [{ measured, threshold }] = pulls;
    const message = text(
      'Every step pulls all weights towards 0, by {0} of their size times the learning rate, and the loss has been {1} or more for {2} updates, where a constant answer costs {3}: what it teaches is taken away again. {4} is usual.',
      ...[measured, short((1 - within) * baseline), updates, short(baseline), usual],
    );
    const changes: readonly Change[] = pulls.map(({ change }) => change);
    const remedies = [{ title: text('Set it to {0}, as is usual', usual), changes }];
    return [{ layer: null, measured, threshold, message, remedies, place: 'optimizer' as const }];
  },
});

function decayOf({ model }: Network): number {
  const { weight_decay: decay } = model.optimizer.options as { weight_decay?: number };
  return decay ?? 0;
}
