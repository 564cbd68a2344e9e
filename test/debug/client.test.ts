// What clients do to `backstep dap` beside a plain session: attach, weights, filters, pages, leaving in the middle, nonsense.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../esbuild.mjs';
import { type Body, DapClient } from './dapClient.ts';

const network = {
  seed: 3,
  data: { source: 'moons', samples: 60, noise: 0.1 },
  layers: [
    { type: 'Linear', name: 'hidden', out_features: 8 },
    { type: 'ReLU' },
    { type: 'Linear', name: 'out', out_features: 1 },
    { type: 'Sigmoid' },
  ],
  loss: 'BCELoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 20 },
};

let folder: string;
let program: string;
let client: DapClient;

const write = (name: string, value: object) => {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(value, null, 2));
  return file;
};

beforeAll(async () => {
  await build();
  folder = mkdtempSync(path.join(tmpdir(), 'backstep-client-'));
  program = write('moons.nn.json', network);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void (client = new DapClient()));
afterEach(() => client.kill());

const entry = (args: object = {}) =>
  client.launch({ program, stopOnEntry: true, ...args }).then(() => client.event('stopped'));

/** A `.safetensors` file of float32 tensors. */
function safetensors(tensors: Record<string, { shape: number[]; values: number[] }>): Buffer {
  const header: Record<string, object> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const bytes = Buffer.from(Float32Array.from(values).buffer);
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
    parts.push(bytes);
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

describe('beginning', () => {
  it('attaches where the run stands, and steps from there', async () => {
    await client.request('initialize', { adapterID: 'backstep' });
    await client.request('attach', { program });
    await client.request('configurationDone');
    expect(await client.event('stopped')).toMatchObject({ reason: 'pause' });
    expect(await client.value('tick')).toBe('0');
    await client.move('stepIn');
    expect(await client.value('tick')).toBe('1');
  });

  it('starts from other weights, again after a restart', async () => {
    const values = Array.from({ length: 16 }, (_, i) => i / 8);
    writeFileSync(
      path.join(folder, 'other.safetensors'),
      safetensors({
        'hidden.weight': { shape: [8, 2], values },
        'hidden.bias': { shape: [8], values: values.slice(0, 8) },
        'out.weight': { shape: [1, 8], values: values.slice(0, 8) },
        'out.bias': { shape: [1], values: [0.5] },
      }),
    );
    await entry({ weights: 'other.safetensors' });
    expect(await client.value('hidden.weight[7, 1]')).toBe('1.875');
    for (let i = 0; i < 20; i++) await client.move('next');
    expect(await client.value('hidden.weight[7, 1]')).not.toBe('1.875');
    await client.request('setExpression', { expression: 'out.bias[0]', value: '3' });
    const from = client.events.length;
    await client.request('restart');
    expect(await client.event('stopped', from)).toMatchObject({ reason: 'entry' });
    expect(await client.value('hidden.weight[7, 1]')).toBe('1.875');
    expect(await client.value('out.bias[0]')).toBe('0.5');
  });

  it('says what is wrong with a file of weights, and with a network', async () => {
    await client.request('initialize', {});
    const none = await client.response('launch', { program, weights: 'none.safetensors' });
    expect(none.success).toBe(false);
    expect(none.message).toMatch(/none\.safetensors/);
    const broken = write('broken.nn.json', { ...network, loss: 'NoLoss' });
    const response = await client.response('launch', { program: broken });
    expect(response.success).toBe(false);
    expect(response.message).toMatch(/NoLoss/);
  });

  it('counts lines and columns from 0 where the client does', async () => {
    await client.request('initialize', { linesStartAt1: false, columnsStartAt1: false });
    await client.request('launch', { program, stopOnEntry: true });
    await client.request('configurationDone');
    await client.event('stopped');
    expect(await client.top()).toMatchObject({ line: 2, column: 2 });
  });
});

describe('stops', () => {
  it('at a layer, the loss and the optimizer by name', async () => {
    await client.launch({ program }, async () => {
      const { breakpoints } = await client.request('setFunctionBreakpoints', {
        breakpoints: [{ name: 'relu1' }, { name: 'optimizer', condition: 'iteration == 2' }, { name: 'hiden' }],
      });
      expect(breakpoints).toHaveLength(3);
    });
    const seen: string[] = [];
    await client.event('stopped');
    for (let i = 0; i < 5; i++) {
      seen.push(`${await client.value('iteration')} ${await client.value('phase')}`);
      await client.move('continue');
    }
    expect(seen).toEqual(['1 forward', '1 backward', '2 forward', '2 backward', '2 update']);
    const { breakpoints } = await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'hiden' }] });
    expect(breakpoints[0]).toMatchObject({ verified: false, message: expect.stringMatching(/did you mean hidden/) });
  });

  it('by health’s filters, only where their condition holds', async () => {
    const dead = write('dead.nn.json', {
      ...network,
      layers: network.layers.map((layer) =>
        layer.name === 'hidden' ? { ...layer, init: { bias: { type: 'constant', value: -50 } } } : layer,
      ),
    });
    const filterOptions = [
      { filterId: 'dead', condition: 'iteration >= 3' },
      { filterId: 'health', condition: 'iteration > 1e9' },
    ];
    await client.launch({ program: dead }, async () => {
      await client.request('setExceptionBreakpoints', { filters: [], filterOptions });
    });
    const stop = await client.event('stopped');
    expect(stop).toMatchObject({ reason: 'exception', text: expect.stringMatching(/hidden|relu1|0 for/i) });
    expect(Number(await client.value('iteration'))).toBeGreaterThanOrEqual(3);
    expect((await client.request('exceptionInfo', { threadId: 1 })).exceptionId).toMatch(/dead/);
    const { breakpoints } = await client.request('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [{ filterId: 'nan', condition: 'los > 1' }],
    });
    expect(breakpoints[0]).toMatchObject({ verified: false, message: expect.stringMatching(/did you mean loss/) });
  });

  it('where a value crosses another, in both directions of time', async () => {
    await entry();
    await client.request('setDataBreakpoints', {
      breakpoints: [{ dataId: 'out.bias[0]', condition: 'crosses out.bias[0] * 0' }],
    });
    await client.request('setExpression', { expression: 'out.bias[0]', value: '0.001' });
    const stop = await client.move('continue');
    expect(stop).toMatchObject({ reason: 'data breakpoint', text: expect.stringMatching(/crossed .*: from .* to /) });
    const tick = await client.value('tick');
    await client.move('stepBack', { granularity: 'instruction' });
    expect(stop.text).toContain(`from ${await client.value('out.bias[0]')} to `);
    await client.move('next', { granularity: 'instruction' });
    expect(await client.value('tick')).toBe(tick);
  });
});

