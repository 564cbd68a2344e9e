// Which of the graph's edges a finding shows at, and in which of their two directions what flows there is ill.
import type { Network } from '../../model/model.ts';

/** Nodes: −1 the data, a layer's index, layers.length the loss. */
export type Edge = readonly [from: number, to: number];

export interface Flow {
  /** Forward: what a node gives; backward: the gradient that comes back by it. */
  readonly direction: 'forward' | 'backward';
  readonly edges: readonly Edge[];
}

function edgesOf({ layers }: Network): readonly Edge[] {
  const between = layers.flatMap(({ index, inputs }) => inputs.map((input): Edge => [input, index]));
  return [...between, [layers.length - 1, layers.length]];
}

/** What goes into the loss. */
export function intoLoss(network: Network): Flow {
  const { length } = network.layers;
  return { direction: 'forward', edges: [[length - 1, length]] };
}

/** What a node gives. */
export function outOf(network: Network, node: number): Flow {
  return { direction: 'forward', edges: edgesOf(network).filter(([from]) => from === node) };
}

/** All that flows from one node to a later one, in either direction. */
export function along(network: Network, first: number, last: number, direction: Flow['direction']): Flow {
  return { direction, edges: edgesOf(network).filter(([from, to]) => from >= first && to <= last) };
}
