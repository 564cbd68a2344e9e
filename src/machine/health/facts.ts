// What checks ask of a network's graph: who follows whom, which activations are hidden, which are gates.
import type { Network, NetworkLayer, NetworkParameter } from '../../model/model.ts';
import { constantValue } from './initialValues.ts';

export interface NetworkFacts {
  /** Layers that use a layer's output, in order. */
  consumers(layer: number): readonly NetworkLayer[];
  /** Layers whose output reaches the last one, that one included. */
  readonly reached: ReadonlySet<number>;
  /** Layers with a trained weight of two or more dimensions that reach the loss, in order, each with that weight. */
  readonly weighted: readonly WeightedLayer[];
  /** The layer whose output the loss takes. */
  readonly last: NetworkLayer;
  /** Whether a weight layer follows: what it gives isn't the network's answer. */
  isHidden(layer: number): boolean;
  /** Whether it multiplies another branch: flat by design. */
  isGate(layer: number): boolean;
  /** The activation right after a layer, over layers that only move or drop values. */
  activationAfter(layer: number): NetworkLayer | null;
}

export interface WeightedLayer {
  readonly layer: NetworkLayer;
  readonly weight: NetworkParameter;
  /** Whether its weight starts as nothing but zeros: from there any first step is a large one. */
  readonly startsAtZero: () => boolean;
}

export const activations: readonly string[] = [
  ...['ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'GELU', 'SiLU', 'Sigmoid', 'Tanh', 'Hardtanh', 'Softplus', 'Softsign'],
];
/** Layers that keep the values they get, or some of them. */
const transparent = [
  'Identity',
  'Flatten',
  'Unflatten',
  'Dropout',
  'Permute',
  'BatchNorm1d',
  'BatchNorm2d',
  'LayerNorm',
];

export function isTransparent({ type }: { readonly type: string }): boolean {
  return transparent.includes(type);
}

/** The weight through which a layer's inputs pass; undefined where it has none of two or more dimensions. */
export function weightOf({ parameters, type }: NetworkLayer): NetworkParameter | undefined {
  if (type === 'Embedding' || type === 'PositionalEmbedding') return undefined;
  return parameters.find(
    ({ name, shape }) => (name.startsWith('weight') || name === 'in_proj_weight') && shape.length >= 2,
  );
}

export function networkFacts({ layers }: Network): NetworkFacts {
  const consumers: NetworkLayer[][] = layers.map(() => []);
  for (const layer of layers) for (const input of layer.inputs) if (input >= 0) consumers[input].push(layer);
  const reached = new Set([layers.length - 1]);
  const leadsToWeight = new Array<boolean>(layers.length).fill(false);
  for (let i = layers.length - 1; i >= 0; i--) {
    if (reached.has(i)) layers[i].inputs.forEach((input) => reached.add(input));
    leadsToWeight[i] = consumers[i].some((next) => weightOf(next) !== undefined || leadsToWeight[next.index]);
  }
  reached.delete(-1);
  const weighted = layers.flatMap((layer): WeightedLayer[] => {
    const weight = weightOf(layer);
    if (!weight?.trained || !reached.has(layer.index)) return [];
    let zero: boolean | undefined;
    return [{ layer, weight, startsAtZero: () => (zero ??= constantValue(weight) === 0) }];
  });
  return {
    consumers: (layer) => consumers[layer],
    reached,
    weighted,
    last: layers[layers.length - 1],
    isHidden: (layer) => leadsToWeight[layer],
    isGate: (layer) => consumers[layer].some(({ type }) => type === 'Multiply'),
    activationAfter(layer) {
      let at = consumers[layer];
      while (at.length === 1 && isTransparent(at[0])) at = consumers[at[0].index];
      return at.find(({ type }) => activations.includes(type)) ?? null;
    },
  };
}
