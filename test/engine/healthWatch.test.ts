// Health as a session tells it: once for each change, with fixes that are edits of the text that was opened.
import { expect, test, vi } from 'vitest';
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { nodeFiles } from '../../src/engine/files.ts';
import { createSession } from '../../src/engine/session.ts';
import { applyEdits } from '../../src/model/edit.ts';
import type { WireFinding } from '../../src/protocol/engine.ts';
import { shippedData } from '../support/openMachine.ts';

const softmaxTwice = `{
  "data": { "source": "iris" },
  "layers": [{ "type": "Linear", "out_features": 3 }, { "type": "Softmax" }],
  "loss": "CrossEntropyLoss",
  "optimizer": { "type": "SGD", "lr": 0.1 },
  "training": { "batch_size": 16 }
}`;

function opened(health: boolean, healthSettings?: Readonly<Record<string, unknown>>) {
  const told: (readonly WireFinding[])[] = [];
  const session = createSession({
    loadKernels: () => loadKernels(kernels),
    files: (directory) => nodeFiles(directory, shippedData),
    now: () => performance.now(),
    isInterrupted: () => false,
    yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    events: {
      frame: () => undefined,
      stopped: () => undefined,
      health: (findings) => told.push(findings),
      experiment: () => undefined,
      logged: () => undefined,
    },
  });
  const open = (text: string) =>
    session.open({
      text,
      directory: '.',
      keep: true,
      memoryLimit: 2 ** 30,
      historyLimit: 2 ** 24,
      health,
      healthSettings,
    });
  return { session, open, told };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test('what is wrong is told once after opening, with a fix that mends the text', async () => {
  const { session, open, told } = opened(true);
  expect((await open(softmaxTwice)).network).not.toBeNull();
  await settled();
  expect(told).toHaveLength(1);
  const [finding] = told[0];
  expect(finding).toMatchObject({ code: 'softmax-before-cross-entropy', since: 0 });
  await session.step('iteration');
  expect(told).toHaveLength(1);

  expect((await open(applyEdits(softmaxTwice, finding.fixes[0].edits))).network?.layers).toHaveLength(1);
  await vi.waitFor(() => expect(told.at(-1)).toEqual([]));
});

test('edits in the text that keep the network move the fixes with it', async () => {
  const { open, told } = opened(true);
  await open(softmaxTwice);
  await settled();
  await open(`\n\n${softmaxTwice}`);
  await settled();
  expect(told).toHaveLength(2);
  expect(told[1][0].start).toBe(told[0][0].start + 2);
});

test('unasked, nothing is looked at', async () => {
  const { session, open, told } = opened(false);
  await open(softmaxTwice);
  await session.step('iteration');
  await settled();
  expect(told).toEqual([]);
});

test('each finding is told once: by health where it is watched, among the diagnostics where not', async () => {
  const { open, told } = opened(true);
  const codes = async (health: boolean) =>
    (await opened(health).open(softmaxTwice)).diagnostics.map(({ code }) => code);
  expect(await codes(false)).toContain('softmax-before-cross-entropy');
  expect(await codes(true)).not.toContain('softmax-before-cross-entropy');
  await open(softmaxTwice);
  await settled();
  expect(told[0].map(({ code }) => code)).toContain('softmax-before-cross-entropy');
});

test('settings are heeded, in what is checked and in what is watched', async () => {
  const off = { 'backstep.health.softmaxBeforeCrossEntropy': { enabled: false } };
  const watched = opened(true, off);
  await watched.open(softmaxTwice);
  await settled();
  expect(watched.told.flat().map(({ code }) => code)).not.toContain('softmax-before-cross-entropy');
  const checked = await opened(false).session.check({
    ...{ text: softmaxTwice, directory: '.', memoryLimit: 2 ** 30 },
    healthSettings: off,
  });
  expect(checked.diagnostics).toEqual([]);
});

test('a moment before something began says nothing of it, and going there again does', async () => {
  const { session, open, told } = opened(true);
  const dead = softmaxTwice
    .replace(
      '{ "type": "Linear", "out_features": 3 }, { "type": "Softmax" }',
      '{ "type": "Linear", "out_features": 3 }',
    )
    .replace('"lr": 0.1', '"lr": 1e-7');
  const { network } = await open(dead);
  const at = (iteration: number) => session.seek(iteration * network!.instructions.length);
  const last = () => told.at(-1).filter(({ since }) => since > 0).length;
  await at(1300);
  await vi.waitFor(() => expect(last()).toBeGreaterThan(0));
  await at(10);
  await vi.waitFor(() => expect(last()).toBe(0));
  await at(1300);
  await vi.waitFor(() => expect(last()).toBeGreaterThan(0));
});
