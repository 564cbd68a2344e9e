// Train and test apart: the network knows its training rows by heart and not what they have in common.
import { text } from '../../../core/text.ts';
import { sources } from '../../../data/sources.ts';
import type { Network } from '../../../model/model.ts';
import { check, type Remedy } from '../check.ts';
import { percent } from '../figures.ts';
import { set } from '../remedies.ts';

export const overfitting = check({
  code: 'overfitting',
  severity: 'warning',
  title: text('Train and test apart'),
  when: 'running',
  thresholds: {
    points: {
      default: 0.1,
      description: 'Train score − test score: accuracy, or the explained share of the variance.',
      source: 'measured',
    },
    errors: { default: 3, description: 'The same in standard errors of the difference.', source: 'measured' },
  },
  find({ network, surveys }, { points, errors }) {
    const survey = surveys.at(-1);
    if (!survey?.test) return [];
    const { train, test } = survey;
    const gap = train.score - test.score;
    // A part that is all right has no error of its own: that of one more mistake.
    const least = (one: typeof train) => (one.classes.length > 0 ? Math.sqrt(one.rows) / (one.rows + 2) / 2 : 0);
    const error = Math.sqrt(Math.max(train.error, least(train) / 2) ** 2 + Math.max(test.error, least(test) / 2) ** 2);
    if (!(gap > points && gap > errors * error) || train.score <= 0.5) return [];
    const classes = train.classes.length > 0;
    const message = text(
      classes
        ? '{0} of the training rows are right and {1} of the test rows: {2} parameters have learned {3} rows by heart.'
        : 'The network explains {0} of the variance of the training rows and {1} of the test rows: {2} parameters have learned {3} rows by heart.',
      ...[percent(train.score), percent(test.score), network.parameterCount, network.dataset.train.rows],
    );
    return [
      { layer: null, measured: gap, threshold: points, message, remedies: remediesOf(network), place: 'data' as const },
    ];
  },
});

function remediesOf({ model, dataset }: Network): Remedy[] {
  const { test, source, options } = model.data;
  const remedies: Remedy[] = [];
  if (test > 0.3)
    remedies.push({ title: text('Train on more of the rows: test on 0.2'), changes: [set(['data', 'test'], 0.2)] });
  const { samples } = options as { samples?: number };
  const made = source in sources && samples !== undefined && source !== 'xor' && source !== 'randn';
  const rows = dataset.train.rows + dataset.test.rows;
  if (made && rows < 1000)
    remedies.push({ title: text('Make more samples: 1000'), changes: [set(['data', 'samples'], 1000)] });
  const { weight_decay: decay } = model.optimizer.options as { weight_decay?: number };
  if (decay === 0)
    remedies.push({
      title: text('Keep weights small: weight_decay 0.01'),
      changes: [set(['optimizer', 'weight_decay'], 0.01)],
    });
  return remedies;
}
