// Multiply: the product of branches, as in gates.
import { multiply as product } from '../elementwise.ts';
import { join } from './join.ts';

/** https://pytorch.org/docs/stable/generated/torch.mul.html */
export const multiply = join({
  type: 'Multiply',
  summary: 'Multiplies its inputs element by element: a gate.',
  formula: 'y = x₁·x₂·…',
  gradientFormula: '∂L/∂y · the other inputs',
  pytorch: 'lambda *inputs: math.prod(inputs)',
  pythonOperator: '*',
  combine: (inputs) => inputs.reduce((left, right) => product(left, right)),
  gradient: (others, outputGrad) => others.reduce((left, right) => product(left, right), outputGrad),
});
