// Schedulers, penalties, clipping and parameter groups in a run: when the learning rate changes, and that going back and
// forth is exact with all of it.
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { floats } from '../../src/core/tensor.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { openMachine } from '../support/openMachine.ts';

const base = {
  seed: 3,
  data: { source: 'moons', samples: 50, noise: 0.1 },
  layers: [
    { type: 'Linear', out_features: 6 },
    { type: 'Tanh' },
    { type: 'Linear', out_features: 1, optimizer: { lr: 0.02, weight_decay: 0.01 } },
    { type: 'Sigmoid' },
  ],
  loss: 'BCELoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 16, epochs: 20 },
};
const batches = 4;

const networks = {
  'a plateau after a warm-up, NAdam, penalties and a norm': {
    ...base,
    optimizer: { type: 'NAdam', lr: 0.05 },
    scheduler: {
      ...{ type: 'ReduceLROnPlateau', patience: 0, threshold: 0.05, factor: 0.5 },
      warmup: { total_iters: 6, start_factor: 0.1 },
    },
    penalties: { l1: 0.001, l2: 0.002 },
    clip: { norm: 0.2 },
  },
  'one cycle, which gives SGD a momentum': {
    ...base,
    scheduler: { type: 'OneCycleLR', max_lr: 0.4 },
    clip: { value: 0.05 },
  },
  'steps and RMSprop': { ...base, optimizer: 'RMSprop', scheduler: { type: 'StepLR', step_size: 2, gamma: 0.5 } },
};

function fingerprint(machine: Machine): string {
  let hash = 2166136261;
  let present = 0;
  for (const name of [...machine.program.tensors.keys()]) {
    const tensor = machine.tensor(name);
    if (!tensor) continue;
    present++;
    hash = machine.kernels.hash(tensor.offset, sizeOf(tensor.shape), hash);
  }
  return `${hash} ${present} ${machine.loss} ${machine.lr}`;
}

describe.each(Object.entries(networks))('%s', (_, spec) => {
  it('comes back to the same bits, and the same learning rate', async () => {
    const straight = await openMachine(JSON.stringify(spec));
    const end = straight.program.instructions.length * batches * 8;
    const expected = [fingerprint(straight)];
    while (straight.tick < end) {
      straight.advance('operation');
      expected.push(fingerprint(straight));
    }
    const walker = await openMachine(JSON.stringify(spec), { historyLimit: 30_000 });
    let state = 99;
    const random = (n: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    for (let i = 0; i < 120; i++) {
      walker.seek(random(end + 1));
      expect(fingerprint(walker), `tick ${walker.tick}`).toBe(expected[walker.tick]);
    }
  });
});

async function rates(spec: object, iterations: number): Promise<number[]> {
  const machine = await openMachine(JSON.stringify(spec));
  return Array.from({ length: iterations }, () => {
    const { lr } = machine;
    machine.advance('iteration');
    return lr;
  });
}

const near = (values: readonly number[]) => values.map((value): unknown => expect.closeTo(value, 10));

describe('the learning rate', () => {
  it('stays without a scheduler', async () => {
    expect(await rates(base, 3)).toEqual([0.1, 0.1, 0.1]);
  });

  it('changes after each epoch', async () => {
    const scheduler = { type: 'ExponentialLR', gamma: 0.5 };
    const expected = [0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025];
    expect(await rates({ ...base, scheduler }, 9)).toEqual(near(expected));
  });

  it('warms up by iterations, and the scheduler’s first epoch is the one in which that ends', async () => {
    const scheduler = { type: 'ExponentialLR', gamma: 0.5, warmup: { start_factor: 0.5, total_iters: 2 } };
    expect(await rates({ ...base, scheduler }, 6)).toEqual(near([0.05, 0.075, 0.1, 0.1, 0.05, 0.05]));
    const whole = { ...scheduler, warmup: { start_factor: 0.5, total_iters: 4 } };
    expect(await rates({ ...base, scheduler: whole }, 9)).toEqual(
      near([0.05, 0.0625, 0.075, 0.0875, 0.1, 0.1, 0.1, 0.1, 0.05]),
    );
  });

  it('is each group’s own, scaled alike', async () => {
    const scheduler = { type: 'StepLR', step_size: 1, gamma: 0.5 };
    const machine = await openMachine(JSON.stringify({ ...base, scheduler }));
    machine.advance('epoch');
    machine.advance('iteration');
    const scalars = floats(machine.memory, machine.tensor('optimizer.scalars')!);
    expect([scalars[0], scalars[scalars.length / 2]]).toEqual([0.05, 0.01].map(Math.fround));
  });
});

describe('instructions of the update', () => {
  const names = (machine: Machine) =>
    machine.program.instructions.filter(({ phase }) => phase === 'update').map(({ name }) => name);

  it('are penalties, then clipping, then the optimizer', async () => {
    const machine = await openMachine(JSON.stringify({ ...base, penalties: { l2: 0.1 }, clip: { norm: 1 } }));
    const each = (of: string) => [`${of} weight`, `${of} bias`, `${of} weight`, `${of} bias`];
    expect(names(machine)).toEqual([...each('add penalty to'), 'gradient norm', ...each('clip'), ...each('update')]);
    const plain = await openMachine(JSON.stringify(base));
    expect(names(plain)).toEqual(each('update'));
  });

  it('keep the norm, and gradients no longer than it may be', async () => {
    const machine = await openMachine(JSON.stringify({ ...base, clip: { norm: 0.01 } }));
    const length = () => {
      const grads = machine.parameters().map(({ name }) => floats(machine.memory, machine.tensor(`${name}.grad`)!));
      return Math.sqrt(grads.reduce((sum, grad) => sum + grad.reduce((all, g) => all + g * g, 0), 0));
    };
    const phase = machine.program.instructions.findIndex(({ name }) => name === 'gradient norm');
    machine.seek(phase);
    const before = length();
    machine.advance('operation');
    expect(floats(machine.memory, machine.tensor('grad_norm')!)[0]).toBeCloseTo(before, 6);
    machine.advance('iteration');
    expect(before).toBeGreaterThan(0.01);
    expect(length()).toBeCloseTo(0.01, 5);
  });
});

describe('what can’t be', () => {
  const problems = async (spec: object) => {
    try {
      await openMachine(JSON.stringify(spec));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('is said', async () => {
    const scheduler = { type: 'OneCycleLR', max_lr: 0.1 };
    expect(await problems({ ...base, scheduler, training: {} })).toContain('where the run ends');
    expect(await problems({ ...base, scheduler, optimizer: 'Adagrad' })).toContain('Adagrad has no momentum');
    expect(await problems({ ...base, scheduler })).toBe('');
  });
});
