// Inputs far from unit scale: sums become huge (or nothing), activations go flat, steps overshoot.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { outOf } from '../flow.ts';
import { short } from '../figures.ts';
import { scaleInputs } from '../remedies.ts';

export const inputScale = check({
  code: 'input-scale',
  severity: 'warning',
  title: text('Inputs far from unit scale'),
  when: 'network',
  thresholds: {
    largest: {
      default: 100,
      description: 'Largest size of a single input.',
      source: 'LeCun et al., Efficient BackProp (1998), 4.3',
    },
    rms: {
      default: 10,
      description: 'Root mean square of all inputs.',
      source: 'LeCun et al., Efficient BackProp (1998), 4.3',
    },
    smallest: { default: 0.03, description: 'Size that the largest input at least has.', source: 'measured' },
  },
  find({ network }, { largest, rms, smallest }) {
    const { dataset, layers, model } = network;
    // What an embedding looks up is a number of a row, not a size.
    const takers = layers.filter(({ inputs }) => inputs.includes(-1));
    if (takers.every(({ type }) => type === 'Embedding')) return [];
    // A normalisation right at the beginning scales them.
    if (takers.every(({ type }) => type.startsWith('BatchNorm') || type === 'LayerNorm')) return [];
    const { x } = dataset.train;
    let [most, squares] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      const size = Math.abs(x[i]);
      if (size > most) most = size;
      squares += size * size;
    }
    const mean = Math.sqrt(squares / x.length);
    const large = most > largest || mean > rms;
    const small = most < smallest && most > 0;
    if (!large && !small) return [];
    const message = large
      ? text(
          'Inputs go up to {0} (root mean square {1}): weights are drawn for inputs of about 1, so the first layer’s sums are about {1} times too large, and so are its gradients.',
          ...[short(most), short(mean)],
        )
      : text(
          'The largest input is {0} (root mean square {1}): next to the biases the inputs hardly count, and the gradients of the first layer’s weights are as small as they are.',
          ...[short(most), short(mean)],
        );
    const remedies = model.data.normalize === 'standard' ? [] : [scaleInputs()];
    const [measured, threshold] = small ? [most, smallest] : most > largest ? [most, largest] : [mean, rms];
    return [{ layer: null, measured, threshold, message, remedies, place: 'data' as const, flow: outOf(network, -1) }];
  },
});
