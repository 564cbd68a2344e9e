// The wire: calls, events, transferred buffers, and errors of every kind reaching the caller.
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { connect, serve } from '../../src/engine/channel.ts';
import type { EngineFunctions, ExportedTensor } from '../../src/protocol/engine.ts';

const channels: MessageChannel[] = [];
afterEach(() => channels.splice(0).forEach(({ port1 }) => port1.close()));

function pair(functions: Partial<EngineFunctions>) {
  const channel = new MessageChannel();
  channels.push(channel);
  const frames: [number, ArrayBuffer][] = [];
  const stops: unknown[] = [];
  const events = serve(channel.port1, functions as EngineFunctions);
  const connection = connect(channel.port2, {
    frame: (view, frame) => frames.push([view, frame]),
    stopped: (reason, message) => stops.push([reason, message]),
    health: () => undefined,
    experiment: () => undefined,
    logged: () => undefined,
  });
  return { events, frames, stops, engine: connection.engine, close: (reason: Error) => connection.close(reason) };
}

test('a result comes back, its buffer transferred', async () => {
  const bytes = new Float32Array([1, 2]).buffer;
  const { engine } = pair({ exportTensor: () => Promise.resolve({ bytes }) });
  const answer = await engine.exportTensor({ tensor: 'linear1.weight', slice: null }, 'npy');
  expect('bytes' in answer && [...new Float32Array(answer.bytes)]).toEqual([1, 2]);
  expect(bytes.byteLength).toBe(0);
});

test('events arrive in order, frames transferred', async () => {
  const { engine, events, frames, stops } = pair({ pause: () => Promise.resolve() });
  const first = new ArrayBuffer(8);
  events.frame(3, first);
  events.frame(4, new ArrayBuffer(16));
  events.stopped('failed', 'why');
  await engine.pause();
  expect(frames.map(([view, { byteLength }]) => [view, byteLength])).toEqual([
    [3, 8],
    [4, 16],
  ]);
  expect(stops).toEqual([['failed', 'why']]);
  expect(first.byteLength).toBe(0);
});

test('errors reach the caller: thrown, not cloneable, not an Error, and of a call under way when the wire is cut', async () => {
  const { engine, close } = pair({
    step: () => Promise.reject(new RangeError('too far')),
    back: () => Promise.reject(Object.assign(new Error('holds a function'), { why: () => 1 })),
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a careless caller might do
    reset: () => Promise.reject('a string'),
    exportTensor: () => Promise.resolve({ mistake: () => 1 } as unknown as ExportedTensor),
    pause: () => new Promise(() => undefined),
  });
  await expect(engine.step('layer')).rejects.toMatchObject({ name: 'RangeError', message: 'too far' });
  await expect(engine.back('layer')).rejects.toThrow('holds a function');
  await expect(engine.reset()).rejects.toThrow('a string');
  await expect(engine.exportTensor({ tensor: 'x', slice: null }, 'npy')).rejects.toThrow(/could not be cloned/);
  const cut = expect(engine.pause()).rejects.toThrow('gone');
  close(new Error('gone'));
  await cut;
});
