// `backstep export` and `backstep gradcheck` as they are called, and weights there and back with PyTorch.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src/interop/safetensors.ts';
import { workFolder } from './backstep.ts';

const network = {
  name: 'Normalised "moons"',
  data: { source: 'moons', samples: 40, noise: 0.1, test: 0.25 },
  layers: [
    { type: 'Linear', name: 'hidden', out_features: 6, init: 'xavier_uniform' },
    { type: 'BatchNorm1d', name: 'norm' },
    { type: 'Tanh' },
    { type: 'Linear', out_features: 1 },
  ],
  loss: 'BCEWithLogitsLoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 10, epochs: 4 },
};
const stateNames = [
  ...['hidden.weight', 'hidden.bias', 'norm.weight', 'norm.bias'],
  ...['norm.running_mean', 'norm.running_var', 'norm.num_batches_tracked', 'linear2.weight', 'linear2.bias'],
];
const python = '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;

let at: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  at = await workFolder({
    'net.nn.json': JSON.stringify(network),
    'from.nn.json': JSON.stringify({ ...network, weights: 'saved.safetensors' }),
    'dropout.nn.json': JSON.stringify({
      ...network,
      layers: [...network.layers.slice(0, 3), { type: 'Dropout' }, network.layers[3]],
    }),
  });
  await at.backstep('run', 'net.nn.json', '--save', 'saved.safetensors');
});
afterAll(() => at.remove());

const lossesOf = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { loss?: number })
    .flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
const runScript = (name: string) => {
  const { status, stdout, stderr } = spawnSync(python, [at.path(name)], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => Number(line.split(' ')[1]));
};

describe('export', () => {
  it('writes the script and its data', async () => {
    expect(await at.backstep('export', 'net.nn.json', '--to', 'pytorch', '-o', 'net.py')).toEqual({
      exitCode: 0,
      out: '',
      err: '',
    });
    const script = readFileSync(at.path('net.py'), 'utf8');
    expect(script).toContain(
      [
        'torch.manual_seed(0)',
        'model = nn.Sequential(OrderedDict([',
        '    ("hidden", nn.Linear(2, 6)),',
        '    ("norm", nn.BatchNorm1d(6)),',
        '    ("tanh1", nn.Tanh()),',
        '    ("linear2", nn.Linear(6, 1)),',
        ']))',
        'nn.init.xavier_uniform_(model.hidden.weight)',
      ].join('\n'),
    );
    expect(existsSync(at.path('net.npz'))).toBe(true);
    expect(existsSync(at.path('net.weights.npz'))).toBe(false);
  });

  it('orders the rows by a generator of their own where there is dropout', async () => {
    await at.backstep('export', 'dropout.nn.json', '--to', 'pytorch', '-o', 'dropout.py');
    const script = readFileSync(at.path('dropout.py'), 'utf8');
    expect(script).toContain('permutations.set_state(torch.get_rng_state())');
    expect(script).toContain('torch.randperm(len(x), generator=permutations).split(10)');
  });

  it.each([
    [[], 'needs --to pytorch'],
    [['--to', 'onnx', '-o', 'a.py'], 'writes pytorch, not onnx'],
    [['--to', 'pytorch'], 'needs -o OUT.py'],
    [['--to', 'pytorch', '-o', 'net.nn.json'], 'would be overwritten'],
    [['--to', 'pytorch', '-o', 'data.npz'], 'another ending'],
    [['--to', 'pytorch', '-o', 'a.py', '--epochs', '1', '--iterations', '1'], 'not both'],
  ])('%j: %s', async (args, message) => {
    const { exitCode, err } = await at.backstep('export', 'net.nn.json', ...args);
    expect([exitCode, err]).toEqual([2, expect.stringContaining(message)]);
  });

  describe.runIf(hasTorch)('with PyTorch', () => {
    it.each(['net', 'from'])('prints what run prints: %s', async (name) => {
      await at.backstep('export', `${name}.nn.json`, '--to', 'pytorch', '--output', `${name}.py`);
      const ours = lossesOf((await at.backstep('run', `${name}.nn.json`, '--json')).out);
      const theirs = runScript(`${name}.py`);
      expect(theirs).toHaveLength(12);
      ours.forEach((loss, i) => expect(Math.abs(loss / theirs[i] - 1)).toBeLessThan(1e-5));
    });

    it('stops after --iterations', async () => {
      await at.backstep('export', 'net.nn.json', '--to', 'pytorch', '-o', 'short.py', '--iterations', '7');
      expect(runScript('short.py')).toHaveLength(7);
    });

    it('loads what run saves, and has trained to the same', async () => {
      await at.backstep('export', 'net.nn.json', '--to', 'pytorch', '-o', 'net.py');
      const loader = new URL('../parity/loadSafetensors.py', import.meta.url).pathname;
      const { stdout, stderr } = spawnSync(python, [loader, at.path('net.py'), at.path('saved.safetensors')], {
        encoding: 'utf8',
      });
      const loaded = JSON.parse(stdout || JSON.stringify(stderr)) as { names: string[]; departure: number };
      expect(loaded.names).toEqual(stateNames);
      expect(loaded.departure).toBeLessThan(1e-4);
    });
  });
});

