// Steps so small that the weights hardly leave where they were drawn, while there is much left to learn.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { median, short } from '../figures.ts';
import { raiseRate } from '../remedies.ts';

export const updatesTooSmall = check({
  code: 'updates-too-small',
  severity: 'warning',
  title: text('Updates too small'),
  when: 'running',
  thresholds: {
    ratio: {
      default: 1e-6,
      description: 'Median of ‖ΔW‖ ÷ ‖W‖, largest of all weights, below which a stuck run hardly moves.',
      source: 'measured',
    },
    travel: {
      default: 2.5,
      description: 'Updates so far, added up, ÷ the weights’ size: how far the weights can have come.',
      source: 'measured',
    },
    left: {
      default: 0.3,
      description: 'Loss ÷ that of a constant answer: what must be left to learn for it to matter.',
      source: 'measured',
    },
    shortTravel: { default: 0.5, description: 'The same, where less need be left.', source: 'measured' },
    shortLeft: { default: 0.15, description: 'What must be left then.', source: 'measured' },
    gain: {
      default: 0.03,
      description: 'Share by which the loss still falls in the last half of the time: one that doesn’t is done.',
      source: 'measured',
    },
    pace: {
      default: 0.4,
      description: 'The same share: a loss that falls faster is getting there.',
      source: 'measured',
    },
    updates: { default: 1000, description: 'Updates before it is said.', source: 'measured' },
  },
  find(evidence, { ratio, updates, ...limits }) {
    const { network, facts, probes, blocks, baseline, iteration, stuckFor, surveys } = evidence;
    const last = blocks.at(-1);
    if (iteration < updates || !last || network.model.scheduler?.warmup) return [];
    const survey = surveys.at(-1);
    if (survey && survey.train.classes.length > 0 && survey.train.score >= 0.97) return [];
    const medians = facts.weighted.map(({ layer }) => {
      const of = probes.flatMap(({ weights }) => weights.filter((one) => one.layer === layer.index));
      return { layer, ratio: median(of.map(({ updateRatio }) => updateRatio)) };
    });
    const most = medians
      .filter((one) => one.ratio >= 0)
      .reduce((a, b) => (b.ratio > a.ratio ? b : a), { layer: facts.last, ratio: -1 });
    if (most.ratio < 0) return [];
    const still = most.ratio < ratio && stuckFor(updates, 0.02);
    // Near a constant answer's loss even the gain is too small to be seen.
    const middle = blocks.find(({ to }) => to >= (last.to + blocks[blocks.length > 1 ? 1 : 0].from) / 2) ?? last;
    const fallen = (middle.mean - last.mean) / middle.mean;
    const unhurried = fallen < limits.pace && (fallen > limits.gain || last.mean > 0.85 * baseline);
    const travelled = most.ratio * iteration;
    const left = last.mean / baseline;
    const hardlyMoved = travelled < limits.shortTravel && left > limits.shortLeft;
    const slow = unhurried && (hardlyMoved || (travelled < limits.travel && left > limits.left));
    if (!still && !slow) return [];
    const { lr } = network.model.optimizer.options;
    const message = text(
      'A step changes weights by at most {0} of their size (median, "{1}"): after {2} updates with lr {3} they can have moved by {4} of it, and the loss is still {5} of a constant answer’s {6}.',
      ...[
        short(most.ratio),
        most.layer.name,
        iteration,
        lr,
        short(most.ratio * iteration),
        short(last.mean),
        short(baseline),
      ],
    );
    return [
      {
        layer: null,
        measured: most.ratio,
        threshold: still ? ratio : limits.travel / iteration,
        message,
        remedies: [raiseRate(network)],
        place: 'optimizer' as const,
      },
    ];
  },
});
