// Add: the sum of branches, which is what a skip connection is.
import { add as sum } from '../elementwise.ts';
import { join } from './join.ts';

/** https://pytorch.org/docs/stable/generated/torch.add.html */
export const add = join({
  type: 'Add',
  summary: 'Adds its inputs element by element: a skip connection.',
  formula: 'y = x₁ + x₂ + …',
  gradientFormula: '∂L/∂y',
  pytorch: 'lambda *inputs: sum(inputs)',
  pythonOperator: '+',
  combine: (inputs) => inputs.reduce((left, right) => sum(left, right)),
  gradient: (_others, outputGrad) => outputGrad,
});
