// Activations or gradients that shrink or grow through depth already with the initial weights.
import { text } from '../../../core/text.ts';
import type { Network, NetworkLayer } from '../../../model/model.ts';
import { check, type Found } from '../check.ts';
import type { InitialLayer } from '../evidence.ts';
import type { NetworkFacts } from '../facts.ts';
import { along, outOf } from '../flow.ts';
import { short } from '../figures.ts';
import { suitableInits } from '../remedies.ts';

export const initialSpread = check({
  code: 'initial-spread',
  severity: 'warning',
  title: text('Signals fade or grow through depth'),
  when: 'initial',
  thresholds: {
    fold: {
      default: 100,
      description: 'Largest ratio of root mean squares between two layers, of outputs or of gradients, at init.',
      source: 'Glorot and Bengio (2010), figures 6 and 7; the factor measured',
    },
  },
  find({ network, facts, initial }, { fold }) {
    // A default init never warns by itself: what it does then is the architecture's.
    const explicit = facts.weighted.filter(({ layer }) => isDrawnSo(layer));
    if (explicit.length === 0 || network.model.weights !== null) return [];
    const hidden = initial.layers.filter(({ layer }) => facts.isHidden(layer));
    const grown = growsThroughTime(network, facts, hidden, fold);
    if (grown) return [grown];
    if (hidden.length < 2) return [];
    // A sigmoid's slope shrinks gradients under any init: that is the stack's story.
    const sigmoids = network.layers.some(({ type, index }) => type === 'Sigmoid' && facts.isHidden(index));
    for (const of of sigmoids ? (['output'] as const) : (['output', 'gradient'] as const)) {
      const known = hidden.filter((one) => one[of] > 0);
      if (known.length < 2) continue;
      const [first, last] = [known[0], known[known.length - 1]];
      // Gradients travel the other way: what they have become is at the first layer.
      const ratio = of === 'output' ? last[of] / first[of] : first[of] / last[of];
      const measured = Math.max(ratio, 1 / ratio);
      if (!(measured > fold)) continue;
      const [from, to] = of === 'output' ? [first, last] : [last, first];
      const name = (index: number) => network.layers[index].name;
      const message = text(
        of === 'output'
          ? 'With the initial weights the outputs of "{0}" are about {1}, those of "{2}" about {3}: {4} times {5}. The init doesn’t keep the spread from layer to layer.'
          : 'With the initial weights the gradient is about {1} at "{0}" and about {3} at "{2}": {4} times {5}. The init doesn’t keep the spread from layer to layer.',
        ...[
          name(from.layer),
          short(from[of]),
          name(to.layer),
          short(to[of]),
          short(measured),
          ratio > 1 ? 'more' : 'less',
        ],
      );
      const remedies = [
        suitableInits(
          explicit.map(({ layer }) => layer),
          facts,
        ),
      ];
      const flow = along(network, first.layer, last.layer, of === 'output' ? 'forward' : 'backward');
      return [{ layer: to.layer, measured, threshold: fold, message, remedies, flow }];
    }
    return [];
  },
});

/** Whether the file says how one of its matrices is drawn. */
function isDrawnSo({ parameters }: NetworkLayer): boolean {
  return parameters.some(({ explicit, shape }) => explicit !== null && shape.length >= 2);
}

/** A recurrent layer with nothing to bound it, which takes what it gave one step before times the same matrix. */
function growsThroughTime(
  network: Network,
  facts: NetworkFacts,
  initial: readonly InitialLayer[],
  fold: number,
): Found | null {
  for (const { layer: index, output } of initial) {
    const layer = network.layers[index];
    const isUnbounded = layer.type === 'RNN' && (layer.options as { nonlinearity?: string }).nonlinearity === 'relu';
    if (!isUnbounded || !isDrawnSo(layer)) continue;
    const measured = output / Math.max(1, rootMeanSquare(network.dataset.train.x));
    if (!(measured > fold)) continue;
    const [steps] = layer.outputShape;
    const message = text(
      'With the initial weights "{0}" gives values of about {1} after {2} steps: each step multiplies what the one before gave by the same weights, which make it larger, and ReLU does not bound it.',
      ...[layer.name, short(output), steps],
    );
    const remedies = [suitableInits([layer], facts)];
    return { layer: index, measured, threshold: fold, message, remedies, flow: outOf(network, index) };
  }
  return null;
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
