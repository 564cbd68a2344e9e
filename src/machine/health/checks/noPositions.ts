// Attention that can't tell one order from another, where the data show that the answer hangs on the order.
import { text } from '../../../core/text.ts';
import type { Network, NetworkLayer } from '../../../model/model.ts';
import { check } from '../check.ts';
import { activations, type NetworkFacts } from '../facts.ts';
import { percent } from '../figures.ts';

/** Layers that treat every place alike, by itself. */
const pointwise = [...activations, 'Linear', 'Embedding', 'LayerNorm', 'Dropout', 'Identity', 'Add', 'Multiply'];
/** Training rows that are compared, and numbers in them. */
const [mostRows, mostNumbers] = [1024, 100_000];

export const noPositions = check({
  code: 'no-positions',
  severity: 'warning',
  title: text('Attention without positions'),
  when: 'network',
  thresholds: {
    agreement: {
      default: 0.8,
      description:
        'Share of right answers that one who doesn’t see the order can give, at most, of rows that differ by it.',
      source: 'measured',
    },
    share: {
      default: 0.3,
      description: 'Share of the training rows that have another with the same entries in another order, at least.',
      source: 'measured',
    },
  },
  find({ network, facts }, { agreement, share }) {
    const chosen = orderBlind(network, facts);
    if (!chosen) return [];
    const places = network.dataset.sampleShape[0];
    const { seen, rows, right, exact } = answersWithoutOrder(network, (chosen.index + places) % places);
    // Where the same row has different targets it isn't the order.
    if (rows < share * seen || right >= agreement * rows || exact < 0.95) return [];
    const message = text(
      'Attention takes a weighted mean of all places, whatever their order, and nothing before it says which place is which. {0} of {1} training rows have the same entries as another in a different order, and of those at most {2} can be right without knowing it.',
      ...[rows, seen, percent(right / rows)],
    );
    const first = firstWide(network);
    const remedies = [
      {
        title: text('Add a PositionalEmbedding before it'),
        changes: [{ kind: 'insert' as const, before: first.index + 1, layers: [{ type: 'PositionalEmbedding' }] }],
      },
    ];
    return [{ layer: chosen.attention.index, measured: right / rows, threshold: agreement, message, remedies }];
  },
});

/** The place that is taken at last, and the first attention, where nothing on the way tells places apart. */
function orderBlind({ layers, dataset }: Network, { reached }: NetworkFacts) {
  const used = layers.filter(({ index }) => reached.has(index));
  const attention = used.find(({ type }) => type === 'MultiheadAttention');
  const [select, ...others] = used.filter(({ type }) => type === 'Select');
  if (!attention || !select || others.length > 0 || dataset.targetShape.length > 0) return null;
  if (!(dataset.train.y instanceof Int32Array)) return null;
  const { dim, index } = select.options as { dim: number; index: number };
  if ((dim !== 1 && dim !== -2) || select.index < attention.index) return null;
  const blind = used.every(
    (layer) =>
      layer === select ||
      pointwise.includes(layer.type) ||
      (layer.type === 'MultiheadAttention' && (layer.options as { causal?: boolean }).causal !== true),
  );
  return blind ? { attention, index } : null;
}

/** The layer that first makes a vector of each place: positions are added to what it gives. */
function firstWide({ layers }: Network): NetworkLayer {
  return layers.find(({ type }) => type === 'Embedding' || type === 'Linear') ?? layers[0];
}

/**
 * Of rows that share their entries with another one, and the entry at `place`: how many are right by the best answer for
 * each such group. `exact`: the same of rows that are equal, 1 where there are none.
 */
function answersWithoutOrder({ dataset: { sampleShape, train } }: Network, place: number) {
  const y = train.y as Int32Array;
  const [length, width = 1] = sampleShape;
  const groups = new Map<string, Map<number, number>>();
  const same = new Map<string, Map<number, number>>();
  const seen = Math.min(train.rows, mostRows, Math.floor(mostNumbers / (length * width)));
  for (let row = 0; row < seen; row++) {
    const entries = Array.from({ length }, (_, t) => {
      const start = (row * length + t) * width;
      return train.x.subarray(start, start + width).join(' ');
    });
    count(same, entries.join('|'), y[row]);
    count(groups, [entries[place], ...entries.sort()].join('|'), y[row]);
  }
  const { rows, right } = best(groups);
  const equal = best(same);
  return { seen, rows, right, exact: equal.rows === 0 ? 1 : equal.right / equal.rows };
}

function count(groups: Map<string, Map<number, number>>, key: string, target: number): void {
  const group = groups.get(key) ?? new Map<number, number>();
  groups.set(key, group);
  group.set(target, (group.get(target) ?? 0) + 1);
}

/** Over groups of two rows or more. */
function best(groups: ReadonlyMap<string, ReadonlyMap<number, number>>) {
  let [rows, right] = [0, 0];
  for (const targets of groups.values()) {
    const counts = [...targets.values()];
    const all = counts.reduce((a, b) => a + b);
    if (all < 2) continue;
    rows += all;
    right += Math.max(...counts);
  }
  return { rows, right };
}
