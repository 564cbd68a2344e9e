// All parameters are frozen, or there are none.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';

export const nothingToTrain = check({
  code: 'nothing-to-train',
  severity: 'warning',
  title: text('Nothing to train'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { weighted, last } }) {
    const trained = network.layers.some(({ parameters }) => parameters.some((parameter) => parameter.trained));
    if (trained || weighted.length > 0) return [];
    const frozen = network.layers.filter((layer) => layer.frozen && layer.parameters.length > 0);
    const message = text(
      'No layer has parameters that train ({0} layers are frozen): the loss stays what it is at the start.',
      frozen.length,
    );
    const remedies =
      frozen.length > 0
        ? [
            {
              title: text('Thaw all layers'),
              changes: frozen.map(({ index }) => ({ kind: 'unset', path: ['layers', index, 'frozen'] }) as const),
            },
          ]
        : [];
    return [{ layer: frozen[0]?.index ?? last.index, measured: 0, threshold: 1, message, remedies }];
  },
});
