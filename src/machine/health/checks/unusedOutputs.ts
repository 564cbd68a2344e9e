// More outputs than the data has classes.
import { text } from '../../../core/text.ts';
import { widthFix } from '../../../model/network.ts';
import { check } from '../check.ts';
import { set } from '../remedies.ts';

export const unusedOutputs = check({
  code: 'unused-outputs',
  severity: 'warning',
  title: text('More outputs than classes'),
  when: 'network',
  thresholds: {},
  find({ network, facts: { last, weighted } }) {
    const { train, test, classNames } = network.dataset;
    if (!(train.y instanceof Int32Array)) return [];
    let classes = classNames.length;
    for (const { y } of [train, test]) for (const value of y) classes = Math.max(classes, value + 1);
    const outputs = last.outputShape.at(-1) ?? 0;
    if (outputs <= classes) return [];
    const message = text(
      'The last layer gives {0} outputs and the data has {1} classes: {2} outputs stand for nothing and only learn to be small.',
      ...[outputs, classes, outputs - classes],
    );
    // A language model gives as many as it embeds; its data needn't hold them all.
    const vocabulary = network.layers.some(
      ({ type, options }) => type === 'Embedding' && (options as { num_embeddings: number }).num_embeddings === outputs,
    );
    const widest = weighted.at(-1)?.layer;
    const remedies =
      widest && widthFix(network.layers, classes)
        ? [
            {
              title: text('Set "out_features" to {0}', classes),
              changes: [set(['layers', widest.index, 'out_features'], classes)],
            },
          ]
        : [];
    const found = { layer: widest?.index ?? last.index, measured: outputs, threshold: classes, message, remedies };
    return [vocabulary ? { ...found, severity: 'hint' } : found];
  },
});
