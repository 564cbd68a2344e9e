// A batch size that the data can't fill.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { set } from '../remedies.ts';

export const largeBatch = check({
  code: 'batch-larger-than-data',
  severity: 'hint',
  title: text('Batch larger than the data'),
  when: 'network',
  thresholds: {},
  find({ network: { model, dataset } }) {
    const given = model.training.batchSize;
    const { rows } = dataset.train;
    if (given === null || given <= rows) return [];
    const message = text(
      '"batch_size" is {0}, and there are {1} training rows: every batch is all of them.',
      given,
      rows,
    );
    const remedies = [
      { title: text('Set "batch_size" to {0}', rows), changes: [set(['training', 'batch_size'], rows)] },
    ];
    return [{ layer: null, measured: given, threshold: rows, message, remedies, place: 'training' as const }];
  },
});
