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

it.each<[name: string, more: object, bytes: number]>([
  ['alone', {}, 512],
  [
    'with a scheduler, clipping and penalties',
    { scheduler: { type: 'OneCycleLR', max_lr: 0.1, total_steps: 50_000 }, clip: { norm: 1 }, penalties: { l2: 1e-4 } },
    // Its cosines pass numbers from function to function.
    768,
  ],
  [
    'with a plateau',
    {
      data: { source: 'moons', samples: 200 },
      training: { batch_size: 4 },
      scheduler: { type: 'ReduceLROnPlateau', patience: 1000 },
    },
    512,
  ],
])('an iteration %s makes no garbage', { timeout: 60_000 }, async (_, more, bytes) => {
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
  // The least: the engine's own work (compiling) adds to some stretches, and a collection makes one negative.
  const least = Math.min(...grown.filter((growth) => growth >= 0));
  // A boxed float64 is 16 bytes, and how many there are is the compiler's choice; under load it compiles
  // late. Making the views of an iteration anew is well over this.
  expect(least).toBeLessThan(bytes);
});
