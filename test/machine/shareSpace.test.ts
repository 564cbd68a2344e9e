// A run whose outputs and gradients share space gives the same bits as one that keeps them all, in less memory.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { pack } from '../../src/model/shareSpace.ts';
import { exportedNetworks } from '../parity/exportedNetworks.ts';
import { openMachine } from '../support/openMachine.ts';

const examples = path.join(import.meta.dirname, '../../media/examples');
const relu = { type: 'ReLU' };
const linear = (out_features: number) => ({ type: 'Linear', out_features });
const networks: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    readdirSync(examples)
      .filter((name) => name.endsWith('.nn.json'))
      .map((name) => [name, readFileSync(path.join(examples, name), 'utf8')]),
  ),
  ...Object.fromEntries(Object.entries(exportedNetworks).map(([name, spec]) => [name, JSON.stringify(spec)])),
  'clipped, penalised, with Adam': JSON.stringify({
    data: { source: 'spirals', samples: 50, classes: 3, turns: 1, noise: 0.1 },
    layers: [linear(8), { type: 'Dropout', p: 0.3 }, { type: 'Softplus' }, linear(3)],
    loss: 'CrossEntropyLoss',
    optimizer: { type: 'Adam', lr: 0.01 },
    penalties: { l1: 0.001, l2: 0.001 },
    clip: { norm: 0.5 },
    training: { batch_size: 16 },
  }),
};

const shared = (text: string) =>
  openMachine(text, { historyLimit: null, observed: false, sharesSpace: true }, examples);
const apart = (text: string) => openMachine(text, { historyLimit: null, observed: false }, examples);

/** Parameters, buffers and optimizer state as one number. */
function hashOf({ program, kernels }: Machine): number {
  const { from, to } = program.persistent;
  return [...program.tensors.values()]
    .filter(({ tensor: { offset } }) => offset >= from && offset < to)
    .reduce((seed, { tensor }) => kernels.hash(tensor.offset, sizeOf(tensor.shape), seed), 0x811c9dc5);
}

describe('sharing space', () => {
  it.each(Object.entries(networks))('leaves the bits of %s as they are', { timeout: 60_000 }, async (_, text) => {
    const [one, other] = [await shared(text), await apart(text)];
    const { from, to } = one.program.shared;
    expect(to).toBeGreaterThan(from);
    expect(one.program.bytes).toBeLessThan(other.program.bytes);
    // Through the epoch's last, shorter batch where it isn't far.
    const iterations = Math.min(one.network.batches + 2, 12);
    for (let i = 0; i < iterations; i++) {
      // What an iteration finds in the space must not count: NaN would spread.
      new Uint8Array(one.memory.buffer, from, to - from).fill(0xff);
      one.advance('iteration');
      other.advance('iteration');
      expect(Object.is(one.loss, other.loss)).toBe(true);
      expect(hashOf(one)).toBe(hashOf(other));
    }
  });

  it('shows no tensor that may be overwritten', async () => {
    const machine = await shared(networks['moons.nn.json']);
    machine.advance('iteration');
    const { from, to } = machine.program.shared;
    for (const name of [...machine.program.tensors.keys()]) {
      const { offset, shape } = machine.tensor(name)!;
      expect(offset + 4 * sizeOf(shape) <= from || offset >= to).toBe(true);
    }
    const known = (await apart(networks['moons.nn.json'])).program.tensors;
    const hidden = [...known.keys()].filter((name) => !machine.program.tensors.has(name));
    expect(hidden).toContain('hidden1.output');
    expect(hidden).toContain('hidden1.weight.grad');
    for (const name of hidden) expect(machine.tensor(name)).toBeNull();
  });

  it('holds little more than what must be there at once', async () => {
    const text = JSON.stringify({
      data: { source: 'randn', samples: 64, features: 64, outputs: 1 },
      layers: [...Array.from({ length: 50 }, () => [linear(64), relu]).flat(), linear(1)],
      loss: 'MSELoss',
      optimizer: { type: 'SGD', lr: 0.01 },
      training: { batch_size: 64 },
    });
    const [one, other] = [await shared(text), await apart(text)];
    const map = 4 * 64 * 64;
    const bytes = ({ from, to }: { from: number; to: number }) => to - from;
    // Each ReLU's output, and each weight's gradient, for which there is room where an output was.
    expect(bytes(one.program.shared)).toBeLessThan(55 * map);
    // Outputs and gradients of 50 linear layers and 50 ReLUs, and the weights' gradients.
    expect(other.program.bytes - one.program.bytes).toBeGreaterThan(190 * map);
  });
});

it('packs lives so that none that overlap share a byte', () => {
  const life = fc.record({ bytes: fc.integer({ min: 1, max: 500 }), first: fc.nat(30), length: fc.nat(10) });
  fc.assert(
    fc.property(fc.array(life, { maxLength: 40 }), (drawn) => {
      const lives = drawn.map(({ bytes, first, length }, i) => ({ name: `${i}`, bytes, first, last: first + length }));
      const { offsets, bytes } = pack(lives);
      for (const one of lives) {
        const from = offsets.get(one.name)!;
        expect(from % 64).toBe(0);
        expect(from + one.bytes).toBeLessThanOrEqual(bytes);
        for (const other of lives) {
          if (other === one || other.last < one.first || other.first > one.last) continue;
          const start = offsets.get(other.name)!;
          expect(start >= from + one.bytes || from >= start + other.bytes).toBe(true);
        }
      }
    }),
  );
});
