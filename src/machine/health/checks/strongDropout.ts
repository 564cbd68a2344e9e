// Dropout that leaves hardly a unit: what comes through is mostly noise, and the loss doesn't get away from guessing.
import { text } from '../../../core/text.ts';
import type { NetworkLayer } from '../../../model/model.ts';
import { check } from '../check.ts';
import { percent, short } from '../figures.ts';
import { set } from '../remedies.ts';

/** Mild enough for narrow layers too. */
const usual = 0.2;

export const strongDropout = check({
  code: 'strong-dropout',
  severity: 'warning',
  title: text('Dropout too strong'),
  when: 'running',
  thresholds: {
    p: {
      default: 0.9,
      description: 'Dropout of a run that learns little, from which on it is the reason.',
      source: 'Srivastava et al. (2014), figure 9: from 0.2 to 0.5 the result hardly changes; the limit measured',
    },
    updates: { default: 500, description: 'Updates over which it learned little.', source: 'measured' },
    within: {
      default: 0.3,
      description: 'It learns little: the loss stays this near a constant answer’s.',
      source: 'measured',
    },
  },
  find({ network, facts, stuckFor, baseline, blocks }, { p: most, updates, within }) {
    const strong = network.layers.filter((layer) => facts.reached.has(layer.index) && droppedBy(layer) >= most);
    if (strong.length === 0 || !stuckFor(updates, within)) return [];
    const strongest = strong.reduce((a, b) => (droppedBy(b) > droppedBy(a) ? b : a));
    const p = droppedBy(strongest);
    const loss = short(blocks[blocks.length - 1].mean);
    const units = strongest.outputShape.reduce((a, b) => a * b, 1);
    const message =
      p === 1
        ? text(
            '"{0}" drops everything: in training nothing of the inputs gets past it. The loss is {1}, and always giving the same answer costs {2}.',
            ...[strongest.name, loss, short(baseline)],
          )
        : text(
            '"{0}" drops {1} of its inputs: in each step {2} of {3} values are left, {4} times as large, by chance. The loss is {5}, and always giving the same answer costs {6}.',
            ...[strongest.name, percent(p), short((1 - p) * units), units, short(1 / (1 - p)), loss, short(baseline)],
          );
    const changes = strong.map((layer) => set(['layers', layer.index, fieldOf(layer)], usual));
    const remedies = [
      { title: text('Drop one in five: {0}', usual), changes },
      {
        title: text('Drop none, until it learns'),
        changes: strong.map((layer) => set(['layers', layer.index, fieldOf(layer)], 0)),
      },
    ];
    return [{ layer: strongest.index, measured: p, threshold: most, message, remedies }];
  },
});

const fieldOf = ({ type }: NetworkLayer): string => (type === 'Dropout' ? 'p' : 'dropout');

/** Of a recurrent layer it is what is dropped between its layers, of attention what is dropped of its weights. */
function droppedBy(layer: NetworkLayer): number {
  const { [fieldOf(layer)]: p, num_layers: layers = 2 } = layer.options as Readonly<Record<string, unknown>>;
  return typeof p === 'number' && layers !== 1 ? p : 0;
}
