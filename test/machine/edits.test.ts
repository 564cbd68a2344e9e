// Edits by hand are a part of the run: gone back over and made again exactly, and without them the run is the file's.
import { expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { floats } from '../../src/core/tensor.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { openMachine } from '../support/openMachine.ts';

const text = JSON.stringify({
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
  scheduler: { type: 'ReduceLROnPlateau', patience: 0, factor: 0.5 },
  training: { batch_size: 16 },
});

function fingerprint(machine: Machine): string {
  let hash = 2166136261;
  for (const name of machine.program.tensors.keys()) {
    const tensor = machine.tensor(name);
    if (tensor) hash = machine.kernels.hash(tensor.offset, sizeOf(tensor.shape), hash);
  }
  return `${hash} ${machine.loss} ${machine.lr}`;
}

/** Fingerprints of the ticks from here to `end`, by tick. */
function trace(machine: Machine, end: number): Map<number, string> {
  const seen = new Map([[machine.tick, fingerprint(machine)]]);
  while (machine.tick < end) {
    machine.advance('operation');
    seen.set(machine.tick, fingerprint(machine));
  }
  return seen;
}

it.each([1 << 26, 20_000])(
  'an edit is made again on the way, and taking it back gives the old run (history %i)',
  async (historyLimit) => {
    const machine = await openMachine(text, { historyLimit });
    const end = machine.program.instructions.length * 30;
    const original = trace(machine, end);
    for (const tick of [0, 7, machine.program.instructions.length * 9, machine.program.instructions.length * 12 + 5]) {
      machine.seek(tick);
      expect(machine.edit({ kind: 'value', tensor: 'linear1.weight', index: 3, value: 0.75 })).toBeNull();
      expect(floats(machine.memory, machine.tensor('linear1.weight')!)[3]).toBe(0.75);
      expect(machine.lastTick).toBe(tick);
      expect(machine.losses.length).toBeLessThan(31);
      const branch = trace(machine, end);
      expect(branch.get(end)).not.toBe(original.get(end));
      for (const target of [tick, Math.max(0, tick - 1), end, Math.floor((tick + end) / 2), 0, tick + 1]) {
        machine.seek(target);
        expect(fingerprint(machine), `tick ${target}`).toBe(target < tick ? original.get(target) : branch.get(target));
      }
      machine.seek(end - 3);
      expect(machine.undoEdit()).toBe(true);
      expect(machine.tick).toBe(tick);
      expect(machine.lastTick).toBe(end);
      expect(fingerprint(machine)).toBe(original.get(tick));
      for (const target of [end, tick + 1, 0, Math.min(end, tick + 40)]) {
        machine.seek(target);
        expect(fingerprint(machine), `tick ${target}`).toBe(original.get(target));
      }
    }
  },
);

it('a learning rate holds from its tick on, scaled by the scheduler, and edits nest', async () => {
  const machine = await openMachine(text);
  const { length } = machine.program.instructions;
  const end = length * 40;
  machine.seek(end);
  const original = fingerprint(machine);
  machine.seek(length * 10);
  const before = machine.lr;
  expect(machine.edit({ kind: 'lr', value: before / 8 })).toBeNull();
  expect(machine.lr).toBe(before / 8);
  machine.seek(length * 10 - 1);
  expect(machine.lr).toBe(before);
  machine.seek(end);
  const slow = fingerprint(machine);
  machine.seek(length * 20 + 3);
  machine.edit({ kind: 'value', tensor: 'linear2.bias', index: 0, value: 9 });
  machine.seek(end);
  const twice = fingerprint(machine);
  expect(new Set([original, slow, twice]).size).toBe(3);
  machine.seek(0);
  machine.seek(end);
  expect(fingerprint(machine)).toBe(twice);

  const again = await openMachine(text, { edits: machine.hand.all });
  again.seek(end);
  expect(fingerprint(again)).toBe(twice);

  machine.undoEdit();
  machine.seek(end);
  expect(fingerprint(machine)).toBe(slow);
  machine.undoEdit();
  expect(machine.undoEdit()).toBe(false);
  machine.seek(end);
  expect(fingerprint(machine)).toBe(original);
});

it('says why something can’t be changed', async () => {
  const machine = await openMachine(text);
  expect(machine.edit({ kind: 'value', tensor: 'linear1.weight', index: 12, value: 0 })?.template).toMatch(/elements/);
  expect(machine.edit({ kind: 'value', tensor: 'relu1.output', index: 0, value: 0 })?.template).toMatch(/changed/);
  expect(machine.edit({ kind: 'lr', value: NaN })?.template).toMatch(/learning rate/);
  expect(machine.hand.branches).toHaveLength(0);
});
