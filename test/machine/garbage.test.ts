// An iteration leaves nothing behind for the garbage collector. The engine makes an object of 16 bytes of a number with a
// fraction (a "boxed float64") wherever it hands one from function to function that it has not melted into one; each case
// below says which of them it allows.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import { openMachine } from '../support/openMachine.ts';
import { buildKernelThread, openThreaded } from '../support/threadedMachine.ts';

const xor = {
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
const rows = (n: number, features: number) => ({
  data: { source: 'randn', samples: n, features, outputs: 2 },
  training: { batch_size: 4 },
});

/** Nothing but what asking for the size of the heap makes, spread over the iterations. */
const nothing = 8;
const box = 16;

interface Case {
  readonly network: object;
  readonly bytes: number;
}

const cases: Readonly<Record<string, Case>> = {
  'dense with Adam, an epoch each iteration': { network: xor, bytes: nothing },
  'SGD with momentum, clipping and penalties': {
    network: {
      ...{ ...xor, optimizer: { type: 'SGD', lr: 0.05, momentum: 0.9 } },
      ...{ clip: { norm: 1 }, penalties: { l1: 1e-4, l2: 1e-4 } },
    },
    bytes: nothing,
  },
  'convolutions, batch norm, pools and dropout': {
    network: {
      ...xor,
      data: { source: 'digits' },
      training: { batch_size: 4 },
      layers: [
        { type: 'Conv2d', out_channels: 3, kernel_size: 3, padding: 1 },
        { type: 'BatchNorm2d' },
        { type: 'ReLU' },
        { type: 'MaxPool2d', kernel_size: 2 },
        { type: 'Dropout', p: 0.3 },
        { type: 'Conv2d', out_channels: 2, kernel_size: 3 },
        { type: 'AvgPool2d', kernel_size: 2 },
        { type: 'Flatten' },
        { type: 'Linear', out_features: 10 },
      ],
      loss: { type: 'CrossEntropyLoss', label_smoothing: 0.1 },
      scheduler: { type: 'StepLR', step_size: 2 },
    },
    bytes: nothing,
  },
  'recurrent layers and values clipped': {
    network: {
      ...{ ...xor, ...rows(40, 12), loss: 'MSELoss', optimizer: 'RMSprop', clip: { value: 0.1 } },
      layers: [
        { type: 'Unflatten', dim: 1, unflattened_size: [4, 3] },
        { type: 'LSTM', hidden_size: 4, num_layers: 2 },
        { type: 'GRU', hidden_size: 4 },
        { type: 'RNN', hidden_size: 4 },
        { type: 'Select', dim: 1, index: -1 },
        { type: 'Linear', out_features: 2 },
      ],
    },
    bytes: nothing,
  },
  'attention in groups of their own learning rate': {
    network: {
      ...{ ...xor, ...rows(40, 16), loss: 'HuberLoss', optimizer: 'AdamW' },
      layers: [
        { type: 'Unflatten', dim: 1, unflattened_size: [4, 4] },
        { type: 'LayerNorm', name: 'norm' },
        { type: 'MultiheadAttention', num_heads: 2, causal: true, name: 'attention', optimizer: { lr: 1e-3 } },
        { type: 'Add', inputs: ['norm', 'attention'] },
        { type: 'GELU' },
        { type: 'Flatten' },
        { type: 'Linear', out_features: 2 },
      ],
    },
    bytes: nothing,
  },
  // Learning rate and momentum each come out of a cosine, its turn, the phase and the scheduler.
  OneCycleLR: {
    network: { ...xor, scheduler: { type: 'OneCycleLR', max_lr: 0.1, total_steps: 50_000_000 } },
    bytes: nothing + 8 * box,
  },
  // The same of one figure, once an epoch of ten iterations.
  CosineAnnealingLR: {
    network: {
      ...{ ...xor, ...rows(40, 2), loss: 'MSELoss', layers: [{ type: 'Linear', out_features: 2 }] },
      scheduler: { type: 'CosineAnnealingLR', T_max: 10 },
    },
    bytes: nothing + 0.5 * box,
  },
  // The epoch's mean adds up the loss of each iteration.
  ReduceLROnPlateau: {
    network: {
      ...{ ...xor, data: { source: 'moons', samples: 200 }, training: { batch_size: 4 } },
      scheduler: { type: 'ReduceLROnPlateau', patience: 1000 },
    },
    bytes: nothing + 2 * box,
  },
  // The momenta of this step and of the next are exponentials, and there is a power.
  NAdam: { network: { ...xor, optimizer: 'NAdam' }, bytes: nothing + 8 * box },
};

/** Bytes an iteration adds to the heap: the least of some stretches, once the engine has compiled what is hot. */
function bytesPerIteration(machine: Machine, bytes: number): number {
  const iterations = 500;
  let least = Infinity;
  // The engine's own work (compiling) adds to some stretches, and a collection makes one negative. Under load it
  // compiles late: so as many stretches as it takes.
  for (let stretch = 0; stretch < 1000 && least >= bytes; stretch++) {
    const before = process.memoryUsage().heapUsed;
    machine.advanceTo(machine.tick + iterations * machine.program.instructions.length);
    const growth = (process.memoryUsage().heapUsed - before) / iterations;
    if (growth >= 0) least = Math.min(least, growth);
  }
  return least;
}

it.each(Object.entries(cases))('%s makes no garbage', { timeout: 120_000 }, async (_, { network, bytes }) => {
  const machine = await openMachine(JSON.stringify(network), { observed: false, historyLimit: null });
  expect(bytesPerIteration(machine, bytes)).toBeLessThan(bytes);
});

describe('with several threads', () => {
  let file = '';
  beforeAll(async () => {
    file = await buildKernelThread('garbage');
  });

  it('an iteration makes no garbage', { timeout: 120_000 }, async () => {
    const network = {
      ...{ ...xor, data: { source: 'randn', samples: 64, features: 512, outputs: 2 }, training: { batch_size: 64 } },
      ...{ layers: [{ type: 'Linear', out_features: 512 }, { type: 'ReLU' }, { type: 'Linear', out_features: 2 }] },
      loss: 'MSELoss',
    };
    const { machine, module } = await openThreaded(JSON.stringify(network), 2, file, {
      observed: false,
      historyLimit: null,
    });
    try {
      expect(module.pool).toBeDefined();
      expect(bytesPerIteration(machine, nothing)).toBeLessThan(nothing);
    } finally {
      machine.close();
    }
  });
});
