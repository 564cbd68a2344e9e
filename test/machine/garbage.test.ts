// An iteration leaves nothing behind for the garbage collector, whatever the optimizer and the scheduler. The engine makes
// an object of 16 bytes of a number with a fraction (a "boxed float64") wherever it hands one from function to function
// that it has not melted into one, so each of them is counted here.
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

/** Less than a box every eight iterations: what asking for the size of the heap makes, spread over the iterations. */
const nothing = 2;

const networks: Readonly<Record<string, object>> = {
  'dense with Adam, an epoch each iteration': xor,
  'SGD with momentum, clipping and penalties': {
    ...{ ...xor, optimizer: { type: 'SGD', lr: 0.05, momentum: 0.9 } },
    ...{ clip: { norm: 1 }, penalties: { l1: 1e-4, l2: 1e-4 } },
  },
  'convolutions, batch norm, pools and dropout': {
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
  'recurrent layers and values clipped': {
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
  'attention in groups of their own learning rate': {
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
};

const optimizers = [
  { type: 'SGD', lr: 0.01 },
  { type: 'SGD', lr: 0.01, momentum: 0.9, nesterov: true },
  { type: 'SGD', lr: 0.01, momentum: 0.5, dampening: 0.3, maximize: true, weight_decay: 0.1 },
  { type: 'Adam' },
  { type: 'Adam', amsgrad: true, weight_decay: 0.01 },
  { type: 'AdamW', betas: [0.8, 0.99] },
  { type: 'RMSprop', momentum: 0.5, centered: true },
  { type: 'RMSprop' },
  { type: 'Adagrad', lr_decay: 0.1, initial_accumulator_value: 0.1 },
  { type: 'Adadelta' },
  { type: 'NAdam' },
];
const cycle = { type: 'OneCycleLR', max_lr: 0.01, total_steps: 5_000_000 };
const schedulers = [
  { type: 'StepLR', step_size: 2 },
  { type: 'MultiStepLR', milestones: [2, 4] },
  { type: 'ExponentialLR', gamma: 0.999 },
  { type: 'ExponentialLR', gamma: 0.999, warmup: { total_iters: 5_000_000 } },
  { type: 'CosineAnnealingLR', T_max: 10, eta_min: 1e-4 },
  cycle,
  { ...cycle, anneal_strategy: 'linear', three_phase: true },
  { type: 'ReduceLROnPlateau', patience: 3, factor: 0.9 },
  { type: 'ReduceLROnPlateau', mode: 'max', threshold_mode: 'abs', cooldown: 2 },
  { type: 'LinearLR', total_iters: 5_000_000 },
];
const updates = [
  {},
  { clip: { norm: 1 }, penalties: { l1: 1e-4, l2: 1e-4 } },
  { clip: { value: 0.1 }, penalties: { l1: 1e-4 } },
  { penalties: { l2: 1e-4 } },
];
/** Batches of an epoch: one, or 10 and a short one. */
const epochs = [{}, { data: { source: 'moons', samples: 43 }, training: { batch_size: 4 } }];

/** Every optimizer with every scheduler; of the rest each with each at some place. */
const combinations = optimizers.flatMap((optimizer, o) =>
  schedulers.map((given, s): [name: string, network: object] => {
    const momentum = 'momentum' in optimizer || /^(SGD|RMSprop|N?AdamW?)$/.test(optimizer.type);
    const scheduler = given.type === 'OneCycleLR' && !momentum ? { ...given, cycle_momentum: false } : given;
    const layers = xor.layers.map((layer, i) => (i === 2 && o % 2 ? { ...layer, optimizer: { lr: 0.02 } } : layer));
    const update = updates[(o + s) % updates.length];
    return [
      `${optimizer.type} ${o} with ${scheduler.type} ${s}`,
      { ...xor, ...epochs[(o + (s >> 1)) % epochs.length], layers, optimizer, scheduler, ...update },
    ];
  }),
);

/** Bytes an iteration adds to the heap: the least of some stretches, once the engine has compiled what is hot. */
function bytesPerIteration(machine: Machine): number {
  const iterations = 500;
  let least = Infinity;
  // The engine's own work (compiling) adds to some stretches, and a collection makes one negative. Under load it
  // compiles late: so as many stretches as it takes.
  for (let stretch = 0; stretch < 1000 && least >= nothing; stretch++) {
    const before = process.memoryUsage().heapUsed;
    machine.advanceTo(machine.tick + iterations * machine.program.instructions.length);
    const growth = (process.memoryUsage().heapUsed - before) / iterations;
    if (growth >= 0) least = Math.min(least, growth);
  }
  return least;
}

it.each([...Object.entries(networks), ...combinations])(
  '%s makes no garbage',
  { timeout: 120_000 },
  async (_, network) => {
    const machine = await openMachine(JSON.stringify(network), { observed: false, historyLimit: null });
    expect(bytesPerIteration(machine)).toBeLessThan(nothing);
  },
);

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
      expect(bytesPerIteration(machine)).toBeLessThan(nothing);
    } finally {
      machine.close();
    }
  });
});
