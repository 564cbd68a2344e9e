// fan_in and fan_out: how many inputs reach a unit, and how many units an input reaches.
import { type Shape, sizeOf } from '../core/shape.ts';

/**
 * torch.nn.init._calculate_fan_in_and_fan_out: [out, in, …receptive field]. Of fewer than two dimensions, where PyTorch
 * has none, the size.
 */
export function fansOf(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const receptive = sizeOf(shape.slice(2));
  return { fanIn: shape[1] * receptive, fanOut: shape[0] * receptive };
}
