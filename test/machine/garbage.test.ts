// An iteration leaves no objects behind for the garbage collector: at most a few of the engine's boxed float64.
import { expect, it } from 'vitest';
import { openMachine } from '../support/openMachine.ts';

const network = {
  seed: 1,
  data: { source: 'xor' },
  layers: [
    { type: 'Linear', out_features: 8 },
    { type: 'Tanh' },
    { type: 'Linear', out_features: 1 },
    { type: 'Sigmoid' },
  ],
  loss: 'BCELoss',
  optimizer: { type: 'Adam', lr: 0.05 },
};

it.each([
  ['alone', {}],
  [
    'with a scheduler, clipping and penalties',
    { scheduler: { type: 'OneCycleLR', max_lr: 0.1, total_steps: 50_000 }, clip: { norm: 1 }, penalties: { l2: 1e-4 } },
  ],
  [
    'with a plateau',
    {
      data: { source: 'moons', samples: 200 },
      training: { batch_size: 4 },
      scheduler: { type: 'ReduceLROnPlateau', patience: 1000 },
    },
  ],
])('an iteration %s makes no garbage', { timeout: 60_000 }, async (_, more) => {
  const machine = await openMachine(JSON.stringify({ ...network, ...more }), { observed: false });
  // Each epoch is one iteration here, so that drawing the order is counted too.
  const run = (iterations: number) => {
    machine.advanceTo(machine.tick + iterations * machine.program.instructions.length);
  };
  // First let the compiler settle.
  run(40_000);
  const iterations = 2000;
  const grown = Array.from({ length: 21 }, () => {
    const before = process.memoryUsage().heapUsed;
    run(iterations);
    return (process.memoryUsage().heapUsed - before) / iterations;
  });
  // The middle one: a collection in between makes a few of them negative, a checkpoint a few larger.
  const middle = grown.sort((a, b) => a - b)[10];
  // A boxed float64 is 16 bytes; the smallest object that an iteration might make, with its numbers, is more than this.
  expect(middle).toBeLessThan(72);
});
