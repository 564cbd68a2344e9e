// The gain of an activation: how much larger weights must be for it to keep the variance of what flows through.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain
import * as z from 'zod/mini';
import { described, number } from '../options.ts';

/** The names that torch.nn.init.calculate_gain knows. */
export const nonlinearities = [
  'linear',
  'sigmoid',
  'tanh',
  'relu',
  'leaky_relu',
  'selu',
  'conv1d',
  'conv2d',
  'conv3d',
  'conv_transpose1d',
  'conv_transpose2d',
  'conv_transpose3d',
] as const;

export type Nonlinearity = (typeof nonlinearities)[number];

/** `torch.nn.init.calculate_gain(nonlinearity, negativeSlope)`; the slope counts for `leaky_relu` only. */
export function calculateGain(nonlinearity: Nonlinearity, negativeSlope = 0.01): number {
  switch (nonlinearity) {
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.sqrt(2);
    case 'leaky_relu':
      return Math.sqrt(2 / (1 + negativeSlope * negativeSlope));
    case 'selu':
      return 3 / 4;
    case 'linear':
    case 'sigmoid':
    case 'conv1d':
    case 'conv2d':
    case 'conv3d':
    case 'conv_transpose1d':
    case 'conv_transpose2d':
    case 'conv_transpose3d':
      return 1;
    default:
      return nonlinearity satisfies never;
  }
}

/** A gain as an option of an init: a number, or the name of the activation that follows the layer. */
export const gainOption = described(
  z._default(z.union([number('A number.'), z.enum(nonlinearities)]), 1),
  'Factor on the weights: a number, or the name of the activation that follows ("tanh" is 5/3, "relu" √2).',
);

export type Gain = number | Nonlinearity;

export function gainOf(gain: Gain): number {
  return typeof gain === 'number' ? gain : calculateGain(gain);
}

/** `nn.init.orthogonal_(weight, gain=nn.init.calculate_gain('tanh'))`: Python takes a gain as a number only. */
export function pythonGainCall(init: string, parameter: string, gain: Gain): string {
  if (gain === 1) return `${init}(${parameter})`;
  const value = typeof gain === 'number' ? String(gain) : `nn.init.calculate_gain('${gain}')`;
  return `${init}(${parameter}, gain=${value})`;
}
