// An operation that takes long can be given up at any of its parts: nothing of it remains, and the run goes on with the
// same bits.
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { passer } from '../../src/machine/onlooker.ts';
import { openMachine } from '../support/openMachine.ts';

const rows = (count: number, size: number) =>
  Array.from({ length: count }, (_, i) => Array.from({ length: size }, (_, j) => ((i * 131 + j * 17) % 97) / 97 - 0.5));
const data = (count: number, size: number) => ({
  source: 'inline',
  x: rows(count, size),
  y: Array.from({ length: count }, (_, i) => i % 3),
});

const networks: Record<string, object> = {
  'wide layers': {
    data: data(64, 32),
    layers: [
      { type: 'Linear', out_features: 2048 },
      { type: 'ReLU' },
      { type: 'Linear', out_features: 4096 },
      { type: 'Tanh' },
      { type: 'Linear', out_features: 3 },
    ],
    loss: 'CrossEntropyLoss',
    optimizer: { type: 'SGD', lr: 0.01, momentum: 0.9 },
    training: { batch_size: 64 },
  },
  convolutions: {
    data: data(16, 32 * 32),
    layers: [
      { type: 'Unflatten', dim: 1, unflattened_size: [1, 32, 32] },
      { type: 'Conv2d', out_channels: 64, kernel_size: 3, padding: 1 },
      { type: 'BatchNorm2d' },
      { type: 'ReLU' },
      { type: 'Conv2d', out_channels: 64, kernel_size: 3, padding: 1 },
      { type: 'MaxPool2d', kernel_size: 4 },
      { type: 'Flatten' },
      { type: 'Linear', out_features: 3 },
    ],
    loss: 'CrossEntropyLoss',
    optimizer: { type: 'Adam', lr: 0.001 },
    training: { batch_size: 16 },
  },
};

const hashes = ({ program, kernels }: Machine) =>
  [...program.tensors].map(([name, { tensor }]) => `${name} ${kernels.hash(tensor.offset, sizeOf(tensor.shape), 7)}`);

describe.each(Object.entries(networks))('%s', (_, network) => {
  it('leave nothing of an operation that is given up', { timeout: 120_000 }, async () => {
    const machine = await openMachine(JSON.stringify(network));
    const undisturbed = await openMachine(JSON.stringify(network));
    expect(machine.hasLong).toBe(true);
    const end = machine.program.instructions.length + 4;
    let givenUp = 0;
    for (let patience = 0; machine.tick < end;) {
      const { tick } = machine;
      const before = hashes(machine);
      let asked = 0;
      const done = machine.advanceTo(
        tick + 1,
        passer(machine.program, () => asked++ === patience),
      );
      expect(machine.gaveUp).toBe(!done);
      if (done) {
        patience = 0;
        continue;
      }
      givenUp++;
      // At its first part, then at some of the later ones, then not.
      patience = 2 * patience + 1;
      expect(machine.tick).toBe(tick);
      expect(hashes(machine)).toEqual(before);
    }
    expect(givenUp).toBeGreaterThan(4);
    undisturbed.advanceTo(end);
    expect(hashes(machine)).toEqual(hashes(undisturbed));
  });
});
