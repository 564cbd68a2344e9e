// Numbers that an embedding has no row for.
import { text } from '../../../core/text.ts';
import type { Network } from '../../../model/model.ts';
import { check, type Remedy } from '../check.ts';
import { outOf } from '../flow.ts';
import { short } from '../figures.ts';
import { set } from '../remedies.ts';

export const embeddingRows = check({
  code: 'embedding-rows',
  severity: 'warning',
  title: text('No row for an input'),
  when: 'network',
  thresholds: {},
  find({ network, facts }) {
    const takers = network.layers.filter(
      ({ type, inputs, index }) => type === 'Embedding' && inputs[0] === -1 && facts.reached.has(index),
    );
    const rowsOf = ({ options }: (typeof takers)[number]) => (options as { num_embeddings: number }).num_embeddings;
    const [fewest] = [...takers].sort((a, b) => rowsOf(a) - rowsOf(b));
    if (!fewest) return [];
    const { least, most, fraction } = extent(network);
    const rows = rowsOf(fewest);
    const found = { layer: fewest.index, threshold: rows - 1, flow: outOf(network, -1) };
    if (fraction !== null || least < 0) {
      const message = text(
        '"{0}" looks up row 0, 1, 2 … for each input, and among the inputs is {1}, which is no such number: what it gives is NaN.',
        ...[fewest.name, short(fraction ?? least)],
      );
      const remedies: Remedy[] =
        network.model.data.normalize === 'none'
          ? []
          : [
              {
                title: text('Leave the numbers as they are, without scaling'),
                changes: [{ kind: 'unset', path: ['data', 'normalize'] }],
              },
            ];
      return [{ ...found, measured: fraction ?? least, message, remedies }];
    }
    if (most < rows) return [];
    const needed = vocabulary(network, most);
    const message = text(
      '"{0}" has rows 0 to {1}, and the inputs go up to {2}: for what lies beyond it gives NaN. The vocabulary has {3} entries.',
      ...[fewest.name, rows - 1, most, needed],
    );
    const small = takers.filter((layer) => rowsOf(layer) <= most);
    const changes = small.map(({ index }) => set(['layers', index, 'num_embeddings'], needed));
    const remedies = [{ title: text('Set "num_embeddings" to {0}', needed), changes }];
    return [{ ...found, measured: most, message, remedies }];
  },
});

/** Of all inputs; `fraction`: the first that is no whole number. */
function extent({ dataset: { train, test } }: Network) {
  let [least, most] = [Infinity, -Infinity];
  let fraction: number | null = null;
  for (const { x } of [train, test]) {
    for (const value of x) {
      if (value < least) least = value;
      if (value > most) most = value;
      if (fraction === null && !Number.isInteger(value)) fraction = value;
    }
  }
  return { least, most, fraction };
}

/** Entries that rows are needed for: a text's characters, else up to the largest number. */
function vocabulary({ model, dataset }: Network, most: number): number {
  return Math.max(most + 1, model.data.source === 'text' ? dataset.classNames.length : 0);
}
