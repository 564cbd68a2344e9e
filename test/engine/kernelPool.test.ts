// Several threads give the bits that one gives.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { divide, spaceOf, splits } from '../../src/core/kernels/splits.ts';
import { sizeOf } from '../../src/core/shape.ts';
import { Evaluator } from '../../src/machine/evaluator.ts';
import { executeCalls } from '../../src/machine/execute.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { exportedNetworks } from '../parity/exportedNetworks.ts';
import { buildKernelThread, openThreaded } from '../support/threadedMachine.ts';

const linear = (out_features: number) => ({ type: 'Linear', out_features });
const images = { source: 'randn', samples: 40, outputs: 3 };
/** Large enough to be divided; 18 and 22 rows, the last batch 4 or so: numbers that don't come out even. */
const networks: Readonly<Record<string, object>> = {
  'dense, SGD': {
    data: { source: 'randn', samples: 150, features: 200, outputs: 7 },
    layers: [linear(513), { type: 'ReLU' }, linear(300), { type: 'Tanh' }, linear(7)],
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr: 0.01, momentum: 0.9 },
    training: { batch_size: 61 },
  },
  'dense, clipped, Adam': {
    data: { source: 'randn', samples: 100, features: 700, outputs: 2 },
    layers: [linear(800), { type: 'GELU' }, { type: 'LayerNorm' }, { type: 'Dropout', p: 0.3 }, linear(2)],
    loss: 'HuberLoss',
    optimizer: { type: 'Adam', lr: 0.001 },
    clip: { norm: 1 },
    training: { batch_size: 37 },
  },
  convolutions: {
    data: { ...images, features: 4 * 20 * 22 },
    layers: [
      { type: 'Unflatten', dim: 1, unflattened_size: [4, 20, 22] },
      { type: 'Conv2d', out_channels: 18, kernel_size: 3, padding: 1, groups: 2 },
      { type: 'BatchNorm2d' },
      { type: 'ReLU' },
      { type: 'Conv2d', out_channels: 16, kernel_size: [3, 2], stride: [1, 2], dilation: [2, 1] },
      { type: 'MaxPool2d', kernel_size: 2 },
      { type: 'Conv2d', out_channels: 40, kernel_size: 1 },
      { type: 'AvgPool2d', kernel_size: 2 },
      { type: 'Flatten' },
      linear(3),
    ],
    loss: 'MSELoss',
    optimizer: { type: 'AdamW', lr: 0.001 },
    training: { batch_size: 18 },
  },
  attention: {
    data: { source: 'randn', samples: 44, features: 48 * 24, outputs: 3 },
    layers: [
      { type: 'Unflatten', dim: 1, unflattened_size: [48, 24] },
      linear(48),
      { type: 'MultiheadAttention', num_heads: 4, causal: true },
      { type: 'LayerNorm' },
      { type: 'Softmax', dim: -1 },
      { type: 'LSTM', hidden_size: 30 },
      { type: 'Select', dim: 1, index: -1 },
      linear(3),
    ],
    loss: 'MSELoss',
    optimizer: { type: 'RMSprop', lr: 0.001 },
    training: { batch_size: 22 },
  },
};

let file = '';
beforeAll(async () => {
  file = await buildKernelThread('kernelPool');
});

function hashes(machine: Machine): Record<string, number> {
  const { kernels } = machine;
  return Object.fromEntries(
    [...machine.program.tensors.keys()].flatMap((name) => {
      const tensor = machine.tensor(name);
      return tensor ? [[name, kernels.hash(tensor.offset, sizeOf(tensor.shape), 0x811c9dc5)]] : [];
    }),
  );
}

/** Forward, back and forward again by odd steps, every tensor at each of these moments, and the metrics at the end. */
function look(machine: Machine) {
  const { length } = machine.program.instructions;
  const seen = [3 * length, length + 5, 2 * length - 3, 5 * length].map((tick) => {
    machine.seek(tick);
    return { tick, loss: machine.loss, hashes: hashes(machine) };
  });
  return { seen, metrics: new Evaluator(machine).metrics('train') };
}

describe('the same bits in any number of threads', () => {
  it.each(Object.entries(networks))('%s', { timeout: 120_000 }, async (_, spec) => {
    const text = JSON.stringify(spec);
    const { machine: alone, module } = await openThreaded(text, 1, file);
    expect(module.pool).toBeUndefined();
    const expected = look(alone);
    expect(Object.keys(expected.seen[0].hashes).length).toBeGreaterThan(20);
    for (const threads of [2, 3, 5]) {
      const { machine, module } = await openThreaded(text, threads, file);
      expect(module.pool?.threads).toBeGreaterThan(1);
      expect(look(machine)).toEqual(expected);
      // Without its threads it goes on alone.
      machine.close();
      alone.seek(6 * machine.program.instructions.length);
      machine.seek(6 * machine.program.instructions.length);
      expect(hashes(machine)).toEqual(hashes(alone));
    }
  });

  it('shares space as well', { timeout: 60_000 }, async () => {
    const text = JSON.stringify(networks.convolutions);
    const options = { historyLimit: null, observed: false, sharesSpace: true };
    const { machine: alone } = await openThreaded(text, 1, file, options);
    const { machine, module } = await openThreaded(text, 3, file, options);
    expect(module.pool?.threads).toBeGreaterThan(1);
    for (const one of [alone, machine]) one.advanceTo(4 * one.program.instructions.length);
    expect(hashes(machine)).toEqual(hashes(alone));
    machine.close();
  });
});