describe('weights', () => {
  it('have the buffers, under PyTorch’s names and types', () => {
    const decoded = decodeSafetensors(readFileSync(at.path('saved.safetensors')));
    if ('problem' in decoded) throw new Error('no safetensors');
    const found = new Map(decoded.tensors.map((tensor) => [tensor.name, tensor]));
    expect([...found.keys()].sort()).toEqual([...stateNames].sort());
    expect(found.get('norm.num_batches_tracked')).toMatchObject({ dtype: 'I64', shape: [] });
    expect([...found.get('norm.num_batches_tracked')!.bytes]).toEqual([12, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('come back to the bit', async () => {
    await at.backstep('run', 'from.nn.json', '--iterations', '0', '--save', 'again.safetensors');
    expect(readFileSync(at.path('again.safetensors'))).toEqual(readFileSync(at.path('saved.safetensors')));
  });

  it('a missing buffer is named', async () => {
    const { exitCode, err } = await at.backstep(
      'run',
      'dropout.nn.json',
      '--weights',
      'saved.safetensors',
      '--iterations',
      '0',
    );
    expect([exitCode, err]).toEqual([0, '']);
    const bare = JSON.stringify({
      ...network,
      layers: [network.layers[0], { type: 'LayerNorm', name: 'norm' }, ...network.layers.slice(2)],
    });
    const other = await workFolder({ 'bare.nn.json': bare });
    await other.backstep('run', 'bare.nn.json', '--iterations', '0', '--save', at.path('bare.safetensors'));
    const missing = await at.backstep('run', 'net.nn.json', '--weights', 'bare.safetensors', '--iterations', '0');
    expect(missing.exitCode).toBe(1);
    expect(missing.err).toContain('norm.running_mean [6] is missing in the weights');
    await other.remove();
  });
});

describe('gradcheck', () => {
  it('reports each parameter', async () => {
    const { exitCode, out } = await at.backstep('gradcheck', 'net.nn.json', '--json', '--rows', '6', '--elements', '4');
    expect(exitCode).toBe(0);
    const report = JSON.parse(out) as { rows: number; ok: boolean; parameters: Record<string, unknown>[] };
    expect(report).toMatchObject({ rows: 6, ok: true });
    expect(report.parameters.map(({ name }) => name)).toEqual(
      stateNames.filter((name) => !/running|tracked/.test(name)),
    );
    for (const { numericError, kernelError } of report.parameters) {
      expect(numericError).toBeLessThan(1e-6);
      expect(kernelError).toBeLessThan(1e-4);
    }
  });

  it('prints a table', async () => {
    const { out } = await at.backstep('gradcheck', 'net.nn.json', '--elements', '2');
    expect(out).toMatch(/^hidden\.weight +\[6, 2\] +\d of 12 +0 .* ok$/m);
    expect(out).toContain('All gradients are right.');
  });
});
