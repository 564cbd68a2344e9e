// An output activation that can't reach the targets of a regression.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { intoLoss } from '../flow.ts';
import { percent, short } from '../figures.ts';
import { outputRange as rangeOf } from '../outputRange.ts';
import { removeLayer } from '../remedies.ts';

export const outputRange = check({
  code: 'output-range',
  severity: 'warning',
  title: text('Targets out of the output’s reach'),
  when: 'network',
  thresholds: {
    share: {
      default: 0.05,
      description: 'Share of the training targets that lie beyond what the output activation can give.',
      source: 'measured',
    },
  },
  find({ network, facts: { last } }, { share }) {
    const { dataset, model } = network;
    const { y } = dataset.train;
    const [from, to] = rangeOf(last);
    if (y instanceof Int32Array || !['MSELoss', 'L1Loss', 'HuberLoss', 'SmoothL1Loss'].includes(model.loss.type))
      return [];
    let [beyond, least, most] = [0, Infinity, -Infinity];
    for (const value of y) {
      if (value < from - 1e-6 || value > to + 1e-6) beyond++;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (!(beyond / y.length > share)) return [];
    const message = text(
      '"{0}" gives values between {1} and {2}, and the targets go from {3} to {4}: {5} of them can’t be reached.',
      ...[last.name, short(from), short(to), short(least), short(most), percent(beyond / y.length)],
    );
    return [
      {
        layer: last.index,
        measured: beyond / y.length,
        threshold: share,
        message,
        remedies: [removeLayer(last)],
        flow: intoLoss(network),
      },
    ];
  },
});
