// trunc_normal: the bell curve around mean, cut off at a and b.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_ (uniform draws through the inverse
// error function, in the order and precision of PyTorch).
import type * as z from 'zod/mini';
import { erf, exp, log } from '../math.ts';
import { number, object } from '../options.ts';
import { text } from '../text.ts';
import { figure } from './figure.ts';
import type { InitType } from './init.ts';
import { pythonCall } from '../pythonCall.ts';

const { fround } = Math;

const options = object({
  mean: number('Mean of the normal distribution before it is cut.', { default: 0 }),
  std: number('Standard deviation of the normal distribution before it is cut.', {
    default: 1,
    exclusiveMin: 0,
  }),
  a: number('Smallest value.', { default: -2 }),
  b: number('Largest value.', { default: 2 }),
});

export const truncNormal = {
  type: 'trunc_normal',
  summary: 'Normally distributed values, none below a or above b.',
  options,
  needsMatrix: false,
  check({ a, b }) {
    return a > b ? text('The lower cutoff a ({0}) is above the upper cutoff b ({1}).', a, b) : null;
  },
  fill(out, { mean, std, a, b }, _target, generator) {
    const lower = cumulative((a - mean) / std);
    const upper = cumulative((b - mean) / std);
    generator.uniform(out, 2 * lower - 1, 2 * upper - 1);
    const scale = fround(std * Math.SQRT2);
    const shift = fround(mean);
    const least = fround(a);
    const most = fround(b);
    for (let i = 0; i < out.length; i++) {
      const value = fround(fround(inverseErf(out[i]) * scale) + shift);
      out[i] = Math.min(Math.max(value, least), most);
    }
  },
  explain({ mean, std, a, b }) {
    return {
      theory: { kind: 'normal', mean, std, from: a, to: b },
      formula: `N(mean, std²) within [a, b] = N(${figure(mean)}, ${figure(std)}²) within [${figure(a)}, ${figure(b)}]`,
      figures: [
        ['mean', mean],
        ['std', std],
        ['a', a],
        ['b', b],
      ],
    };
  },
  pytorch(given, parameter) {
    return pythonCall('nn.init.trunc_normal_', options, given, [parameter]);
  },
} satisfies InitType<z.infer<typeof options>>;

/** Cumulative standard normal distribution. */
function cumulative(x: number): number {
  return (1 + erf(x / Math.SQRT2)) / 2;
}

/**
 * Inverse error function of a float32, as PyTorch's calc_erfinv<float> computes it: a rational approximation and two
 * Newton steps, every operation rounded to float32. Far out, where float32 is coarse, its own error is percents of the
 * value, so the exact inverse would not do. ±∞ at ±1.
 */
function inverseErf(y: number): number {
  const distance = Math.abs(y);
  if (distance >= 1) return distance === 1 ? y * Infinity : NaN;
  let x: number;
  if (distance <= fround(0.7)) {
    const z = fround(y * y);
    x = fround(fround(y * polynomial(z, CENTRAL_NUMERATOR)) / polynomial(z, CENTRAL_DENOMINATOR));
  } else {
    const z = fround(Math.sqrt(-fround(log(fround(fround(1 - distance) / 2)))));
    x = fround((Math.sign(y) * polynomial(z, TAIL_NUMERATOR)) / polynomial(z, TAIL_DENOMINATOR));
  }
  return newton(newton(x, y), y);
}

function newton(x: number, y: number): number {
  const slope = fround(TWO_OVER_ROOT_PI * fround(exp(-fround(x * x))));
  return fround(x - fround(fround(fround(erf(x)) - y) / slope));
}

const TWO_OVER_ROOT_PI = fround(2 / fround(Math.sqrt(Math.PI)));

// Coefficients from the constant term up.
const CENTRAL_NUMERATOR = [0.886226899, -1.645349621, 0.914624893, -0.140543331].map(fround);
const CENTRAL_DENOMINATOR = [1, -2.118377725, 1.442710462, -0.329097515, 0.012229801].map(fround);
const TAIL_NUMERATOR = [-1.970840454, -1.624906493, 3.429567803, 1.641345311].map(fround);
const TAIL_DENOMINATOR = [1, 3.5438892, 1.6370678].map(fround);

/** Horner's scheme, rounded to float32 at each step. */
function polynomial(z: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, coefficient) => fround(fround(sum * z) + coefficient), 0);
}
