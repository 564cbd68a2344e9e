// A gradient that grows on its way to the first layer until steps go anywhere.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { along } from '../flow.ts';
import { median, short } from '../figures.ts';
import { learnedWell } from '../learned.ts';
import { set, suitableInits } from '../remedies.ts';

export const explodingGradient = check({
  code: 'exploding-gradient',
  severity: 'warning',
  title: text('Exploding gradient'),
  when: 'running',
  thresholds: {
    ratio: {
      default: 100,
      description: 'Gradient at the first layer ÷ gradient at the last (root mean squares, median of the last probes).',
      source: 'Pascanu et al. (2013); the factor measured',
    },
  },
  find(evidence, { ratio }) {
    const { facts, probes, network, blocks, baseline } = evidence;
    if (facts.weighted.length < 3 || learnedWell(evidence)) return [];
    // As long as the loss falls it does no harm.
    if (blocks.length === 0 || blocks[blocks.length - 1].mean < 0.9 * baseline) return [];
    const [first, last] = [facts.weighted[0].layer, facts.weighted[facts.weighted.length - 1].layer];
    const recent = probes.slice(-9);
    const at = (i: number) => median(recent.map(({ weights }) => weights[i].gradient));
    const [atFirst, atLast] = [at(0), at(facts.weighted.length - 1)];
    const measured = atFirst / atLast;
    if (!(measured > ratio)) return [];
    const message = text(
      'The gradient is about {0} at "{1}" and {2} at "{3}": {4} times as large. Steps of the first layers go anywhere.',
      ...[short(atLast), last.name, short(atFirst), first.name, short(measured)],
    );
    const remedies = [
      suitableInits(
        facts.weighted.map(({ layer }) => layer),
        facts,
      ),
      ...(network.model.clip === null
        ? [{ title: text('Clip the gradients’ norm at 1'), changes: [set(['clip'], { norm: 1 })] }]
        : []),
    ];
    const flow = along(network, first.index, last.index, 'backward');
    return [{ layer: first.index, measured, threshold: ratio, message, remedies, flow }];
  },
});