describe('values', () => {
  it('come in pages, are set by name, and are complete at the prompt', async () => {
    await entry();
    const { scopes } = await client.request('scopes', { frameId: 1 });
    const parameters = (scopes as Body[]).find(({ name }) => name === 'Parameters')!;
    const { variables } = await client.request('variables', { variablesReference: parameters.variablesReference });
    const bias = (variables as Body[]).find(({ name }) => name === 'hidden.bias')!;
    const page = async (start: number, count: number) =>
      (
        (
          await client.request('variables', {
            variablesReference: bias.variablesReference,
            filter: 'indexed',
            start,
            count,
          })
        ).variables as Body[]
      ).map(({ name }) => String(name));
    expect(await page(3, 2)).toEqual(['[3]', '[4]']);
    expect(await page(6, 5)).toEqual(['[6]', '[7]']);
    expect(await page(60, 5)).toEqual([]);
    await client.request('setVariable', { variablesReference: bias.variablesReference, name: '[3]', value: '1/4' });
    expect(await client.value('hidden.bias[3]')).toBe('0.25');
    for (const [name, value] of [
      ['mean', '1'],
      ['[9]', '1'],
      ['[0]', 'hidden.bias'],
      ['[0]', ')'],
      ['nonsense', '1'],
    ])
      await expect(
        client.request('setVariable', { variablesReference: bias.variablesReference, name, value }),
      ).rejects.toThrow();
    const targets = async (text: string) =>
      ((await client.request('completions', { text, column: text.length + 1 })).targets as Body[]).map(({ label }) =>
        String(label),
      );
    expect(await targets('hid')).toEqual(['hidden']);
    expect(await targets('lo')).toEqual(expect.arrayContaining(['loss']));
    expect(await targets('hidden.weight.no')).toEqual(['norm()']);
    expect(await targets('1 + hidden.weight.')).toEqual(expect.arrayContaining(['mean()', 'grad']));
    for (const expression of [
      'loss',
      'iteration',
      'hidden.weight.std()',
      'hidden.weight.shape',
      'hidden.weight[1:3, :].max()',
    ])
      expect((await client.request('evaluate', { expression, context: 'hover' })).result).not.toBe('');
  });

  it('of memory end where the tensor ends', async () => {
    await entry();
    const read = (args: object) => client.response('readMemory', { memoryReference: 'hidden.bias', ...args });
    expect((await read({ offset: 1000, count: 4 })).body).toMatchObject({ data: '', unreadableBytes: 4 });
    expect((await read({ offset: 0, count: 0 })).body).toMatchObject({ data: '' });
    expect((await read({ offset: 0, count: -1 })).success).toBe(false);
    expect((await read({ offset: 1.5, count: 4 })).success).toBe(false);
    expect((await read({})).success).toBe(false);
  });
});

