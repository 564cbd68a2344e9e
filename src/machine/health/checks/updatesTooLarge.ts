// Steps that change a weight matrix by a large part of itself, again and again: nothing learned lasts.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import type { LossBlock, Probe, RunningEvidence } from '../evidence.ts';
import { median, short } from '../figures.ts';
import { learnedWell } from '../learned.ts';
import { lastOfFirst } from '../probeTimes.ts';
import { learningRateOf, lowerRate, usualRate } from '../remedies.ts';

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
    first: {
      default: 0.1,
      description: 'The same over the first 30 updates, in a network that has learned nothing since, or forgets again.',
      source: 'measured: up to 0.3 in networks that learn',
    },
    updates: { default: 1000, description: 'Updates over which it learned nothing.', source: 'measured' },
    rise: {
      default: 1.25,
      description: 'It forgets: mean loss of the last epochs (their median) ÷ the least so far.',
      source: 'measured',
    },
    left: {
      default: 0.1,
      description: 'Loss ÷ that of a constant answer, above which forgetting counts.',
      source: 'measured',
    },
    leap: {
      default: 5,
      description: 'Mean loss of the first epochs ÷ that of a constant answer: the first steps led far away.',
      source: 'measured',
    },
    far: {
      default: 10,
      description:
        'Learning rate ÷ a usual one, from which on large first steps explain a loss that came to rest early.',
      source: 'measured',
    },
    rest: {
      default: 0.3,
      description: 'It came to rest early: loss ÷ that of a constant answer, above which there is much left.',
      source: 'measured',
    },
    probes: { default: 5, description: 'Iterations at which the ratio was measured, at least.', source: 'measured' },
  },
  find(evidence, { ratio, probes: fewest, ...limits }) {
    const { network, probes, blocks, baseline, stuckFor } = evidence;
    if (probes.length < fewest) return [];
    const lr = learningRateOf(network);
    // Where a constant answer is the best there is, weights shrink to nothing, and any step is large beside them.
    const settled = stuckFor(200, 0.02) && blocks[blocks.length - 1].mean < 1.05 * baseline;
    const now = settled ? null : fastest(evidence, probes.slice(-9));
    if (now && now.measured > ratio) {
      const { layer, measured } = now;
      const message = text(
        'A step changes the weights of "{0}" by {1} times their own size (median): with lr {2} every step overwrites what the one before learned.',
        ...[layer.name, short(measured), lr],
      );
      return [{ layer: layer.index, measured, threshold: ratio, message, remedies: [lowerRate(network)] }];
    }
    // What is said of the first steps is said of what came of them.
    if (evidence.iteration < limits.updates || learnedWell(evidence)) return [];
    const early = probes.filter(({ iteration }) => iteration <= lastOfFirst);
    if (early.length < fewest || evidence.facts.weighted.length < 2) return [];
    const then = fastest(evidence, early);
    if (!then || !(then.measured > limits.first)) return [];
    const { layer, measured } = then;
    const found = { layer: layer.index, measured, threshold: limits.first, remedies: [lowerRate(network)] };
    if (stuckFor(limits.updates, 0.02)) {
      const message = text(
        'The first steps changed the weights of "{0}" by {1} times their own size (median of the first {2}): with lr {3} they threw away how the weights were drawn, and the loss has not moved for {4} updates.',
        ...[layer.name, short(measured), lastOfFirst, lr, limits.updates],
      );
      return [{ ...found, message }];
    }
    const recent = median(blocks.slice(-8).map(({ mean }) => mean));
    const least = Math.min(...blocks.map(({ mean }) => mean));
    const forgets = recent > limits.rise * least;
    const leapt = blocks[0].mean > limits.leap * baseline && measured > ratio;
    // With such a rate it rests not because there is no more to learn.
    const rests = recent > limits.rest * baseline && lr >= limits.far * usualRate(network) && isLevel(blocks);
    if (!(recent > limits.left * baseline) || (!forgets && !leapt && !rests)) return [];
    const message = text(
      'The first steps changed the weights of "{0}" by {1} times their own size (median of the first {2}), and the loss is {3}, having been {4}: steps with lr {5} throw away what was learned.',
      ...[layer.name, short(measured), lastOfFirst, short(recent), short(forgets ? least : blocks[0].mean), lr],
    );
    return [{ ...found, message }];
  },
});

/** Whether the loss fell by less than a tenth from the quarter before the last of what is remembered to the last. */
function isLevel(blocks: readonly LossBlock[]): boolean {
  const quarter = Math.max(1, blocks.length >> 2);
  const meanOf = (part: readonly LossBlock[]) => median(part.map(({ mean }) => mean));
  return meanOf(blocks.slice(-quarter)) > 0.9 * meanOf(blocks.slice(-2 * quarter, -quarter));
}

/** The layer whose weight changes most, relatively, in the median of these iterations. */
function fastest({ facts }: RunningEvidence, probes: readonly Probe[]) {
  let [at, most] = [-1, -1];
  facts.weighted.forEach(({ startsAtZero }, i) => {
    const measured = median(probes.map(({ weights }) => weights[i].updateRatio));
    if (measured > most && !startsAtZero()) [at, most] = [i, measured];
  });
  return at < 0 ? null : { layer: facts.weighted[at].layer, measured: most };
}
