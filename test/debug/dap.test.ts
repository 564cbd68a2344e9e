// Sessions played against `backstep dap`, from initialize to disconnect.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../esbuild.mjs';
import { type Body, DapClient } from './dapClient.ts';

const lines = [
  '{',
  '  "seed": 7,',
  '  "data": { "source": "moons", "samples": 50, "noise": 0.1 },',
  '  "layers": [',
  '    {',
  '      "type": "Linear", "name": "hidden",',
  '      "out_features": 8',
  '    },',
  '    { "type": "ReLU" },',
  '    { "type": "Linear", "name": "out", "out_features": 1 },',
  '    { "type": "Sigmoid" }',
  '  ],',
  '  "loss": "BCELoss",',
  '  "optimizer": { "type": "SGD", "lr": 0.1, "momentum": 0.9 },',
  '  "training": { "batch_size": 16 }',
  '}',
];
const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;

const namesOf = (list: unknown) => (list as Body[]).map(({ name }) => String(name));

let folder: string;
let moons: string;
let diverging: string;
let client: DapClient;

beforeAll(async () => {
  await build();
  folder = mkdtempSync(path.join(tmpdir(), 'backstep-dap-'));
  moons = path.join(folder, 'moons.nn.json');
  writeFileSync(moons, lines.join('\n'));
  diverging = path.join(folder, 'diverging.nn.json');
  const sine = {
    data: { source: 'sine', samples: 40 },
    layers: [{ type: 'Linear', out_features: 8 }, { type: 'ReLU' }, { type: 'Linear', out_features: 1 }],
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr: 20 },
    training: { batch_size: 8 },
  };
  writeFileSync(diverging, JSON.stringify(sine, null, 2));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void (client = new DapClient()));
afterEach(() => client.kill());

const setLines = (...breakpoints: Body[]) =>
  client
    .request('setBreakpoints', { source: { path: moons }, breakpoints })
    .then(({ breakpoints: answered }) => answered as Body[]);
const entry = (args: object = {}) =>
  client.launch({ program: moons, stopOnEntry: true, ...args }).then(() => client.event('stopped'));

describe('a session', () => {
  it('starts, stops at entry, ends with its process', async () => {
    expect(await entry()).toMatchObject({ reason: 'entry', threadId: 1 });
    expect((await client.request('threads')).threads).toHaveLength(1);
    const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
    expect(namesOf(stackFrames)).toEqual(['data: next batch', 'data', 'iteration 1', 'epoch 1']);
    expect(stackFrames[0]).toMatchObject({ line: lineOf('"data"'), source: { path: moons } });
    await client.request('disconnect');
    expect(await client.exited).toBe(0);
  });

  it('runs to the end of its iterations', async () => {
    await client.launch({ program: moons, iterations: 9 });
    await client.event('terminated');
    const said = client.events
      .filter(({ event }) => event === 'output')
      .map(({ body }) => String((body as Body).output));
    expect(said.join('')).toMatch(/9 iterations done, loss 0\.\d+/);
    await client.request('disconnect');
  });

  it('without debugging stops at nothing', async () => {
    await client.launch({ program: moons, iterations: 20, noDebug: true }, async () => {
      await setLines({ line: lineOf('ReLU') });
    });
    await client.event('terminated');
    expect(client.events.filter(({ event }) => event === 'stopped')).toHaveLength(0);
  });

  it('pauses a run that has no end at once', async () => {
    await client.launch({ program: moons });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const from = client.events.length;
    await client.request('pause', { threadId: 1 });
    expect(await client.event('stopped', from)).toMatchObject({ reason: 'pause' });
    expect(Number(await client.value('iteration'))).toBeGreaterThan(10);
  });

  it('restarts from the beginning', async () => {
    await entry();
    await client.move('next');
    await client.move('next');
    expect(await client.move('restart')).toMatchObject({ reason: 'entry' });
    expect(await client.value('tick')).toBe('0');
  });
});

