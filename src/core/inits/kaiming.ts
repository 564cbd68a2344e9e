// What kaiming_uniform and kaiming_normal share: weights scaled so that a rectifier keeps the variance of its signal.
// Source: K. He et al., Delving deep into rectifiers, 2015; torch.nn.init.kaiming_uniform_, with its order of operations.
import type * as z from 'zod/mini';
import { choice, number, object } from '../options.ts';
import { calculateGain, nonlinearities } from './gain.ts';
import type { InitTarget } from './init.ts';

export const kaimingOptions = object({
  a: number('Negative slope of the LeakyReLU that follows; counts only with nonlinearity "leaky_relu".', {
    default: 0,
  }),
  mode: choice(
    ['fan_in', 'fan_out'],
    'fan_in keeps the variance of the activations going forward, fan_out that of the gradients going back.',
    'fan_in',
  ),
  nonlinearity: choice(
    nonlinearities,
    'The activation that follows, from which the gain is taken; meant for "relu" and "leaky_relu".',
    'leaky_relu',
  ),
});

export type KaimingOptions = z.infer<typeof kaimingOptions>;

/** fan, gain and the standard deviation gain / √fan. */
export function kaimingFigures({ a, mode, nonlinearity }: KaimingOptions, { fanIn, fanOut }: InitTarget) {
  const fan = mode === 'fan_in' ? fanIn : fanOut;
  const gain = calculateGain(nonlinearity, a);
  return { fan, gain, std: gain / Math.sqrt(fan) };
}
