// A softmax over a single number is 1, whatever the number.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { removeLayer } from '../remedies.ts';

export const softmaxOfOne = check({
  code: 'softmax-of-one',
  severity: 'warning',
  title: text('Softmax of a single number'),
  when: 'network',
  thresholds: {},
  find({ network }) {
    const found = network.layers.filter(
      ({ type, outputShape }) => (type === 'Softmax' || type === 'LogSoftmax') && outputShape.at(-1) === 1,
    );
    // Values of any size are no probabilities: nothing that squeezes them helps.
    const { y } = network.dataset.train;
    const areProbabilities = y.every((value) => value >= 0 && value <= 1);
    return found.map((layer) => {
      const { index, name, type } = layer;
      const value = type === 'Softmax' ? 1 : 0;
      const message = text(
        '"{0}" shares 1 out among one number: its output is always {1}, and no gradient passes. For a single probability a Sigmoid is meant.',
        ...[name, value],
      );
      const remedies =
        type !== 'Softmax'
          ? []
          : areProbabilities
            ? [
                {
                  title: text('Make "{0}" a Sigmoid', name),
                  changes: [{ kind: 'type', layer: index, type: 'Sigmoid' } as const],
                },
              ]
            : [removeLayer(layer)];
      return { layer: index, measured: 1, threshold: 2, message, remedies };
    });
  },
});