describe('a pool that ends', () => {
  it('ends its threads', async () => {
    const ended = vi.spyOn(Worker.prototype, 'terminate');
    const { machine } = await openThreaded(JSON.stringify(networks.convolutions), 3, file);
    machine.advance('iteration');
    expect(ended).not.toHaveBeenCalled();
    machine.close();
    expect(ended).toHaveBeenCalledTimes(2);
    // Each has an exit code.
    const codes = await Promise.all(ended.mock.results.map(({ value }) => value as Promise<number>));
    expect(codes.map(Number.isInteger)).toEqual([true, true]);
    ended.mockRestore();
  });

  it('says that a thread died with a part in its hands, and goes on alone', { timeout: 120_000 }, async () => {
    // A thread that takes one part (CLAIM is the second of the signals, a part its low 12 bits) and exits.
    const dying = path.join(path.dirname(file), 'dyingThread.mjs');
    const code = `
      import { workerData } from 'node:worker_threads';
      const { signals } = workerData;
      for (let ticket = Atomics.load(signals, 0); ; ) {
        Atomics.wait(signals, 0, ticket, 1);
        ticket = Atomics.load(signals, 0);
        if ((Atomics.load(signals, 1) & 4095) > 2) continue;
        if ((Atomics.add(signals, 1, 1) & 4095) < 4) process.exit(1);
      }`;
    await writeFile(dying, code);
    const { machine } = await openThreaded(JSON.stringify(networks['dense, SGD']), 2, dying);
    expect(() => {
      for (let i = 0; i < 100_000; i++) machine.advance('iteration');
    }).toThrow('A thread of the kernels has died.');
    const { tick } = machine;
    machine.advance('iteration');
    expect(machine.tick).toBeGreaterThan(tick);
  });
});

describe('parts, in any order, make the whole', () => {
  const divided = new Set<string>();
  const all = { ...networks, ...exportedNetworks };

  it.each(Object.entries(all))('%s', { timeout: 60_000 }, async (_, spec) => {
    const { machine, module } = await openThreaded(JSON.stringify(spec), 1, file);
    machine.advance('iteration');
    const bytes = new Uint8Array(module.memory.buffer);
    for (const call of machine.program.variants[0].calls.flat()) {
      if (call.kernel === 'parallel') throw new Error('one thread divides nothing');
      const job = divide(call.kernel, call.args, 2, { call: 0, part: 1e-9 });
      if (!job) continue;
      divided.add(call.kernel);
      const before = bytes.slice();
      executeCalls(module.kernels, [call]);
      const whole = bytes.slice();
      bytes.set(before);
      executeCalls(module.kernels, [...job.parts].reverse());
      // What stands in working space doesn't count.
      const space = call.args[job.spaceArgument] ?? 0;
      for (const copy of [whole, bytes]) copy.fill(0, space, space + spaceOf(call.kernel, call.args));
      expect(Buffer.compare(bytes.subarray(module.base), whole.subarray(module.base)), call.kernel).toBe(0);
    }
  });

  it('every kernel that is divided was among them', () =>
    expect([...divided].sort()).toEqual(Object.keys(splits).sort()));
});

it('has its threads take part', { timeout: 60_000 }, async () => {
  const { machine, module } = await openThreaded(JSON.stringify(networks['dense, SGD']), 3, file);
  const { pool } = module;
  // Each thread writes into a space of its own: 64 bytes, those of the second and third one after another.
  const space = machine.free;
  machine.claim(space + 3 * 64);
  const own = { kernel: 'fill', args: [space + 2 * 64, 16, 1] };
  const job = pool!.add(
    [{ parts: Array.from({ length: 64 }, () => own), nanoseconds: 0, spaceArgument: 0 }],
    space,
    64,
  );
  const marks = () => [0, 1, 2].map((i) => new Float32Array(machine.memory.buffer, space + 64 * i, 1)[0]);
  const end = performance.now() + 50_000;
  do {
    pool!.run(job);
    await new Promise((resolve) => setTimeout(resolve, 1));
  } while (marks().includes(0) && performance.now() < end);
  expect(marks()).toEqual([1, 1, 1]);
  machine.close();
});

it('leaves a small network to one thread', async () => {
  const text = JSON.stringify({
    data: { source: 'moons', samples: 100, noise: 0.1 },
    layers: [linear(16), { type: 'Tanh' }, linear(1), { type: 'Sigmoid' }],
    loss: 'BCELoss',
    optimizer: { type: 'SGD', lr: 0.1 },
    training: { batch_size: 32 },
  });
  expect((await openThreaded(text, 4, file)).module.pool).toBeUndefined();
});

it('goes on alone where threads can’t start', async () => {
  const text = JSON.stringify(networks['dense, SGD']);
  const { machine: alone } = await openThreaded(text, 1, file);
  const { machine } = await openThreaded(text, 3, '/nowhere/thread.js');
  for (const one of [alone, machine]) one.advance('iteration');
  expect(hashes(machine)).toEqual(hashes(alone));
  machine.close();
});
