// The curves of a layer's gradients and updates are the norms of its tensors at the end of the iteration.
import { expect, it } from 'vitest';
import { floats } from '../../src/core/tensor.ts';
import { LayerFigures } from '../../src/machine/layerFigures.ts';
import { openMachine } from '../support/openMachine.ts';

const network = JSON.stringify({
  seed: 3,
  data: { source: 'inline', x: [[1, 2], [-1, 0.5], [0.3, -2]], y: [[1], [0], [2]] }, // prettier-ignore
  layers: [{ type: 'Linear', out_features: 4 }, { type: 'ReLU' }, { type: 'Linear', out_features: 1 }],
  loss: 'MSELoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 3, shuffle: false },
});

it('measures gradients and updates of all parameters of a layer, and forgets an undone future', async () => {
  const machine = await openMachine(network);
  const values = (name: string) => [...floats(machine.memory, machine.tensor(name)!)];
  const norm = (all: readonly number[]) => Math.sqrt(all.reduce((sum, value) => sum + value * value, 0));
  const normOf = (tensor: Parameters<Parameters<LayerFigures['points']>[2]>[0]) =>
    norm([...floats(machine.memory, tensor)]);
  const figures = new LayerFigures(machine);
  expect(figures.points(1, 100, normOf)).toBeNull();
  const ends: (readonly [before: number[], gradients: number[], after: number[]])[] = [];
  const both = (suffix: string) => [...values(`linear1.weight${suffix}`), ...values(`linear1.bias${suffix}`)];
  let rows = figures.points(0, 100, normOf);
  expect(rows).toHaveLength(0);
  for (let i = 0; i < 3; i++) {
    const before = both('');
    machine.advance('iteration');
    rows = figures.points(0, 100, normOf);
    ends.push([before, both('.grad'), both('')]);
  }
  expect(rows).toHaveLength(9);
  ends.forEach(([before, gradients, after], i) => {
    const [iteration, gradient, ratio] = rows!.subarray(3 * i, 3 * i + 3);
    expect(iteration).toBe(i + 1);
    expect(Math.abs(gradient / norm(gradients) - 1)).toBeLessThan(1e-5);
    const update = norm(after.map((value, k) => value - before[k]));
    expect(Math.abs(ratio / (update / norm(after)) - 1)).toBeLessThan(1e-4);
  });
  machine.back('iteration');
  figures.forget();
  expect(figures.points(0, 100, normOf)![3 * 2]).not.toBe(3);
});
