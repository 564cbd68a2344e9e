// A gradient that is all but gone when it arrives at the first layer, in a network that doesn't learn.
import { text } from '../../../core/text.ts';
import type { Network } from '../../../model/model.ts';
import { check, type Remedy } from '../check.ts';
import { along } from '../flow.ts';
import type { NetworkFacts } from '../facts.ts';
import { median, short } from '../figures.ts';
import { set, suitableInits } from '../remedies.ts';

/** Weight layers from which on it does. */
const deep = 10;

export const vanishingGradient = check({
  code: 'vanishing-gradient',
  severity: 'warning',
  title: text('Vanishing gradient'),
  when: 'running',
  thresholds: {
    ratio: {
      default: 1e-2,
      description: 'Gradient at the first layer ÷ gradient at the last (root mean squares, median of the last probes).',
      source: 'Hochreiter (1991); measured: networks that learn went down to 3e-5, so it counts only while stuck',
    },
    updates: { default: 1000, description: 'Updates over which the loss didn’t improve.', source: 'measured' },
    within: {
      default: 0.02,
      description: 'Stuck: the loss stays this near that of a constant answer.',
      source: 'measured',
    },
  },
  find({ network, facts, probes, surveys, stuckFor }, { ratio, updates, within }) {
    if (facts.weighted.length < 3 || !stuckFor(updates, within)) return [];
    // What stops the gradient at a layer that is off as a whole is that.
    if (surveys.at(-1)?.dead.some(({ count, units }) => count === units)) return [];
    const [first, last] = [facts.weighted[0].layer, facts.weighted[facts.weighted.length - 1].layer];
    const recent = probes.slice(-9);
    const at = (i: number) => median(recent.map(({ weights }) => weights[i].gradient));
    const [atFirst, atLast] = [at(0), at(facts.weighted.length - 1)];
    const measured = atFirst / atLast;
    if (!(measured < ratio)) return [];
    const message = text(
      'The gradient is about {0} at "{1}" and {2} at "{3}": {4} of it is left, so the first layers don’t move, and the loss has not improved for {5} updates.',
      ...[short(atLast), last.name, short(atFirst), first.name, short(measured), updates],
    );
    const flat = network.layers.filter(
      ({ type, index }) => ['Sigmoid', 'Tanh'].includes(type) && facts.isHidden(index) && !facts.isGate(index),
    );
    const remedies: Remedy[] = [];
    if (flat.length > 0)
      remedies.push({
        title: text('Use ReLU, with the init made for it'),
        changes: [
          ...flat.map(({ index }) => ({ kind: 'type', layer: index, type: 'ReLU' }) as const),
          { kind: 'set', path: ['init'], value: { type: 'kaiming_normal', nonlinearity: 'relu' } },
        ],
      });
    else remedies.push(...wayThrough(network, facts));
    const flow = along(network, first.index, last.index, 'backward');
    return [{ layer: first.index, measured, threshold: ratio, message, remedies, flow }];
  },
});

/** Far down plain gradient descent crawls even where the init keeps gradients alive. */
function wayThrough(network: Network, facts: NetworkFacts): readonly Remedy[] {
  const weighted = facts.weighted.map(({ layer }) => layer);
  const inits = suitableInits(weighted, facts);
  if (weighted.length < deep || network.model.optimizer.type !== 'SGD') return [inits];
  const adam = set(['optimizer'], { type: 'Adam', lr: 0.001 });
  const title = text('Use the init made for the activation, and Adam');
  return [{ title, changes: [...inits.changes, adam] }, inits];
}
