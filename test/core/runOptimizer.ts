// Runs updates of one parameter under given gradients on the real kernels.
import { scalar } from '../../src/core/elementwise.ts';
import { Figures } from '../../src/core/figures.ts';
import type { OptimizerType } from '../../src/core/optimizers/optimizer.ts';
import { sizeOf } from '../../src/core/shape.ts';
import { Runner, type Values } from './runner.ts';

/** The parameter and the optimizer's state after each step. */
export function runOptimizer(
  type: OptimizerType,
  options: { lr: number },
  start: Values,
  steps: readonly { readonly lr: number; readonly momentum?: number; readonly grad: ArrayLike<number> }[],
) {
  const runner = new Runner();
  const { shape } = start;
  const size = sizeOf(shape);
  const parameter = runner.tensor('w', start);
  const grad = runner.empty('w.grad', shape);
  const scalars = runner.empty('scalars', [type.scalars.length]);
  const zeros = () => ({ shape, values: new Float32Array(size) });
  const state = Object.fromEntries(type.state(options).map((name) => [name, runner.tensor(name, zeros())]));
  const assignments = type.update({
    options,
    parameter,
    grad,
    state,
    scalar: (name) => scalar(scalars, type.scalars.indexOf(name)),
  });
  return steps.map((step, i) => {
    const figures = new Figures(step.lr, step.momentum);
    const written = runner.read(scalars);
    type.writeScalars(options, figures, i + 1, written, 0);
    runner.write(scalars, written);
    runner.write(grad, step.grad);
    runner.run([
      { name: 'update', formula: '', reads: [], writes: [], calls: [{ kernel: 'elementwise', assignments, size }] },
    ]);
    const kept = Object.entries(state).map(([name, tensor]) => [name, runner.read(tensor)] as const);
    return { parameter: runner.read(parameter), state: Object.fromEntries(kept) };
  });
}
