// The same 1,000 iterations in Node and in Chromium: the same bits in every tensor.
import * as esbuild from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from '../workbench/browser.mjs';
import { exportedNetworks } from './exportedNetworks.ts';
import { hashRun } from './hashRun.ts';

declare global {
  /** What the bundle leaves in the page. */
  var hosts: { hashRun: typeof hashRun };
}

const iterations = 1000;
const layers = [{ type: 'Linear', out_features: 8 }, { type: 'Tanh' }, { type: 'Linear', out_features: 1 }];
const networks: Readonly<Record<string, object>> = {
  moons: {
    data: { source: 'moons', samples: 100, noise: 0.1, test: 0.2, normalize: 'standard' },
    layers: [...layers, { type: 'Sigmoid' }],
    loss: 'BCELoss',
    optimizer: { type: 'SGD', lr: 0.1, momentum: 0.9 },
  },
  sine: {
    data: { source: 'sine', samples: 50, noise: 0.1 },
    layers: [
      { type: 'Linear', out_features: 16, init: { type: 'trunc_normal', std: 0.4 } },
      { type: 'GELU' },
      ...layers,
    ],
    loss: 'SmoothL1Loss',
    optimizer: { type: 'NAdam', lr: 0.01 },
    scheduler: { type: 'CosineAnnealingLR', T_max: 200, warmup: { start_factor: 0.1, total_iters: 20 } },
  },
  'spirals with dropout': {
    data: { source: 'spirals', samples: 90, classes: 3, turns: 1, noise: 0.1 },
    layers: [
      { type: 'Linear', out_features: 16, init: 'orthogonal' },
      { type: 'Softplus' },
      { type: 'Dropout', p: 0.2 },
      { type: 'Linear', out_features: 3 },
    ],
    loss: { type: 'CrossEntropyLoss', label_smoothing: 0.1 },
    optimizer: { type: 'AdamW', lr: 0.01 },
    scheduler: { type: 'OneCycleLR', max_lr: 0.02, total_steps: 800 },
  },
  'a run that diverges': {
    data: { source: 'randn', samples: 20, features: 3, outputs: 1 },
    layers: [{ type: 'Linear', out_features: 4 }, { type: 'ELU' }, { type: 'Linear', out_features: 1 }],
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr: 50 },
  },
  conv2d: exportedNetworks.conv2d,
  conv1d: exportedNetworks.conv1d,
  lstm: exportedNetworks.lstm,
  transformer: exportedNetworks.transformer,
  plateau: exportedNetworks.plateau,
};

describe.runIf(findChromium())('Node and Chromium agree to the bit', () => {
  let browser: Browser;
  let bundle = '';

  beforeAll(async () => {
    const built = await esbuild.build({
      entryPoints: [new URL('hashRun.ts', import.meta.url).pathname],
      ...{ bundle: true, write: false, format: 'iife', globalName: 'hosts', platform: 'browser' },
      ...{ loader: { '.wasm': 'binary' }, mainFields: ['module', 'main'], conditions: ['import', 'module'] },
    });
    bundle = built.outputFiles[0].text;
    browser = await launchBrowser();
  });

  afterAll(() => browser?.close());

  it.each(Object.entries(networks))('%s', { timeout: 60_000 }, async (_, spec) => {
    const text = JSON.stringify(spec);
    const page = await browser.newPage();
    await page.addScriptTag({ content: bundle });
    const there = await page.evaluate(([text, n]) => hosts.hashRun(text, n), [text, iterations] as const);
    const here = await hashRun(text, iterations);
    expect(Object.keys(here).length).toBeGreaterThan(10);
    expect(there).toEqual(here);
    // And it is this run that is hashed: another seed gives other bits.
    expect(await hashRun(JSON.stringify({ ...spec, seed: 1 }), iterations)).not.toEqual(here);
    await page.close();
  });
});
