// Steps so small that the weights hardly leave where they were drawn, while there is much left to learn.
import { text } from '../../../core/text.ts';
import type { Network } from '../../../model/model.ts';
import { type Change, check, type Remedy } from '../check.ts';
import { median, short } from '../figures.ts';
import { fasterSteps, learningRateOf, usualRate } from '../remedies.ts';

/** Of a run that is stuck: what steps that are merely too small have not come by in any time. */
const stillTravel = 0.01;

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
    rate: {
      default: 0.15,
      description: 'Learning rate ÷ a usual one of the optimizer’s, from which on small steps have other reasons.',
      source: 'measured',
    },
    farRate: {
      default: 0.1,
      description: 'The same, below which a stuck run is stuck because of it.',
      source: 'measured',
    },
    nowhere: {
      default: 0.2,
      description: 'Updates so far, added up, ÷ the weights’ size: less is as good as nothing.',
      source: 'measured',
    },
    heldBack: {
      default: 1e-5,
      description: 'Median of ‖ΔW‖ ÷ ‖W‖ of late, below which a clip or a scheduler holds updates back.',
      source: 'measured',
    },
    updates: { default: 1000, description: 'Updates before it is said.', source: 'measured' },
  },
  find(evidence, { ratio, updates, ...limits }) {
    const { network, facts, probes, blocks, baseline, iteration, stuckFor, surveys } = evidence;
    const last = blocks.at(-1);
    if (iteration < updates || !last || network.model.scheduler?.warmup) return [];
    // With a rate as most networks take it steps are small because gradients are, another's story, or are held back.
    const usual = learningRateOf(network) > limits.rate * usualRate(network);
    const brakes = usual ? releases(network) : [];
    if (usual && brakes.length === 0) return [];
    const survey = surveys.at(-1);
    if (survey && survey.train.classes.length > 0 && survey.train.score >= 0.97) return [];
    const all = facts.weighted.map((one, i) => ({ ...one, i }));
    const begun = all.filter(({ startsAtZero }) => !startsAtZero());
    const paces = (begun.length > 0 ? begun : all).map(({ layer, i }) => {
      const at = probes
        .map(({ iteration, weights }) => ({ iteration, updateRatio: weights[i].updateRatio }))
        .filter(({ updateRatio }) => updateRatio >= 0);
      const ratios = at.map(({ updateRatio }) => updateRatio);
      return { layer, ratio: median(ratios), late: median(ratios.slice(-9)), travelled: travel(at) };
    });
    const most = paces
      .filter((one) => one.ratio >= 0)
      .reduce((a, b) => (b.travelled > a.travelled ? b : a), { layer: facts.last, ratio: -1, late: NaN, travelled: 0 });
    if (most.ratio < 0) return [];
    if (usual && !(most.late < limits.heldBack)) return [];
    // Steps that were large once and are gone now have come to where they lead.
    const lr = learningRateOf(network);
    const far = lr < limits.farRate * usualRate(network) && stuckFor(updates, 0.02);
    const still = most.ratio < ratio && most.travelled < stillTravel && stuckFor(updates, 0.02);
    // Near a constant answer's loss even the gain is too small to be seen.
    const middle = blocks.find(({ to }) => to >= (last.to + blocks[blocks.length > 1 ? 1 : 0].from) / 2) ?? last;
    const fallen = (middle.mean - last.mean) / middle.mean;
    const { travelled } = most;
    // What has come nowhere isn't done, however level its loss.
    const done = !usual && fallen < limits.gain && last.mean < 0.85 * baseline && travelled > limits.nowhere;
    const unhurried = fallen < limits.pace && !done;
    const left = last.mean / baseline;
    const hardlyMoved = travelled < limits.shortTravel && left > limits.shortLeft;
    const slow = unhurried && (hardlyMoved || (travelled < limits.travel && left > limits.left));
    if (!still && !slow && !far) return [];
    const message = text(
      'A step changes weights by at most {0} of their size (median, "{1}"): after {2} updates with lr {3} they can have moved by {4} of it, and the loss is still {5} of a constant answer’s {6}.',
      ...[short(most.ratio), most.layer.name, iteration, lr, short(travelled), short(last.mean), short(baseline)],
    );
    return [
      {
        layer: null,
        measured: most.ratio,
        threshold: still ? ratio : limits.travel / iteration,
        message,
        remedies: [...brakes, ...fasterSteps(network)],
        place: 'optimizer' as const,
      },
    ];
  },
});

/** What makes steps small though the learning rate isn't, and their being taken out. */
function releases({ model: { clip, scheduler } }: Network): readonly Remedy[] {
  const without = (field: string): readonly Change[] => [{ kind: 'unset', path: [field] }];
  return [
    ...(clip ? [{ title: text('Don’t clip the gradients'), changes: without('clip') }] : []),
    ...(scheduler ? [{ title: text('Leave the scheduler out'), changes: without('scheduler') }] : []),
  ];
}

/** Updates up to the last probe, added up: each probe speaks for the iterations since the one before. */
function travel(at: readonly { readonly iteration: number; readonly updateRatio: number }[]): number {
  return at.reduce(
    (sum, { iteration, updateRatio }, i) => sum + (iteration - (at[i - 1]?.iteration ?? 0)) * updateRatio,
    0,
  );
}
