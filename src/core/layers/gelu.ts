// GELU: x weighted by the normal distribution's Φ(x) (Hendrycks and Gimpel, 2016), exact or by its tanh approximation.
import { add, erf, exp, type Expression, multiply, square, subtract, tanh } from '../elementwise.ts';
import { choice, object } from '../options.ts';
import { activation } from './activation.ts';

const invSqrt2 = Math.SQRT1_2;
const invSqrt2Pi = 1 / Math.sqrt(2 * Math.PI);
const sqrt2OverPi = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/** https://pytorch.org/docs/stable/generated/torch.nn.GELU.html */
export const gelu = activation({
  type: 'GELU',
  summary: 'Each number times the probability that a normal one is smaller: a smooth ReLU.',
  options: object({
    approximate: choice(['none', 'tanh'], 'The exact formula, or its approximation by tanh.', 'none'),
  }),
  f: (x, { approximate }) =>
    multiply(multiply(0.5, x), add(1, approximate === 'none' ? erf(multiply(x, invSqrt2)) : inner(x))),
  derivative: (x, _y, { approximate }) => (approximate === 'none' ? exactDerivative(x) : tanhDerivative(x)),
  formula: 'y = x·Φ(x)',
  derivativeFormula: 'Φ(x) + x·φ(x)',
  domain: [-4, 4],
});

function exactDerivative(x: Expression): Expression {
  const cumulative = multiply(0.5, add(1, erf(multiply(x, invSqrt2))));
  const density = multiply(exp(multiply(-0.5, square(x))), invSqrt2Pi);
  return add(cumulative, multiply(x, density));
}

/** tanh(√(2/π)·(x + 0.044715·x³)), close to 2·Φ(x) − 1. */
function inner(x: Expression): Expression {
  return tanh(multiply(sqrt2OverPi, add(x, multiply(cubic, multiply(square(x), x)))));
}

function tanhDerivative(x: Expression): Expression {
  const t = inner(x);
  const slope = multiply(sqrt2OverPi, add(1, multiply(3 * cubic, square(x))));
  return add(multiply(0.5, add(1, t)), multiply(multiply(multiply(0.5, x), subtract(1, square(t))), slope));
}
