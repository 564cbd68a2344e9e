// A session moved from two sides: runs, steps, seeks and the debugger's moves end one another, and edits by hand last.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { nodeFiles } from '../../src/engine/files.ts';
import { createSession } from '../../src/engine/session.ts';
import { encodeSafetensors } from '../../src/interop/safetensors.ts';
import { shippedData } from '../support/openMachine.ts';

const network = (more: object = {}) =>
  JSON.stringify({
    data: { source: 'moons', samples: 60 },
    layers: [
      { type: 'Linear', name: 'a', out_features: 8 },
      { type: 'Tanh' },
      { type: 'Linear', name: 'out', out_features: 1 },
      { type: 'Sigmoid' },
    ],
    loss: 'BCELoss',
    optimizer: { type: 'SGD', lr: 0.1 },
    training: { batch_size: 20 },
    ...more,
  });

async function opened() {
  const stopped: string[] = [];
  /** Pools of threads, of which each machine has one of its own: whether they were closed. */
  const pools: { closed: boolean }[] = [];
  const session = createSession({
    loadKernels: async () => {
      const own = { closed: false };
      pools.push(own);
      const add = () => 0;
      const pool = { threads: 1, add, run: () => undefined, close: () => (own.closed = true) };
      return { ...(await loadKernels(kernels)), pool };
    },
    files: (directory) => nodeFiles(directory, shippedData),
    now: () => performance.now(),
    isInterrupted: () => false,
    yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    events: {
      frame: () => undefined,
      stopped: (reason) => void stopped.push(reason),
      health: () => undefined,
      logged: () => undefined,
      experiment: () => undefined,
    },
  });
  const limits = { directory: '.', memoryLimit: 2 ** 30, historyLimit: 2 ** 24, health: true };
  const open = (text: string) => session.open({ ...limits, text, keep: true });
  const restart = () => session.open({ ...limits, text: network(), keep: false });
  const value = async (expression: string) => {
    const [result] = await session.evaluate([{ expression }]);
    return 'text' in result ? result.text : result.mistake.message.template;
  };
  const soon = async (tick: number) => {
    while (Number(await value('tick')) < tick) await new Promise((resolve) => setImmediate(resolve));
  };
  await open(network());
  return { session, open, restart, value, soon, stopped, pools };
}

const onward = { direction: 'forward', size: null, iterations: Infinity, stops: true } as const;

test('a learning rate set by hand outlives an edit of the text, unless that says another', async () => {
  const { session, open, value } = await opened();
  for (let i = 0; i < 4; i++) await session.step('iteration');
  await session.setValue('lr', '0.025');
  await session.step('iteration');
  await open(network({ training: { batch_size: 10 } }));
  expect(await value('lr')).toBe('0.025');
  await session.step('epoch');
  expect(await value('lr')).toBe('0.025');
  expect((await session.undoEdit()).edits).toEqual([]);
  expect(await value('lr')).toBe('0.1');
  await session.setValue('lr', '0.05');
  await open(network({ training: { batch_size: 10 }, optimizer: { type: 'SGD', lr: 0.2 } }));
  expect(await value('lr')).toBe('0.2');
});

test('a new run starts as the file says; the one before stays in the list with its losses, edits and all', async () => {
  const { session, open, restart, value } = await opened();
  for (let i = 0; i < 6; i++) await session.step('iteration');
  await session.setValue('lr', '0.025');
  await session.setValue('a.bias[0]', '7');
  for (let i = 0; i < 3; i++) await session.step('iteration');
  const end = await value('loss');
  expect((await restart()).network).not.toBeNull();
  expect(await value('tick')).toBe('0');
  expect(await value('lr')).toBe('0.1');
  expect(await value('a.bias[0]')).not.toBe('7');
  expect((await session.undoEdit()).edits).toEqual([]);
  const { runs } = await session.timeline();
  expect(runs.map(({ kind, current }) => [kind, current])).toEqual([
    ['former', false],
    ['file', true],
  ]);
  for (let i = 0; i < 9; i++) await session.step('iteration');
  expect(await value('loss')).not.toBe(end);
  await restart();
  expect((await session.timeline()).runs.map(({ kind }) => kind)).toEqual(['former', 'former', 'file']);
  // The rate of the run that was left is not carried into the new one by a later edit of the text either.
  await session.step('iteration');
  await open(network({ training: { batch_size: 10 } }));
  expect(await value('lr')).toBe('0.1');
});

