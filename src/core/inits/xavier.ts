// What xavier_uniform and xavier_normal share: a compromise between keeping variance forward and backward.
// Source: X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010;
// torch.nn.init.xavier_uniform_, with its order of operations.
import type * as z from 'zod/mini';
import { object } from '../options.ts';
import { gainOf, gainOption } from './gain.ts';
import type { InitTarget } from './init.ts';

export const xavierOptions = object({ gain: gainOption });

export type XavierOptions = z.infer<typeof xavierOptions>;

/** The gain as a number and the standard deviation gain·√(2 / (fan_in + fan_out)). */
export function xavierFigures(options: XavierOptions, { fanIn, fanOut }: InitTarget): { gain: number; std: number } {
  const gain = gainOf(options.gain);
  return { gain, std: gain * Math.sqrt(2 / (fanIn + fanOut)) };
}