describe('leaving', () => {
  it('while it runs ends the process', async () => {
    await client.launch({ program });
    await client.request('disconnect', { terminateDebuggee: true });
    expect(await client.exited).toBe(0);
  });

  it('by terminate tells the end, and answers what comes later', async () => {
    await client.launch({ program });
    await client.request('terminate');
    await client.event('terminated');
    expect((await client.response('evaluate', { expression: 'loss' })).success).toBe(false);
    expect((await client.response('continue', { threadId: 1 })).success).toBe(false);
    await client.request('disconnect');
    expect(await client.exited).toBe(0);
  });

  it('by closing the pipe ends the process, running or not', async () => {
    await client.launch({ program });
    client.hangUp();
    expect(await client.exited).toBe(0);
  });

  it('before anything was opened', async () => {
    await client.request('disconnect');
    expect(await client.exited).toBe(0);
  });

  it('while the network is being opened', async () => {
    await client.request('initialize', {});
    void client.response('launch', { program });
    await client.request('disconnect');
    expect(await client.exited).toBe(0);
  });
});

describe('nonsense', () => {
  it('in any request is answered with an error, and the session goes on', async () => {
    await entry();
    const odd = [
      undefined,
      null,
      3,
      'x',
      [],
      [1],
      {},
      { threadId: 'x' },
      { frameId: -1 },
      { variablesReference: 1e99 },
    ];
    const commands = [
      'setBreakpoints setFunctionBreakpoints setDataBreakpoints setExceptionBreakpoints dataBreakpointInfo',
      'breakpointLocations stackTrace scopes variables setVariable setExpression evaluate completions readMemory',
      'launch attach initialize exceptionInfo source gotoTargets __proto__ toString',
    ].flatMap((line) => line.split(' '));
    for (const command of commands)
      for (const args of odd) {
        const response = await client.response(command, args);
        expect(typeof response.success).toBe('boolean');
        if (!response.success) expect(String(response.message)).not.toMatch(/undefined|TypeError|Cannot read/);
      }
    expect(await client.value('tick')).toBe('0');
    const at = client.events.length;
    await client.request('continue', { threadId: 1 });
    await client.request('pause', { threadId: 1 });
    await client.event('stopped', at);
  });

  it('in a message’s frame is passed over', async () => {
    client.bytes('Content-Length: nonsense\r\n\r\n');
    client.bytes('Nothing: 3\r\n\r\n');
    client.raw('"text"');
    client.raw('{"seq": 1}');
    client.raw('{"seq": 1001, "type": "request"}');
    expect((await client.request('initialize', {})).supportsStepBack).toBe(true);
  });

  it('many requests at once are each answered', async () => {
    await entry();
    const commands = ['next', 'stepIn', 'stepBack', 'pause', 'continue', 'pause', 'stackTrace', 'threads', 'scopes'];
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, i) =>
        client.response(commands[i % commands.length], { threadId: 1, frameId: 1, expression: 'loss' }),
      ),
    );
    expect(answers).toHaveLength(90);
    await client.response('pause', { threadId: 1 });
    await expect.poll(() => client.value('tick').then(Number), { timeout: 20_000 }).toBeGreaterThanOrEqual(0);
  });
});
