// Layers that the loss never sees: their parameters get no gradient.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { removeLayer } from '../remedies.ts';

export const unusedLayer = check({
  code: 'unused-layer',
  severity: 'warning',
  title: text('A layer that nothing uses'),
  when: 'network',
  thresholds: {},
  find({ network, facts }) {
    return network.layers
      .filter(({ index }) => !facts.reached.has(index) && facts.consumers(index).length === 0)
      .map((layer) => {
        const upstream = network.layers.filter(({ index }) => index <= layer.index && !facts.reached.has(index));
        const parameters = upstream.flatMap((one) => one.parameters).length;
        const message = text(
          'Nothing uses the output of "{0}": only the last layer goes to the loss. No gradient reaches {1} parameter tensors here, and they stay as they were drawn.',
          ...[layer.name, parameters],
        );
        return {
          layer: layer.index,
          measured: 0,
          threshold: 1,
          message,
          remedies: [...connect(network.layers, layer.index), removeLayer(layer)],
        };
      });
  },
});

/** The next layer passes it by where it names the layer before: that name is taken away. */
function connect(
  layers: readonly { index: number; name: string; inputs: readonly number[]; fieldSpans: object }[],
  unused: number,
) {
  const next = layers[unused + 1];
  if (next?.inputs.length !== 1 || !('inputs' in next.fieldSpans)) return [];
  return [
    {
      title: text('Let "{0}" take its output', next.name),
      changes: [{ kind: 'set', path: ['layers', next.index, 'inputs'], value: [layers[unused].name] } as const],
    },
  ];
}
