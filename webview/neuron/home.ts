// Where a tensor is shown: its node, the tab of the inspector, its shape. None for what no tab shows.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { batchName } from '../chosenSample.ts';
import { outputOf } from '../graph/tensors.ts';

export interface Home {
  readonly node: number;
  readonly tab: 'weights' | 'activations' | 'gradients' | 'update';
  /** For a full batch. */
  readonly shape: readonly number[];
  readonly axes?: readonly string[] | undefined;
}

export function homeOf(network: NetworkDescription, name: string): Home | null {
  const tensor = batchName(name);
  const home = homeOfBatch(network, tensor);
  // A sample alone is a batch of one.
  if (!home || name === tensor) return home;
  const along = home.axes ? home.axes.indexOf('batch') : 0;
  return { ...home, shape: home.shape.map((length, axis) => (axis === along ? 1 : length)) };
}

function homeOfBatch(network: NetworkDescription, tensor: string): Home | null {
  if (tensor === 'input') return { node: -1, tab: 'activations', shape: outputOf(network, -1).shape };
  if (tensor === 'target' && network.accuracy !== 'argmax')
    return { node: -1, tab: 'activations', shape: [network.batchSize, ...network.data.targetShape] };
  for (const { index, name, batchShape, parameters, inner = [], hasGradient } of network.layers) {
    if (!tensor.startsWith(`${name}.`)) continue;
    if (tensor === `${name}.output`) return { node: index, tab: 'activations', shape: batchShape };
    if (tensor === `${name}.output.grad` && hasGradient) return { node: index, tab: 'gradients', shape: batchShape };
    const own = inner.find(({ fullName }) => fullName === tensor);
    if (own) return { node: index, tab: 'activations', shape: own.shape, axes: own.axes };
    for (const { fullName, shape, trained, state } of parameters) {
      if (tensor === fullName) return { node: index, tab: 'weights', shape };
      if (trained && tensor === `${fullName}.grad`) return { node: index, tab: 'gradients', shape };
      const isKept = tensor === `${fullName}.update` || state.some(([, full]) => full === tensor);
      if (trained && isKept) return { node: index, tab: 'update', shape };
    }
  }
  return null;
}

/** The index on each axis of a position in row-major order. */
export function indexAt(shape: readonly number[], position: number): number[] {
  const at = new Array<number>(shape.length).fill(0);
  for (let axis = shape.length - 1, rest = position; axis >= 0; axis--) {
    at[axis] = axis === 0 ? rest : rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return at;
}
