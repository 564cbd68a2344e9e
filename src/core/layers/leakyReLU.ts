// LeakyReLU: ReLU with a small slope below 0, so that no unit dies.
import { greater, multiply, where } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html */
export const leakyReLU = activation({
  type: 'LeakyReLU',
  summary: 'Like ReLU, but negative numbers pass with a small slope.',
  options: object({ negative_slope: number('Slope for negative numbers.', { default: 0.01 }) }),
  f: (x, { negative_slope }) => where(greater(x, 0), x, multiply(x, negative_slope)),
  derivative: (x, _y, { negative_slope }) => where(greater(x, 0), 1, negative_slope),
  formula: 'y = x where x > 0, else negative_slope·x',
  derivativeFormula: '1 where x > 0, else negative_slope',
  domain: [-4, 4],
});
