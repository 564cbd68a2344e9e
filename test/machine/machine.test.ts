// A run stepped forward and back at random has at every tick the bits of a straight run.
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { StepSize } from '../../src/machine/stepSize.ts';
import { sizeOf } from '../../src/core/shape.ts';
import { openMachine } from '../support/openMachine.ts';

const networks = {
  'moons with momentum and a short last batch': {
    seed: 3,
    data: { source: 'moons', samples: 75, noise: 0.1, test: 0.2 },
    layers: [
      { type: 'Linear', out_features: 6 },
      { type: 'ReLU' },
      { type: 'Linear', out_features: 1 },
      { type: 'Sigmoid' },
    ],
    loss: 'BCELoss',
    optimizer: { type: 'SGD', lr: 0.1, momentum: 0.9 },
    training: { batch_size: 16 },
  },
  'iris with Adam and a skip connection': {
    seed: 5,
    data: { source: 'iris', normalize: 'standard' },
    layers: [
      { type: 'Linear', out_features: 5, name: 'a' },
      { type: 'Tanh' },
      { type: 'Linear', out_features: 5, name: 'b' },
      { type: 'Add', inputs: ['a', 'b'] },
      { type: 'Linear', out_features: 3 },
    ],
    loss: 'CrossEntropyLoss',
    optimizer: 'Adam',
    training: { batch_size: 64 },
  },
};

/** Everything that can be seen at this moment, in one number. */
function fingerprint(machine: Machine): string {
  let hash = 2166136261;
  const present: string[] = [];
  for (const name of [...machine.program.tensors.keys()]) {
    const tensor = machine.tensor(name);
    if (!tensor) continue;
    present.push(`${name}${tensor.shape.join('×')}`);
    hash = machine.kernels.hash(tensor.offset, sizeOf(tensor.shape), hash);
  }
  return `${hash} ${present.length} ${machine.loss} ${machine.rows}`;
}

const sizes: readonly StepSize[] = ['operation', 'layer', 'phase', 'iteration', 'epoch'];

describe.each(Object.entries(networks))('%s', (_, spec) => {
  const text = JSON.stringify(spec);
  const ticks = 6;

  it.each([1 << 26, 20_000])('comes back to the same bits with a history of %i bytes', async (historyLimit) => {
    const straight = await openMachine(text);
    const end = straight.program.instructions.length * straight.network.batches * ticks;
    const expected: string[] = [fingerprint(straight)];
    while (straight.tick < end) {
      straight.advance('operation');
      expected.push(fingerprint(straight));
    }
    const walker = await openMachine(text, { historyLimit });
    let state = 12345;
    const random = (n: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    for (let i = 0; i < 400; i++) {
      const size = sizes[random(sizes.length)];
      const move = random(5);
      if (move === 0) walker.seek(random(end + 1));
      else if (move <= 2 || walker.next(size) > end) walker.back(size);
      else walker.advance(size);
      expect(fingerprint(walker), `tick ${walker.tick}`).toBe(expected[walker.tick]);
    }
  });

  it('walks back over the boundaries that it passed forward', async () => {
    for (const size of sizes) {
      const machine = await openMachine(text);
      const stops = [0];
      for (let i = 0; i < 25; i++) {
        machine.advance(size);
        stops.push(machine.tick);
      }
      for (const stop of stops.reverse().slice(1)) {
        machine.back(size);
        expect(machine.tick, size).toBe(stop);
      }
      machine.back(size);
      expect(machine.tick).toBe(0);
    }
  });

  it('has no outputs, gradients or loss before they are computed', async () => {
    const machine = await openMachine(text);
    const last = machine.network.layers.at(-1)!.name;
    expect(machine.tensor(`${last}.output`)).toBeNull();
    expect(machine.tensor('loss')).toBeNull();
    expect(machine.loss).toBeNaN();
    machine.advance('phase');
    expect(machine.tensor('input')).not.toBeNull();
    expect(machine.tensor(`${last}.output`)).toBeNull();
    machine.advance('iteration');
    expect(machine.tensor(`${last}.output.grad`)).not.toBeNull();
    expect(machine.loss).toBeGreaterThan(0);
  });
});

it('keeps nothing to go back in where no history is wanted, and runs the same', async () => {
  const [[, spec]] = Object.entries(networks);
  const text = JSON.stringify(spec);
  const [free, kept] = [await openMachine(text, { historyLimit: null }), await openMachine(text)];
  for (const machine of [free, kept]) for (let i = 0; i < 20; i++) machine.advance('iteration');
  expect(fingerprint(free)).toBe(fingerprint(kept));
  expect(() => free.back('iteration')).toThrow('no history');
});