describe('breakpoints', () => {
  it('stop before a layer’s first forward and backward operation, conditions, hit counts and columns apart', async () => {
    await client.launch({ program: moons }, async () => {
      const set = await setLines({ line: lineOf('"type": "ReLU"') }, { line: 2 }, { line: lineOf('out_features": 8') });
      expect(set).toHaveLength(3);
    });
    expect(await client.event('stopped')).toMatchObject({ reason: 'breakpoint' });
    const hidden = await client.top();
    expect(hidden).toMatchObject({ line: 5 });
    const seen = [hidden.name as string];
    for (let i = 0; i < 3; i++) {
      await client.move('continue');
      seen.push(String((await client.top()).name));
    }
    expect(seen.map((name) => name.split(':')[0])).toEqual(['hidden', 'relu1', 'relu1', 'hidden']);
    expect(await client.value('phase')).toBe('backward');

    const { breakpoints } = await client.request('breakpointLocations', { source: { path: moons }, line: 9 });
    const [forward, backward] = breakpoints as Body[];
    expect(breakpoints).toHaveLength(2);
    const [ofLine, wrong] = await setLines({ line: 9, column: backward.column }, { line: 2 });
    expect(ofLine.verified).toBe(true);
    expect(wrong).toMatchObject({ verified: false, message: expect.stringMatching(/Nothing is executed/) });
    await client.move('continue');
    expect(await client.value('phase')).toBe('backward');
    await setLines({ line: 9, column: forward.column, condition: 'iteration % 10 == 0 and loss < 5' });
    await client.move('continue');
    expect(await client.value('iteration')).toBe('10');
    expect(await client.value('phase')).toBe('forward');
    await setLines({ line: lineOf('"loss"'), hitCondition: '% 12' });
    const tick = Number(await client.value('tick'));
    await client.move('continue');
    await client.move('continue');
    const twelve = Number(await client.value('tick'));
    await client.move('reverseContinue');
    await client.move('continue');
    expect(Number(await client.value('tick'))).toBe(twelve);
    expect(twelve).toBeGreaterThan(tick);
    await setLines({ line: lineOf('optimizer') });
    await client.move('continue');
    expect(await client.value('phase')).toBe('update');
    const [bad] = await setLines({ line: 9, condition: 'los > 2' });
    expect(bad).toMatchObject({ verified: false, message: expect.stringMatching(/did you mean loss/) });
  });

  it('going back stops where going forward stopped, with the same bits', async () => {
    await client.launch({ program: moons }, async () => {
      await setLines(
        { line: lineOf('"loss"'), condition: 'iteration % 7 == 0' },
        { line: 10, condition: 'hidden.weight[0, 0] > 0' },
      );
    });
    await client.event('stopped');
    const at = () =>
      Promise.all(
        ['tick', 'loss', 'hidden.weight.sum()', 'out.output.sum()', 'relu1.output.grad.sum()'].map((expression) =>
          client.value(expression).catch(() => 'none'),
        ),
      );
    const forward = [await at()];
    for (let i = 0; i < 30; i++) {
      await client.move('continue');
      forward.push(await at());
    }
    for (const expected of forward.slice(0, -1).reverse()) {
      await client.move('reverseContinue');
      expect(await at()).toEqual(expected);
    }
    expect(await client.move('reverseContinue')).toMatchObject({ reason: 'entry' });
    expect(await client.value('tick')).toBe('0');
    expect(await client.move('stepBack')).toMatchObject({ reason: 'entry' });
  });

  it('log points say, data breakpoints watch', async () => {
    await entry({ iterations: 5 });
    await setLines({ line: lineOf('"optimizer"'), logMessage: 'loss {loss}, lr {lr}' });
    const info = await client.request('dataBreakpointInfo', { name: 'hidden.weight[0, 1]' });
    const { breakpoints } = await client.request('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId }] });
    expect(breakpoints[0].verified).toBe(true);
    const stop = await client.move('continue');
    expect(stop).toMatchObject({
      reason: 'data breakpoint',
      text: expect.stringMatching(/hidden\.weight\[0, 1\] changed from .* to .*, by /),
    });
    expect(String((await client.top()).name)).toMatch(/^hidden: /);
    await client.move('stepBack', { granularity: 'instruction' });
    expect(stop.text).toContain(await client.value('hidden.weight[0, 1]'));
    const value = Number(await client.value('hidden.weight[0, 1]'));
    await client.request('setDataBreakpoints', { breakpoints: [{ dataId: 'loss', condition: `crosses ${value}` }] });
    await client.request('setDataBreakpoints', { breakpoints: [] });
    const from = client.events.length;
    await client.request('continue', { threadId: 1 });
    await client.event('terminated', from);
    const said = client.events.filter(({ event }) => event === 'output').map(({ body }) => body as Body);
    expect(said.filter(({ output }) => /^loss 0\.\d+, lr 0\.1\n$/.test(String(output)))).toHaveLength(5);
    expect(said[0]).toMatchObject({ line: 5 });
  });

  it('finds where the first NaN or ∞ was made', async () => {
    await client.launch({ program: diverging }, async () => {
      const { breakpoints } = await client.request('setExceptionBreakpoints', { filters: ['nan'] });
      expect(breakpoints).toEqual([{ verified: true }]);
    });
    const stop = await client.event('stopped');
    expect(stop).toMatchObject({
      reason: 'exception',
      text: expect.stringMatching(/ is -?∞: made by | is NaN: made by /),
    });
    expect(await client.request('exceptionInfo', { threadId: 1 })).toMatchObject({
      exceptionId: 'nan',
      description: stop.text,
    });
    const tick = await client.value('tick');
    const { name, line } = await client.top();
    expect(name).toMatch(/^\w+: .* \(done\)$/);
    // The same place, but before what was done there.
    const back = await client.move('stepBack', { granularity: 'instruction' });
    expect(back).toMatchObject({ reason: 'step', text: expect.stringMatching(/is undone: it comes next/) });
    expect(await client.top()).toMatchObject({ name: String(name).replace(' (done)', ''), line });
    expect(await client.move('stepIn')).toMatchObject({ reason: 'exception', text: stop.text });
    await client.move('stepBack', { granularity: 'instruction' });
    await client.move('reverseContinue');
    expect(await client.value('tick')).toBe('0');
    await client.move('continue');
    expect(await client.value('tick')).toBe(tick);
  });
});

describe('values', () => {
  it('are a tree of scopes, tensors and pages of cells', async () => {
    await entry();
    await client.move('stepIn');
    await client.move('stepOut');
    const { scopes } = await client.request('scopes', { frameId: 1 });
    expect(namesOf(scopes)).toEqual(['Layer', 'Batch', 'Parameters', 'Gradients', 'Optimizer', 'Metrics', 'Health']);
    const all = await Promise.all(
      (scopes as Body[]).map(({ variablesReference }) => client.request('variables', { variablesReference })),
    );
    for (const { variables } of all) expect(variables.length).toBeGreaterThan(0);
    const weight = (all[2].variables as Body[]).find(({ name }) => name === 'hidden.weight')!;
    expect(weight).toMatchObject({ type: 'tensor [8, 2]', indexedVariables: 8, memoryReference: 'hidden.weight' });
    const { variablesReference } = weight;
    const named = await client.request('variables', { variablesReference, filter: 'named' });
    expect(namesOf(named.variables)).toEqual(['shape', 'mean', 'std', 'min', 'max', 'norm', 'zeros']);
    const rows = await client.request('variables', { variablesReference, filter: 'indexed', start: 2, count: 3 });
    expect(namesOf(rows.variables)).toEqual(['[2]', '[3]', '[4]']);
    const row = rows.variables[0] as Body;
    const cells = (await client.request('variables', { variablesReference: row.variablesReference, filter: 'indexed' }))
      .variables as Body[];
    expect(cells.map(({ value }) => String(value))).toEqual([
      await client.value('hidden.weight[2, 0]'),
      await client.value('hidden.weight[2, 1]'),
    ]);

    const set = await client.request('setVariable', {
      variablesReference: row.variablesReference,
      name: '[1]',
      value: '0.25 + 0.25',
    });
    expect(set.value).toBe('0.5');
    expect(await client.value('hidden.weight[2, 1]')).toBe('0.5');
    expect((await client.request('evaluate', { expression: 'lr = lr / 10', context: 'repl' })).result).toBe('0.01');
    await expect(client.request('setExpression', { expression: 'hidden.weight[2, 7]', value: '1' })).rejects.toThrow(
      /index/,
    );

    const memory = await client.request('readMemory', { memoryReference: 'hidden.weight', offset: 20, count: 8 });
    expect(new Float32Array(new Uint8Array(Buffer.from(String(memory.data), 'base64')).buffer)[0]).toBe(0.5);
    const beyond = await client.request('readMemory', { memoryReference: 'hidden.weight', offset: 60, count: 8 });
    expect(beyond.unreadableBytes).toBe(4);

    const layer = await client.request('evaluate', { expression: 'hidden', context: 'hover' });
    expect(layer.result).toMatch(/Linear · 2→8 · 24 parameters/);
    expect(layer.variablesReference).toBeGreaterThan(0);
    const { targets } = await client.request('completions', { text: 'hidden.we', column: 10 });
    expect(targets).toMatchObject([{ label: 'weight', start: 8, length: 2 }]);
    await expect(client.value('hidden.wieght')).rejects.toThrow(/did you mean hidden.weight\? \(column 1\)/);
    await client.move('next');
    await expect(client.request('variables', { variablesReference })).rejects.toThrow(/earlier stop/);
  });

  it('an edit is gone before it and there again after it', async () => {
    await entry();
    for (let i = 0; i < 12; i++) await client.move('next');
    await client.request('setExpression', { expression: 'hidden.bias[3]', value: '2' });
    for (let i = 0; i < 15; i++) await client.move('next');
    const after = await client.value('hidden.weight.sum()');
    const tick = await client.value('tick');
    for (let i = 0; i < 16; i++) await client.move('stepBack');
    expect(await client.value('hidden.bias[3]')).not.toBe('2');
    for (let i = 0; i < 16; i++) await client.move('next');
    expect(await client.value('tick')).toBe(tick);
    expect(await client.value('hidden.weight.sum()')).toBe(after);
  });
});

it('1,000 random steps forward and back come back to the same bits', async () => {
  await entry();
  const bits = async () => {
    const read = async (name: string) =>
      (await client.response('readMemory', { memoryReference: name, offset: 0, count: 4096 })).body as Body | undefined;
    const names = [
      'hidden.weight',
      'out.weight',
      'hidden.weight.momentum_buffer',
      'out.output',
      'relu1.output.grad',
      'loss',
    ];
    return (await Promise.all(names.map(read))).map((body) => String(body?.data)).join();
  };
  const seen = new Map<string, string>();
  let state = 99;
  const random = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const moves = ['next', 'stepIn', 'stepOut', 'stepIn', 'stepBack', 'stepBack'];
  for (let i = 0; i < 1000; i++) {
    const move = moves[random(moves.length)];
    await client.move(move, random(3) === 0 ? { granularity: 'instruction' } : {});
    const tick = await client.value('tick');
    const now = await bits();
    expect(seen.get(tick) ?? now, `tick ${tick}`).toBe(now);
    seen.set(tick, now);
  }
  expect(seen.size).toBeGreaterThan(20);
}, 120_000);

describe('a client’s mistakes', () => {
  it('get errors, out of order as they come, and nothing breaks', async () => {
    const fails = async (command: unknown, args: unknown, message: RegExp) => {
      const response = await client.response(command, args);
      expect(response.success, String(command)).toBe(false);
      expect(response.message).toMatch(message);
    };
    await fails('threads', {}, /before initialize/);
    await client.request('initialize', {});
    await fails('initialize', {}, /twice/);
    for (const command of ['next', 'continue', 'stackTrace', 'scopes', 'evaluate', 'pause', 'threads', 'restart'])
      await fails(command, { expression: 'loss', frameId: 1, threadId: 1 }, /launch or attach comes first/);
    await fails('launch', {}, /program is missing/);
    await fails('launch', { program: 3 }, /program is a text/);
    await fails('launch', { program: moons, iterations: 'many' }, /whole number/);
    await fails('launch', { program: path.join(folder, 'none.nn.json') }, /does not exist/);
    await fails('launch', [1], /object/);
    await fails('setBreakpoints', {}, /source is missing/);
    await fails('setBreakpoints', { source: { path: moons }, breakpoints: [{ line: 'two' }] }, /whole number/);
    await fails('dance', {}, /no request dance/);
    await fails(null, {}, /name of a command/);
    await fails('constructor', {}, /no request/);
    client.raw('{ this is not JSON');
    client.raw('null');
    client.raw('[]');
    client.raw('{"type":"response","request_seq":77}');
    await client.request('launch', { program: moons, stopOnEntry: true });
    await fails('launch', { program: moons }, /already/);
    await client.request('configurationDone');
    await client.event('stopped');
    await fails('variables', { variablesReference: 999 }, /earlier stop/);
    await fails('scopes', { frameId: 77 }, /no frame/);
    await fails('exceptionInfo', { threadId: 1 }, /exception/);
    await fails('setExceptionBreakpoints', { filters: ['nope'] }, /no filter/);
    await fails('readMemory', { memoryReference: 'nope', count: 4 }, /no tensor/);
    await client.request('continue', { threadId: 1 });
    await fails('next', { threadId: 1 }, /running/);
    await fails('stackTrace', { threadId: 1 }, /running/);
    await client.request('disconnect');
    expect(await client.exited).toBe(0);
  });
});
