// A loss that is no better than that of always giving the same answer.
import { text } from '../../../core/text.ts';
import { check, type Remedy } from '../check.ts';
import { short } from '../figures.ts';
import { fasterSteps, learningRateOf, useAdam, usualRate } from '../remedies.ts';

export const stuckLoss = check({
  code: 'stuck-loss',
  severity: 'warning',
  title: text('The loss is stuck'),
  when: 'running',
  thresholds: {
    within: {
      default: 0.02,
      description: 'How much better than the best constant answer’s the epochs’ mean loss must be.',
      source: 'measured',
    },
    updates: {
      default: 1000,
      description: 'Updates over which it wasn’t.',
      source: 'measured: networks that learn had plateaus of 800',
    },
  },
  find({ network, facts, blocks, baseline, stuckFor }, { within, updates }) {
    const last = blocks.at(-1);
    if (!last || !stuckFor(updates, within)) return [];
    const isLinear = facts.weighted.length < 2;
    const message = isLinear
      ? text(
          'For {0} updates the loss has been {1}, and always giving the same answer costs {2}. A network without a hidden layer can only draw a straight boundary.',
          ...[updates, short(last.mean), short(baseline)],
        )
      : text(
          'For {0} updates the loss has been {1}, and always giving the same answer costs {2}: nothing of the inputs reaches the answer.',
          ...[updates, short(last.mean), short(baseline)],
        );
    const only = facts.weighted[0]?.layer;
    const remedies: Remedy[] = [];
    if (isLinear && only?.type === 'Linear')
      remedies.push({
        title: text('Put a hidden layer before it'),
        changes: [
          {
            kind: 'insert',
            before: only.index,
            layers: [{ type: 'Linear', out_features: 16 }, { type: 'ReLU' }],
          },
        ],
      });
    const { type } = network.model.optimizer;
    const faster = learningRateOf(network) < usualRate(network) ? fasterSteps(network) : [];
    remedies.push(...faster);
    if (type === 'SGD' && faster.length < 2) remedies.push(useAdam());
    return [{ layer: network.layers.length, measured: last.mean / baseline, threshold: 1 - within, message, remedies }];
  },
});
