import { layerType } from '../core/layers/layers.ts';
import { sizeOf } from '../core/shape.ts';
import type { Network } from './model.ts';

/** Multiply-adds of a forward pass of one row, at most: as if each weight met every position of its layer's output. */
export function workOfRow({ layers }: Network): number {
  return layers.reduce((sum, { parameters, outputShape, type }) => {
    const positions =
      layerType(type)!.view.kind === 'weights' && outputShape.length > 1 ? sizeOf(outputShape.slice(1)) : 1;
    return sum + 8 * sizeOf(outputShape) + positions * parameters.reduce((all, { shape }) => all + sizeOf(shape), 0);
  }, 1);
}
