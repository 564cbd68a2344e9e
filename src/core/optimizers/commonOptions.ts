// Options that all optimizers have, and what they do to the gradient before anything else.
import { add, type Expression, load, multiply, negate } from '../elementwise.ts';
import { boolean, number } from '../options.ts';
import type { OptimizerBuild } from './optimizer.ts';

export const learningRate = 'Learning rate: the length of a step.';
export const weightDecay = number('Weight decay: this much of each weight is added to its gradient (an L2 penalty).', {
  default: 0,
  min: 0,
});
export const maximize = boolean('Climb instead of descending.', { default: false });
export const epsilon = (standard: number) =>
  number('Added to the denominator, against division by 0.', { default: standard, min: 0 });

/** The gradient with its sign (`maximize`) and weight decay, as PyTorch forms it first. */
export function effectiveGradient({
  options,
  parameter,
  grad,
}: OptimizerBuild<{ readonly maximize: boolean; readonly weight_decay?: number }>): Expression {
  const { maximize, weight_decay = 0 } = options;
  const signed = maximize ? negate(load(grad)) : load(grad);
  return weight_decay === 0 ? signed : add(signed, multiply(weight_decay, load(parameter)));
}

/** How `effectiveGradient` reads: `−g + 0.1·w`. */
export function gradientFormula({
  maximize,
  weight_decay = 0,
}: {
  readonly maximize: boolean;
  readonly weight_decay?: number;
}): string {
  return (maximize ? '−g' : 'g') + (weight_decay === 0 ? '' : ` + ${weight_decay}·w`);
}
