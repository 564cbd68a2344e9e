// Requests that are wrong, early, late or many at once: each has one answer, and a mistake is answered as one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../esbuild.mjs';
import { type Body, DapClient } from './dapClient.ts';

const lines = [
  '{',
  '  "data": { "source": "xor" },',
  '  "layers": [',
  '    { "type": "Linear", "name": "hidden", "out_features": 4 },',
  '    { "type": "Tanh" },',
  '    { "type": "Linear", "name": "out", "out_features": 1 }',
  '  ],',
  '  "loss": "BCEWithLogitsLoss",',
  '  "optimizer": { "type": "SGD", "lr": 0.1 }',
  '}',
];

let folder: string;
let program: string;
let other: string;
let client: DapClient;

beforeAll(async () => {
  await build();
  folder = mkdtempSync(path.join(tmpdir(), 'backstep-requests-'));
  [program, other] = ['one.nn.json', 'two.nn.json'].map((name) => path.join(folder, name));
  for (const file of [program, other]) writeFileSync(file, lines.join('\n'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void (client = new DapClient({ cwd: folder })));
afterEach(() => client.kill());

const entry = (args: object = {}) =>
  client.launch({ program, stopOnEntry: true, ...args }).then(() => client.event('stopped'));
const count = (kind: string) => client.events.filter(({ event }) => event === kind).length;

async function fails(command: string, args: unknown, message: RegExp) {
  const response = await client.response(command, args);
  expect(response.success, `${command} ${JSON.stringify(args)}`).toBe(false);
  expect(response.message, `${command} ${JSON.stringify(args)}`).toMatch(message);
}

describe('arguments', () => {
  it('that are missing or wrong are said to be, and nothing moves', async () => {
    await entry();
    const motions = ['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'pause', 'stackTrace'];
    for (const command of motions) {
      await fails(command, undefined, /threadId is missing/);
      await fails(command, { threadId: 'x' }, /threadId is a whole number/);
      await fails(command, { threadId: 99 }, /no thread 99/);
    }
    await fails('next', { threadId: 1, granularity: 'galaxy' }, /granularity is one of/);
    await fails('stepOut', { threadId: 1, granularity: 3 }, /granularity is a text/);
    await fails('setFunctionBreakpoints', {}, /breakpoints is missing/);
    await fails('setDataBreakpoints', {}, /breakpoints is missing/);
    await fails('setExceptionBreakpoints', {}, /filters is missing/);
    await fails('setExceptionBreakpoints', { filters: 'nan' }, /list of texts/);
    await fails('evaluate', { expression: 'loss', frameId: 9 }, /no frame 9/);
    await fails('scopes', {}, /frameId is missing/);
    await fails('completions', { column: 1 }, /text is missing/);
    expect(await client.value('tick')).toBe('0');
  });

  it('of initialize that are wrong do not initialize', async () => {
    await fails('initialize', { linesStartAt1: 'yes' }, /true or false/);
    await fails('threads', {}, /before initialize/);
    expect(count('initialized')).toBe(0);
    // Not waiting for the answer is right too.
    const [first, launched] = await Promise.all([
      client.response('initialize', {}),
      client.response('launch', { program, stopOnEntry: true }),
    ]);
    expect([first.success, launched.success]).toEqual([true, true]);
    expect(count('initialized')).toBe(1);
  });

  it('are answered by number where a message is no message', async () => {
    const answers: unknown[] = [];
    client.onStray = ({ success, request_seq: seq, command }) => answers.push([success, seq, command]);
    client.raw('{"seq":901,"type":"request","command":"threads",}');
    client.bytes('Content-Length: 12\r\n\r\n{"seq":902,"type":"request","command":"threads"}');
    client.raw('{"seq":903,"type":"request"}');
    client.raw('{"type":"request","seq":"x","command":"threads"}');
    client.raw('{"seq":1}');
    client.bytes('Content-Length: 1000\r\n\r\n{"seq":904,"type":"request","command":"dance"}');
    await client.request('initialize', {});
    expect(answers).toEqual([
      [false, 901, 'threads'],
      [false, 902, 'threads'],
      [false, 903, ''],
      [false, 0, 'threads'],
      [false, 0, ''],
      [false, 904, 'dance'],
    ]);
  });
});

describe('time', () => {
  it('before the configuration is done nothing is asked of a run that has not begun', async () => {
    await client.request('initialize', {});
    await client.request('launch', { program, stopOnEntry: true });
    for (const command of ['next', 'continue', 'stackTrace'])
      await fails(command, { threadId: 1 }, /configurationDone comes first/);
    await client.request('configurationDone');
    await client.event('stopped');
  });

  it('after the end each request is refused, and the end is told once', async () => {
    await client.launch({ program, iterations: 3 });
    await client.event('terminated');
    for (const command of ['next', 'continue', 'stepBack', 'pause', 'stackTrace', 'restart'])
      await fails(command, { threadId: 1 }, /session has ended/);
    await fails('setExpression', { expression: 'lr', value: '1' }, /session has ended/);
    await client.request('terminate');
    await client.request('disconnect', { terminateDebuggee: false });
    expect(await client.exited).toBe(0);
    expect([count('exited'), count('terminated')]).toEqual([1, 1]);
  });

  it('after terminate too', async () => {
    await entry();
    await client.request('terminate');
    await client.request('terminate');
    await fails('next', { threadId: 1 }, /session has ended/);
    await fails('launch', { program }, /./);
    await client.request('disconnect');
    expect(await client.exited).toBe(0);
    expect([count('exited'), count('terminated')]).toEqual([1, 1]);
  });

  it('a new run begins by restart, also while it runs, and of one that was joined', async () => {
    await client.launch({ program, stopOnEntry: true, iterations: 1e9 });
    await client.event('stopped');
    for (let i = 0; i < 3; i++) {
      await client.request('continue', { threadId: 1 });
      const from = client.events.length;
      await Promise.all([client.response('restart'), client.response('restart')]);
      expect(await client.event('stopped', from)).toMatchObject({ reason: 'entry' });
      expect(await client.value('tick')).toBe('0');
    }
    client.kill();
    client = new DapClient();
    await client.request('initialize', {});
    await client.request('attach', { program });
    await client.request('configurationDone');
    await client.event('stopped');
    await client.move('next');
    expect(await client.move('restart')).toMatchObject({ reason: 'entry' });
    expect(await client.value('tick')).toBe('0');
  });
});

describe('breakpoints', () => {
  it('of several files are kept apart, whichever is launched, however its path is written', async () => {
    const at = (file: string, line: number) =>
      client.request('setBreakpoints', { source: { path: file }, breakpoints: [{ line }] });
    await client.request('initialize', {});
    await at(program, 6);
    await at(other, 4);
    await client.request('launch', { program: 'one.nn.json' });
    await client.request('configurationDone');
    await client.event('stopped');
    expect(await client.top()).toMatchObject({ line: 6, source: { path: program } });
    const again = (await at(other, 4)).breakpoints as Body[];
    expect(again).toMatchObject([{ verified: false, message: expect.stringMatching(/not the one/) }]);
    await client.move('continue');
    expect(await client.top()).toMatchObject({ line: 6 });
    const found = await client.request('breakpointLocations', { source: { path: other }, line: 4 });
    expect(found.breakpoints).toEqual([]);
  });

  it('set many times at once are each answered for', async () => {
    await entry();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        client.request('setBreakpoints', {
          source: { path: program },
          breakpoints: Array.from({ length: i % 4 }, (_, k) => ({ line: 4 + k, condition: `iteration == ${i}` })),
        }),
      ),
    );
    expect(answers.map(({ breakpoints }) => (breakpoints as Body[]).length)).toEqual(
      Array.from({ length: 40 }, (_, i) => i % 4),
    );
  });
});

describe('values', () => {
  it('have names of their own, in pages of either kind', async () => {
    await entry();
    for (let i = 0; i < 12; i++) await client.move('stepIn');
    const { scopes } = await client.request('scopes', { frameId: 1 });
    for (const { variablesReference } of scopes as Body[]) {
      const all = (await client.request('variables', { variablesReference })).variables as Body[];
      expect(new Set(all.map(({ name }) => String(name))).size).toBe(all.length);
      const page = (await client.request('variables', { variablesReference, start: 1, count: 2 })).variables as Body[];
      expect(page.map(({ name }) => String(name))).toEqual(all.slice(1, 3).map(({ name }) => String(name)));
    }
    const { variablesReference } = (
      (
        await client.request('variables', {
          variablesReference: (scopes as Body[]).find(({ name }) => name === 'Parameters')!.variablesReference,
        })
      ).variables as Body[]
    ).find(({ name }) => name === 'hidden.bias')!;
    const named = async (args: object) =>
      ((await client.request('variables', { variablesReference, ...args })).variables as Body[]).map(({ name }) =>
        String(name),
      );
    const whole = await named({});
    expect(whole).toEqual([
      ...['shape', 'mean', 'std', 'min', 'max', 'norm', 'zeros'],
      ...['[0]', '[1]', '[2]', '[3]'],
    ]);
    expect(await named({ start: 5, count: 4 })).toEqual(whole.slice(5, 9));
    expect(await named({ filter: 'named', start: 2, count: 2 })).toEqual(['std', 'min']);
    expect(await named({ filter: 'indexed', count: 0 })).toEqual(whole.slice(7));
  });

  it('of memory before its start are unreadable', async () => {
    await entry();
    const read = async (offset: number, count: number) =>
      (await client.request('readMemory', { memoryReference: 'hidden.bias', offset, count })) as object;
    expect(await read(-8, 16)).toEqual({ address: '-8', data: '', unreadableBytes: 8 });
    expect(await read(-8, 4)).toEqual({ address: '-8', data: '', unreadableBytes: 4 });
    expect(await read(12, 8)).toMatchObject({ address: '12', unreadableBytes: 4 });
    expect(await read(0, 16)).not.toHaveProperty('unreadableBytes');
  });

  it('are said to be other than they were only to who understands it', async () => {
    await entry();
    await client.request('setExpression', { expression: 'lr', value: '0.2' });
    expect(count('invalidated')).toBe(0);
  });
});