test('an edit of the text keeps the weights that a run started from, at its beginning and later', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'backstep-weights-'));
  const ones = (name: string, shape: readonly number[]) => {
    const { buffer } = new Float32Array(shape.reduce((a, b) => a * b)).fill(1);
    return { name, shape, dtype: 'F32' as const, bytes: new Uint8Array(buffer) };
  };
  const tensors = [ones('a.weight', [8, 2]), ones('a.bias', [8]), ones('out.weight', [1, 8]), ones('out.bias', [1])];
  writeFileSync(path.join(directory, 'ones.safetensors'), encodeSafetensors(tensors));
  const { session, value } = await opened();
  const limits = { directory, memoryLimit: 2 ** 30, historyLimit: 2 ** 24, health: true };
  const weights = 'ones.safetensors';
  expect((await session.open({ ...limits, text: network(), keep: false, weights })).weights).toBe(weights);
  const edited = network({ training: { batch_size: 10 } });
  // Places in the text alone, then another program, at the start.
  expect((await session.open({ ...limits, text: `${network()}\n`, keep: true })).weights).toBe(weights);
  expect((await session.open({ ...limits, text: edited, keep: true })).weights).toBe(weights);
  expect(await value('a.weight[7, 1]')).toBe('1');
  await session.step('epoch');
  const trained = await value('a.weight[7, 1]');
  expect((await session.open({ ...limits, text: network(), keep: true })).weights).toBeUndefined();
  expect(await value('a.weight[7, 1]')).toBe(trained);
  // Another network draws its own.
  await session.open({ ...limits, text: network(), keep: false, weights });
  expect((await session.open({ ...limits, text: network({ seed: 5 }), keep: true })).weights).toBeUndefined();
  expect(await value('a.weight[7, 1]')).not.toBe('1');
  rmSync(directory, { recursive: true });
});

test('a pause, a step and a seek each end a debugger’s move where it is', async () => {
  const { session, value, soon } = await opened();
  for (const end of [() => session.pause(), () => session.step('iteration'), () => session.seek(3)]) {
    const from = Number(await value('tick'));
    const moved = session.resume(onward);
    await soon(from + 50);
    await end();
    expect((await moved).reason).toBe('pause');
    const stands = await value('tick');
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(await value('tick')).toBe(stands);
  }
  expect(await value('tick')).toBe('3');
});

test('a debugger’s move ends a run, and a run ends a move', async () => {
  const { session, value, soon, stopped } = await opened();
  await session.run({ size: 'iteration', stepsPerSecond: 0 });
  await soon(100);
  expect((await session.resume({ ...onward, size: 'operation' })).reason).toBe('step');
  expect(stopped).toEqual(['paused']);
  const moved = session.resume(onward);
  await soon(Number(await value('tick')) + 100);
  await session.run({ size: 'iteration', stepsPerSecond: 0 });
  expect((await moved).reason).toBe('pause');
  await soon(Number(await value('tick')) + 100);
  await session.pause();
  const stands = await value('tick');
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  expect(await value('tick')).toBe(stands);
});

test('the same moment has the same bits, whoever went there', async () => {
  const { session, value } = await opened();
  const bits = () => Promise.all(['a.weight.sum()', 'out.output.sum()', 'loss', 'out.weight.grad.norm()'].map(value));
  expect(await value('tick')).toBe('0');
  await session.resume({ ...onward, iterations: 40 });
  const tick = Number(await value('tick'));
  const there = await bits();
  await session.seek(tick - 100);
  await session.resume({ ...onward, iterations: 60 });
  await session.resume({ direction: 'back', size: null, iterations: null, stops: true });
  expect(await value('tick')).toBe('0');
  await session.seek(tick);
  expect(await bits()).toEqual(there);
});

test('a machine’s threads end when another takes its place', async () => {
  const { open, restart, pools } = await opened();
  await open(network({ training: { batch_size: 10 } }));
  await restart();
  expect(pools.map(({ closed }) => closed)).toEqual([true, true, false]);
});
