// Linear layers with nothing between them that bends: together they are one linear layer.
import { text } from '../../../core/text.ts';
import type { NetworkLayer } from '../../../model/model.ts';
import { check } from '../check.ts';

/** Layers after which a linear map is still one (normalisation: in evaluation). */
const straight = ['Identity', 'Flatten', 'Dropout', 'BatchNorm1d', 'BatchNorm2d', 'AvgPool2d', 'AdaptiveAvgPool2d'];
const linear = ['Linear', 'Conv1d', 'Conv2d'];

export const collapsedLinear = check({
  code: 'collapsed-linear',
  severity: 'warning',
  title: text('No nonlinearity between linear layers'),
  when: 'network',
  thresholds: {},
  find({ network, facts }) {
    // One finding a chain, at its first layer.
    const chains: NetworkLayer[][] = [];
    const taken = new Set<number>();
    for (const layer of network.layers) {
      if (!linear.includes(layer.type) || taken.has(layer.index) || !facts.reached.has(layer.index)) continue;
      const chain = [layer];
      for (;;) {
        let [next, ...others] = facts.consumers(chain[chain.length - 1].index);
        while (next && others.length === 0 && straight.includes(next.type))
          [next, ...others] = facts.consumers(next.index);
        if (others.length > 0 || !next || !linear.includes(next.type)) break;
        chain.push(next);
        taken.add(next.index);
      }
      if (chain.length > 1) chains.push(chain);
    }
    if (chains.length === 0) return [];
    const gaps = chains.flatMap((chain) => chain.slice(1));
    const insert = (type: string) => ({
      title: text('Put a {0} between them', type),
      changes: gaps.map(({ index }) => ({ kind: 'insert', before: index, layers: [{ type }] }) as const),
    });
    return chains.map((chain) => {
      const first = chain[0];
      const last = chain[chain.length - 1];
      const parameters = chain.reduce((sum, { index }) => sum + sizeOf(network.layers[index]), 0);
      const message = text(
        '{0} layers from "{1}" to "{2}" have no nonlinearity between them: W₂·(W₁·x) = (W₂·W₁)·x, so with their {3} parameters they can do no more than one linear layer.',
        ...[chain.length, first.name, last.name, parameters],
      );
      return {
        layer: first.index,
        measured: chain.length,
        threshold: 1,
        message,
        remedies: [insert('ReLU'), insert('Tanh')],
      };
    });
  },
});

function sizeOf({ parameters }: NetworkLayer): number {
  return parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}
