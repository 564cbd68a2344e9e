// A class that is in the data and never in the answers.
import { sizeOf } from '../../../core/shape.ts';
import { text } from '../../../core/text.ts';
import type { Network } from '../../../model/model.ts';
import { check, type Remedy } from '../check.ts';
import { percent } from '../figures.ts';
import { learningRateOf, rounded, set, useAdam, usualRate } from '../remedies.ts';

export const classNeverPredicted = check({
  code: 'class-never-predicted',
  severity: 'warning',
  title: text('A class is never predicted'),
  when: 'running',
  thresholds: {
    updates: { default: 1000, description: 'Updates before it is said.', source: 'measured' },
    rare: {
      default: 0.5,
      description: 'Rows of the class ÷ those of equal classes, from which on a stuck loss is told instead.',
      source: 'measured',
    },
    rows: { default: 3, description: 'Training rows that the class has at least.', source: 'measured' },
  },
  find({ network, surveys, iteration, stuckFor }, { updates, rows, rare }) {
    // A character of a text that another always is likelier than is no class that was missed.
    if (iteration < updates || sizeOf(network.dataset.targetShape) > 1) return [];
    const survey = surveys.at(-1);
    if (!survey) return [];
    const never = survey.train.classes
      .map((one, index) => ({ ...one, index }))
      .filter((one) => one.rows >= rows && one.answered === 0);
    if (never.length === 0) return [];
    // Where nothing is learned at all, only the rare class is a story of its own.
    const usual = survey.train.rows / survey.train.classes.length;
    if (stuckFor(updates, 0.02) && never.every((one) => one.rows >= rare * usual)) return [];
    const [rarest] = never.sort((a, b) => a.rows - b.rows);
    const { classNames } = network.dataset;
    const weighed = byShare(network, survey.train.classes);
    // Plain gradient descent with small steps may be on its way to it: then speed is the first thing.
    const slow = network.model.optimizer.type === 'SGD' && learningRateOf(network) < usualRate(network);
    const message = text(
      'Class {0} has {1} of {2} training rows ({3}) and is never the answer, after {4} updates. A rare class weighs little in the mean loss: the network does nearly as well by ignoring it.',
      ...[
        classNames[rarest.index] ?? rarest.index,
        rarest.rows,
        survey.train.rows,
        percent(rarest.rows / survey.train.rows),
        iteration,
      ],
    );
    return [
      {
        layer: network.layers.length,
        measured: 0,
        threshold: 1,
        message,
        remedies: slow ? [useAdam(), ...weighed] : [...weighed, useAdam()],
        place: 'data' as const,
      },
    ];
  },
});

/** Each class weighed by how rare it is, so that all count alike. */
function byShare({ model, layers }: Network, classes: readonly { readonly rows: number }[]): readonly Remedy[] {
  const { type, options } = model.loss;
  const given = Object.keys(model.loss.options).filter((name) => !['weight', 'pos_weight'].includes(name));
  const kept = Object.fromEntries(given.map((name) => [name, (options as Record<string, unknown>)[name]]));
  const title = text('Weigh each class by how rare it is');
  if (type === 'CrossEntropyLoss' || type === 'NLLLoss') {
    const rows = classes.reduce((sum, one) => sum + one.rows, 0);
    const weight = classes.map((one) => rounded(rows / (classes.length * Math.max(1, one.rows))));
    return [{ title, changes: [set(['loss'], { type, ...kept, weight })] }];
  }
  const [negative, positive] = classes;
  const loss = { type: 'BCEWithLogitsLoss', pos_weight: rounded(negative.rows / Math.max(1, positive.rows)) };
  const last = layers[layers.length - 1];
  if (type === 'BCEWithLogitsLoss') return [{ title, changes: [set(['loss'], { ...loss, ...kept })] }];
  if (type !== 'BCELoss' || last.type !== 'Sigmoid') return [];
  return [{ title, changes: [{ kind: 'remove', layer: last.index }, set(['loss'], loss)] }];
}
