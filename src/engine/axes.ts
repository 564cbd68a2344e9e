// What the axes of samples and outputs count, told by each layer's record from what its inputs' axes count.
import { layerType } from '../core/layers/layers.ts';
import type { Network } from '../model/model.ts';

/** Of a sample with so many axes: of data nothing is known but its rank. */
export function sampleAxes(rank: number): readonly string[] {
  if (rank === 1) return ['features'];
  if (rank === 2) return ['time', 'features'];
  if (rank === 3) return ['channels', 'height', 'width'];
  return numbered(rank);
}

/** Of each layer's output sample. */
export function outputAxes({ layers, dataset }: Network): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const data = sampleAxes(dataset.sampleShape.length);
  for (const { type, options, inputs, inputShapes, outputShape } of layers) {
    const before = inputs.map((input) => (input < 0 ? data : found[input]));
    const told = layerType(type)!.axes?.(options, before, inputShapes) ?? before[0];
    found.push(told.length === outputShape.length ? told : sampleAxes(outputShape.length));
  }
  return found;
}

function numbered(rank: number): readonly string[] {
  return Array.from({ length: rank }, (_, axis) => `axis ${axis + 1}`);
}
