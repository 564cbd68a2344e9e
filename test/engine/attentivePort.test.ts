// Messages that are taken off a port while its thread is busy still come, once each and in their order.
import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { AttentivePort } from '../../src/engine/attentivePort.ts';
import { endsWork } from '../../src/engine/channel.ts';

const comeOf = async (count: number, list: readonly unknown[]) => {
  while (list.length < count) await new Promise((resolve) => setImmediate(resolve));
};

it('tells what waits, and delivers it in its order', async () => {
  const { port1, port2 } = new MessageChannel();
  const port = new AttentivePort(port2);
  const come: unknown[] = [];
  const listener = (message: unknown) => void come.push(message);
  port.on('message', listener);
  const is = (wanted: number) => (message: unknown) => message === wanted;
  expect(port.awaits(is(1))).toBe(false);
  port1.postMessage(1);
  port1.postMessage(2);
  expect(port.awaits(is(2))).toBe(true);
  expect(port.awaits(is(3))).toBe(false);
  expect(come).toEqual([]);
  port1.postMessage(3);
  expect(port.awaits(is(3))).toBe(true);
  port1.postMessage(4);
  await comeOf(4, come);
  expect(come).toEqual([1, 2, 3, 4]);
  expect(port.awaits(() => true)).toBe(false);
  port.off('message', listener);
  port.postMessage('back');
  port1.close();
});

it('a call that ends what is under way is known, whatever else there is', () => {
  expect(endsWork({ t: 'q', m: 'pause', a: [] })).toBe(true);
  expect(endsWork({ t: 'q', m: 'painted', a: [0, 1] })).toBe(false);
  expect(endsWork({ t: 's', i: '1', r: null })).toBe(false);
});
