// Parameters drawn beforehand, in steps, are those that the machine draws itself, and the run after them is the same.
import { expect, it } from 'vitest';
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { floats } from '../../src/core/tensor.ts';
import { drawParameters } from '../../src/machine/initialise.ts';
import { Machine } from '../../src/machine/machine.ts';
import { openMachine } from '../support/openMachine.ts';

const network = JSON.stringify({
  seed: 5,
  data: { source: 'moons', samples: 40 },
  init: 'orthogonal',
  layers: [
    { type: 'Linear', out_features: 24 },
    { type: 'ReLU' },
    { type: 'Dropout', p: 0.5 },
    { type: 'Linear', out_features: 12 },
    { type: 'Linear', out_features: 1 },
  ],
  loss: 'BCEWithLogitsLoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 8 },
});

it('can be left between two columns of an orthogonal matrix, and changes nothing', async () => {
  const machine = await openMachine(network);
  const drawing = drawParameters(machine.network);
  let steps = 0;
  let drawn = drawing.next();
  for (; !drawn.done; drawn = drawing.next()) steps++;
  // Two for each column of each weight, and one for each draw, of defaults too.
  expect(steps).toBeGreaterThan(2 * (2 + 12 + 1));
  const options = { historyLimit: null, observed: true, drawn: drawn.value };
  const other = new Machine(machine.network, await loadKernels(kernels), options);
  for (let i = 0; i < 4; i++) {
    for (const name of ['linear1.weight', 'linear2.weight', 'linear3.bias'])
      expect([...floats(other.memory, other.tensor(name)!)]).toEqual([
        ...floats(machine.memory, machine.tensor(name)!),
      ]);
    machine.advance('iteration');
    other.advance('iteration');
  }
});
