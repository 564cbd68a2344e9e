// The client: the run made again after a crash, views watched again, and when it gives up.
import { afterEach, expect, test, vi } from 'vitest';
import { EngineClient, EngineCrashed } from '../../src/engine/client.ts';
import { replaySteps } from '../../src/engine/lineage.ts';
import { fakeThread, type FakeThread } from './fakeEngine.ts';

const clients: EngineClient[] = [];
afterEach(() => clients.splice(0).forEach((client) => client.dispose()));

function setUp() {
  const threads: FakeThread[] = [];
  const log: string[] = [];
  let time = 0;
  const client = new EngineClient(
    () => {
      const thread = fakeThread();
      threads.push(thread);
      return thread;
    },
    {
      frame: (view) => log.push(`frame ${view}`),
      stopped: () => undefined,
      health: () => undefined,
      experiment: () => undefined,
      logged: () => undefined,
      moved: () => undefined,
      crashed: (_reason, comingBack) => log.push(comingBack ? 'crashed' : 'gave up'),
      recovered: () => log.push('recovered'),
    },
    () => time,
  );
  clients.push(client);
  const until = (line: string) => vi.waitFor(() => expect(log).toContain(line));
  return { client, threads, log, until, wait: (milliseconds: number) => (time += milliseconds) };
}

const request = (text: string, keep = true) => ({
  text,
  keep,
  directory: '/',
  memoryLimit: 1,
  historyLimit: 1,
  health: false,
});

test('after a crash the run is made again, edits included, to the same tick, and views are watched again', async () => {
  const { client, threads, until, log } = setUp();
  await client.open(request('a', false));
  await client.watch(7, { version: 1, watches: [{ kind: 'metrics' }] });
  await client.seek(5);
  await client.open(request('b'));
  await client.seek(9);
  await client.open(request('b, broken'));
  threads[0].kill();
  await until('recovered');
  expect(threads[1].calls).toEqual(['open a', 'seek 5', 'open b keep', 'seek 9', 'watch 7']);
  expect(client.replay?.tick).toBe(9);
  expect(log).toContain('frame 7');
});

test('a call under way at the crash is rejected; the next one waits for the engine', async () => {
  const { client, threads } = setUp();
  await client.open(request('a', false));
  const lost = expect(client.open(request('deadly'))).rejects.toBeInstanceOf(EngineCrashed);
  await lost;
  await client.seek(3);
  expect(threads).toHaveLength(2);
  expect(threads[1].calls).toEqual(['open a', 'seek 3']);
});

test('two crashes within ten seconds: given up until retried; two that are further apart are not', async () => {
  const { client, threads, until, wait, log } = setUp();
  await client.open(request('a', false));
  await client.seek(4);
  threads[0].kill();
  await until('recovered');
  wait(11_000);
  threads[1].kill();
  await vi.waitFor(() => expect(log.filter((line) => line === 'recovered')).toHaveLength(2));
  wait(5_000);
  threads[2].kill();
  await until('gave up');
  await expect(client.step('layer')).rejects.toBeInstanceOf(EngineCrashed);
  await client.retry();
  await client.step('layer');
  expect(client.replay?.tick).toBe(5);
});

test('reset forgets the edits: what the text alone makes starts there', async () => {
  const { client } = setUp();
  await client.open(request('a', false));
  await client.seek(2);
  await client.open(request('b'));
  expect(client.replay?.chapters).toHaveLength(2);
  await client.reset();
  expect(client.replay).toEqual({ chapters: [{ text: 'b', from: 0 }], tick: 0 });
});

test('a restart opens the text that is open anew, and is what a crash comes back to', async () => {
  const { client, threads, until } = setUp();
  await client.open(request('a', false));
  await client.seek(5);
  await client.open(request('b'));
  await client.open(request('b, broken'));
  await client.restart(null);
  await client.seek(2);
  expect(threads[0].calls.slice(-2)).toEqual(['open b', 'seek 2']);
  threads[0].kill();
  await until('recovered');
  expect(threads[1].calls).toEqual(['open b', 'seek 2']);
});

test('a run that started from other weights is made again from them, also when the text was edited since', async () => {
  const { client, threads, until, wait } = setUp();
  await client.open(request('a', false));
  await client.restart('other.safetensors');
  await client.seek(5);
  await client.open(request('b'));
  await client.seek(9);
  threads[0].kill();
  await until('recovered');
  expect(threads[1].calls).toEqual(['open a from other.safetensors', 'seek 5', 'open b keep', 'seek 9']);
  // Remembered, too.
  const later = setUp();
  await later.client.openAt(request('b'), client.replay!, () => undefined);
  expect(later.threads[0].calls).toEqual(threads[1].calls);
  await client.restart(null);
  wait(60_000);
  threads[1].kill();
  await vi.waitFor(() => expect(threads[2]?.calls).toEqual(['open b']));
});

test('a remembered run is made again only where it ends in the same text', async () => {
  const replay = {
    chapters: [
      { text: 'a', from: 0 },
      { text: 'b', from: 5 },
    ],
    tick: 8,
  };
  expect(replaySteps(replay).map(({ seek }) => seek)).toEqual([5, 8]);
  const same = setUp();
  const opened: string[] = [];
  await same.client.openAt(request('b'), replay, ({ network }) => opened.push(network!.name));
  expect(opened).toEqual(['b']);
  expect(same.client.replay).toEqual(replay);
  const other = setUp();
  await other.client.openAt(request('c'), replay, () => undefined);
  expect(other.client.replay).toEqual({ chapters: [{ text: 'c', from: 0 }], tick: 0 });
});
