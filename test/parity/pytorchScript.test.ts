// Exported scripts: what Python makes of them. Every example without dropout, the random networks of the recorded runs
// and the list in exportedNetworks.ts print our losses where python3-torch is installed; elsewhere they compile.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pytorchScript } from '../../src/interop/pytorchScript.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { openMachine } from '../support/openMachine.ts';
import { exportedNetworks } from './exportedNetworks.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['--version']).status === 0;
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;
const mostIterations = 2000;

const examples = new URL('../../media/examples/', import.meta.url).pathname;
const recorded = JSON.parse(readFileSync(new URL('fixtures/runs.json', import.meta.url), 'utf8')) as {
  runs: { spec: object }[];
};
const texts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(exportedNetworks).map(([name, spec]) => [name, JSON.stringify(spec)])),
  ...Object.fromEntries(
    readdirSync(examples)
      .filter((name) => name.endsWith('.nn.json'))
      .map((name) => [name, readFileSync(path.join(examples, name), 'utf8')]),
  ),
  ...Object.fromEntries(recorded.runs.map(({ spec }, i) => [`random ${i}`, JSON.stringify(spec)])),
};

interface Exported {
  readonly machine: Machine;
  readonly file: string;
  readonly dropout: boolean;
}
type Run = { losses: string[]; state: Record<string, number[]> } | { error: string };

const folder = mkdtempSync(path.join(tmpdir(), 'backstep-export-'));
const exported = new Map<string, Exported>();
let runs: Record<string, Run> = {};

beforeAll(async () => {
  for (const [i, [name, text]] of Object.entries(texts).entries()) {
    const machine = await openMachine(text, { observed: false }, examples);
    const { network } = machine;
    const whole = (network.model.training.epochs ?? Infinity) * network.batches;
    const iterations = name.startsWith('random') ? 50 : Math.min(whole, mostIterations);
    const { script, files } = pytorchScript(network, { iterations });
    const stem = path.join(folder, `network${i}`);
    writeFileSync(`${stem}.py`, script);
    for (const { suffix, bytes } of files) writeFileSync(stem + suffix, bytes);
    const dropout = network.layers.some(({ options }) => dropRate(options) > 1e-6);
    exported.set(name, { machine, file: `${stem}.py`, dropout });
  }
  if (!hasTorch) return;
  const script = new URL('runScripts.py', import.meta.url).pathname;
  const made = spawnSync(python, [script, ...[...exported.values()].map(({ file }) => file)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (made.status !== 0) throw new Error(made.stderr);
  runs = JSON.parse(made.stdout) as typeof runs;
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

const dropRate = ({ p = 0, dropout = p }: { p?: number; dropout?: number }) => dropout;

/** max|a − b| ÷ max|b|. */
function relative(a: readonly number[], b: readonly number[]): number {
  const largest = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / largest;
}

describe.runIf(hasTorch).each(Object.keys(texts))('%s', (name) => {
  it('prints the losses of the run, and its state_dict has our names', { timeout: 120_000 }, () => {
    const { machine, file, dropout } = exported.get(name)!;
    const run = runs[file];
    if ('error' in run) throw new Error(`${run.error}\n${readFileSync(file, 'utf8')}`);
    const parameters = machine.parameters().map(({ name, shape }) => [name, shape]);
    expect(Object.entries(run.state).filter(([name]) => !/running_|num_batches/.test(name))).toEqual(parameters);
    const losses = run.losses.map(Number);
    expect(losses.length).toBeGreaterThan(0);
    if (dropout) return;
    const ours = losses.map(() => {
      machine.advance('iteration');
      return machine.loss;
    });
    const tolerance = machine.network.model.optimizer.type === 'SGD' ? 1e-5 : 1e-4;
    const departure = relative(ours, losses);
    if (!(departure <= tolerance)) {
      const first = ours.findIndex((loss, i) => !(Math.abs(loss - losses[i]) <= tolerance * Math.abs(losses[i])));
      throw new Error(
        `${departure} apart, first at iteration ${first + 1} of ${losses.length}\n${readFileSync(file, 'utf8')}`,
      );
    }
  });
});

describe.runIf(hasPython)('every script', () => {
  it('compiles', () => {
    const files = [...exported.values()].map(({ file }) => file);
    const { status, stderr } = spawnSync(python, ['-m', 'py_compile', ...files], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  });
});
