// What a network's outputs are believed to be, where its loss takes something else than probabilities.
import type { NetworkDescription } from '../../src/protocol/description.ts';

/** For the outputs of one sample; null where they are probabilities as they are, or are none. */
export function probabilitiesOf(
  { loss }: Pick<NetworkDescription, 'loss'>,
  values: readonly number[],
): readonly number[] | null {
  switch (loss.probabilities) {
    case undefined:
      return null;
    case 'sigmoid':
      return values.map((value) => 1 / (1 + Math.exp(-value)));
    case 'exp':
      return values.map(Math.exp);
    case 'softmax': {
      const largest = Math.max(...values);
      const parts = values.map((value) => Math.exp(value - largest));
      const sum = parts.reduce((a, b) => a + b, 0);
      return parts.map((part) => part / sum);
    }
    default:
      return loss.probabilities satisfies never;
  }
}
