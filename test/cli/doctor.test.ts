// `backstep doctor` in this process: what it prints, and with which exit code.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/commandLine.ts';
import { createOutput } from '../../src/cli/output.ts';
import { applyEdits } from '../../src/model/edit.ts';
import { shippedData } from '../support/openMachine.ts';

const moons = (tail: string, optimizer = '{ "type": "SGD", "lr": 0.1, "momentum": 0.9 }') => `{
  "seed": 1,
  "data": { "source": "moons", "samples": 200, "test": 0.2 },
  "layers": [
    { "type": "Linear", "out_features": 16 },
    { "type": "ReLU" },
    { "type": "Linear", "name": "scores", "out_features": 1 }${tail}
  ],
  "loss": "BCEWithLogitsLoss",
  "optimizer": ${optimizer}
}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'backstep-doctor-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function doctor(text: string, ...options: string[]) {
  const file = path.join(folder, 'network.nn.json');
  await writeFile(file, text);
  const streams = { out: new PassThrough(), err: new PassThrough() };
  let out = '';
  streams.out.on('data', (chunk: Buffer) => (out += chunk.toString()));
  streams.err.resume();
  const context = {
    out: createOutput(streams.out),
    err: createOutput(streams.err),
    shippedDirectory: shippedData,
    now: () => performance.now(),
  };
  const exitCode = await commandLine(['doctor', file, ...options], '0', context);
  return { exitCode, out };
}

interface Record {
  code: string;
  severity: string;
  layer: string | null;
  message: string;
  measured: number;
  threshold: number;
  fixes: { title: string; edits: { start: number; end: number; text: string }[] }[];
}

describe('doctor', () => {
  it('finds nothing wrong with a healthy network', async () => {
    expect(await doctor(moons(''))).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^Healthy/) as string });
    const { out } = await doctor(moons(''), '--json');
    expect((JSON.parse(out) as Record[]).filter(({ severity }) => severity !== 'hint')).toEqual([]);
  });

  it('names the cause first, with a fix that can be applied', async () => {
    const text = moons(',\n    { "type": "Sigmoid" }');
    const { exitCode, out } = await doctor(text, '--json', '--iterations', '50');
    expect(exitCode).toBe(0);
    const [first] = JSON.parse(out) as Record[];
    expect(first).toMatchObject({ code: 'sigmoid-before-bce-with-logits', severity: 'warning', layer: 'sigmoid1' });
    expect(applyEdits(text, first.fixes[0].edits)).toBe(moons(''));
    expect((await doctor(text, '--iterations', '50')).out).toMatch(
      /^warning sigmoid-before-bce-with-logits in sigmoid1: Sigmoid twice\n {2}BCE.*\n {2}→ Remove "sigmoid1"\n/,
    );
  });

  it('reports NaN and ∞ as errors, in JSON as text', async () => {
    const regression = moons('', '{ "type": "SGD", "lr": 5 }').replace('BCEWithLogitsLoss', 'MSELoss');
    const { exitCode, out } = await doctor(regression, '--json');
    const found = (JSON.parse(out) as Record[]).find(({ code }) => code === 'non-finite');
    expect(found?.severity).toBe('error');
    expect(typeof found?.measured).toBe('string');
    expect(exitCode).toBe(1);
  });

  it('tells mistakes of the file', async () => {
    const { exitCode, out } = await doctor(moons('').replace('BCEWithLogitsLoss', 'BCEWithLogitLoss'), '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ severity: 'error', fixes: [{ edits: [{}] }] }]);
  });

  it('takes thresholds from a settings file', async () => {
    const text = moons(',\n    { "type": "Sigmoid" }');
    const settings = path.join(folder, 'settings.json');
    await writeFile(settings, '{ "backstep.health.sigmoidBeforeBceWithLogits": { "enabled": false } } // not here');
    const { out } = await doctor(text, '--json', '--iterations', '50', '--settings', settings);
    expect((JSON.parse(out) as Record[]).map(({ code }) => code)).not.toContain('sigmoid-before-bce-with-logits');

    await writeFile(settings, '{ "backstep.health.sigmoidTwice": {} }');
    expect((await doctor(text, '--settings', settings)).exitCode).toBe(2);
    expect((await doctor(text, '--settings', path.join(folder, 'none.json'))).exitCode).toBe(2);
  });

  it('leaves out what a comment in the file turns off', async () => {
    const text = `// backstep-ignore sigmoid-before-bce-with-logits\n${moons(',\n    { "type": "Sigmoid" }')}`;
    const { out } = await doctor(text, '--json', '--iterations', '50');
    expect((JSON.parse(out) as Record[]).map(({ code }) => code)).not.toContain('sigmoid-before-bce-with-logits');
  });
});
