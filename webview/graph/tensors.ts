// Names and shapes of the tensors at a node, as the protocol has them.
import type { LayerDescription, NetworkDescription } from '../../src/protocol/description.ts';

export interface TensorReference {
  readonly name: string;
  readonly shape: readonly number[];
  /** What each axis counts, where it is told. */
  readonly axes?: readonly string[] | undefined;
}

/** What flows out of a node: the data's is `input`. The loss has none. */
export function outputOf(network: NetworkDescription, index: number): TensorReference {
  const layer = network.layers[index];
  return layer
    ? { name: `${layer.name}.output`, shape: layer.batchShape, axes: layer.axes }
    : {
        name: 'input',
        shape: [network.batchSize, ...network.data.sampleShape],
        axes: network.data.axes && ['batch', ...network.data.axes],
      };
}

/** The gradient that flows back into a node's output, or null where none is computed. */
export function gradientOf(network: NetworkDescription, index: number): TensorReference | null {
  const layer = network.layers[index];
  return layer?.hasGradient ? { name: `${layer.name}.output.grad`, shape: layer.batchShape, axes: layer.axes } : null;
}

/** Of a layer's first input. */
export function inputOf(network: NetworkDescription, layer: LayerDescription): TensorReference {
  return outputOf(network, layer.inputs[0] ?? -1);
}

/** A tensor as a matrix: rows the axis before the last, columns the last; a vector is one row. */
export function matrixSize(shape: readonly number[]): readonly [rows: number, columns: number] {
  return [shape.length < 2 ? 1 : (shape.at(-2) ?? 1), shape.at(-1) ?? 1];
}
