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

function opened(health: boolean) {
  const told: (readonly WireFinding[])[] = [];
  const session = createSession({
    loadKernels: () => loadKernels(kernels),
    files: (directory) => nodeFiles(directory, shippedData),
    now: () => performance.now(),
    yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    events: {
      frame: () => undefined,
      stopped: () => undefined,
      health: (findings) => told.push(findings),
      logged: () => undefined,
    },
  });
  const open = (text: string) =>
    session.open({ text, directory: '.', keep: true, memoryLimit: 2 ** 30, historyLimit: 2 ** 24, health });
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
