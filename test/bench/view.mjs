// `npm run bench:view`: what it costs to look, measured in a real VS Code and printed. From a click on Step to the painted
// frame against the connection's own round trip, frames a second and the machine's speed while running, bytes a frame,
// and with `--minutes N` what memory does in a long run.
//   node test/bench/view.mjs [--network TITLE] [--minutes N] [--no-build]
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { build } from '../../esbuild.mjs';
import { ensureChromium, launchBrowser } from '../workbench/browser.mjs';
import { copyExamples, openWorkbench, startServer } from '../workbench/harness.mjs';
import { root, setup } from '../workbench/setup.mjs';
import { load } from './source.mjs';

/** @typedef {import('playwright-core').Locator} Locator */

const { values } = parseArgs({
  options: {
    network: { type: 'string', default: '' },
    minutes: { type: 'string', default: '0' },
    'no-build': { type: 'boolean', default: false },
  },
});
const clicks = 120;
const runSeconds = 8;

/** @param {readonly number[]} list @param {number} share */
const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.floor(share * (list.length - 1))];

const dense = (/** @type {number[]} */ ...widths) =>
  widths.flatMap((width, i) => [
    { type: 'Linear', out_features: width },
    ...(i < widths.length - 1 ? [{ type: 'ReLU' }] : []),
  ]);

/** Networks that are looked at: small, the one that the figures are about, and a wide one. */
const networks = [
  { title: 'moons 2-16-16-1', features: 2, layers: dense(16, 16, 2), batch: 32 },
  { title: '784-128-10', features: 784, layers: dense(128, 10), batch: 64 },
  { title: '784-4096-4096-10 (20 million)', features: 784, layers: dense(4096, 4096, 10), batch: 64 },
];

const rows = 1280;

/** Writes the network and random rows for it. @param {string} file @param {(typeof networks)[number]} network */
function writeNetwork(file, { features, layers, batch }) {
  const x = Float32Array.from({ length: rows * features }, Math.random);
  const y = Int32Array.from({ length: rows }, (_, row) => row % (layers.at(-1)?.out_features ?? 2));
  const beside = (/** @type {string} */ name) => path.join(path.dirname(file), name);
  writeFileSync(beside('x.npy'), encodeNpy([rows, features], 'float32', new Uint8Array(x.buffer)));
  writeFileSync(beside('y.npy'), encodeNpy([rows], 'int32', new Uint8Array(y.buffer)));
  const text = {
    data: { source: 'npy', x: 'x.npy', y: 'y.npy', test: 0 },
    layers,
    loss: 'CrossEntropyLoss',
    optimizer: { type: 'SGD', lr: 0.01 },
    training: { batch_size: batch },
  };
  writeFileSync(file, JSON.stringify(text));
}

/**
 * Milliseconds from each click on a button to the frame after the one in which the page changed.
 * @param {Locator} body
 * @param {{ buttons: string[], changes: string, count: number }} options buttons are clicked in turn
 */
const clickToPaint = (body, options) =>
  body.evaluate(async (_body, { buttons, changes, count }) => {
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const times = [];
    for (let i = 0; i < count; i++) {
      const button = /** @type {HTMLElement} */ (document.querySelector(buttons[i % buttons.length]));
      const shown = () => document.querySelector(changes)?.textContent ?? '';
      const before = shown();
      const start = performance.now();
      button.click();
      while (shown() === before) {
        if (performance.now() - start > 20_000) throw new Error(`${buttons[i % buttons.length]} changed nothing`);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      await painted();
      times.push(performance.now() - start);
      // As a hand does, and at any moment between two repaints.
      await new Promise((resolve) => setTimeout(resolve, 40 + 40 * Math.random()));
    }
    return times;
  }, options);

/** @param {Locator} body */
const watchFrames = (body) =>
  body.evaluate(async (_body, seconds) => {
    let paints = 0;
    let frames = 0;
    let largest = 0;
    /** @param {MessageEvent} event */
    const onMessage = ({ data }) => {
      for (const value of Object.values(data?.a ?? {})) {
        if (value instanceof ArrayBuffer) {
          frames++;
          largest = Math.max(largest, value.byteLength);
        }
      }
    };
    addEventListener('message', onMessage);
    const start = performance.now();
    while (performance.now() - start < seconds * 1000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      paints++;
    }
    removeEventListener('message', onMessage);
    const elapsed = (performance.now() - start) / 1000;
    return { paints: paints / elapsed, frames: frames / elapsed, largest };
  }, runSeconds);

const { encodeNpy } = await load('view', `export { encodeNpy } from './src/interop/npy.ts';`);
ensureChromium();
await setup();
if (!values['no-build']) await build();
const server = await startServer();
const browser = await launchBrowser();
try {
  const folder = copyExamples(server);
  const workbench = await openWorkbench({ browser, server, folder });
  await workbench.maximise();
  const { call } = workbench;
  const body = () => workbench.webview().locator('body');
  const press = (/** @type {string} */ command) =>
    call((vscode, id) => vscode.commands.executeCommand(id), `backstep.${command}`);
  const iteration = async () =>
    Number((await workbench.webview().locator('.readouts dd').first().textContent())?.replace(/\D/g, ''));

  for (const network of networks.filter(({ title }) => title.includes(values.network))) {
    const file = path.join(folder, 'bench.nn.json');
    writeNetwork(file, network);
    await workbench.openVisual(file);
    const lines = [];

    const sizes = ['input[name=size]:not(:checked)'];
    const trip = await clickToPaint(body(), { buttons: sizes, changes: '.segment .on', count: clicks });
    await workbench
      .webview()
      .locator('.segment label', { hasText: /iteration/i })
      .click();
    await sleep(300);
    const step = await clickToPaint(body(), { buttons: ['.button.primary'], changes: '.readouts', count: clicks });
    const beyond = quantile(step, 0.95) - quantile(trip, 0.5);
    lines.push(['click to painted frame, p95', `${quantile(step, 0.95).toFixed(1)} ms`]);
    lines.push(['the round trip alone, median', `${quantile(trip, 0.5).toFixed(1)} ms`]);
    lines.push(['beyond the round trip, p95', `${beyond.toFixed(1)} ms`]);

    // A long step may still be under way: the button would pause it.
    await workbench.webview().locator('.button.run .codicon-play').waitFor();
    await sleep(2000);
    const runs = (/** @type {string} */ icon) =>
      press('runOrPause').then(() => workbench.webview().locator(`.button.run .codicon-${icon}`).waitFor());
    await runs('debug-pause');
    await sleep(1000);
    const before = [await iteration(), performance.now()];
    await sleep(runSeconds * 1000);
    const after = [await iteration(), performance.now()];
    // By itself: counting repaints asks for repaints.
    const { paints, frames, largest } = await watchFrames(body());
    await runs('play');
    const watched = ((after[0] - before[0]) / (after[1] - before[1])) * 1000;
    const headless = async (/** @type {string[]} */ ...options) => {
      const command = [path.join(root, 'dist/cli.js'), 'bench', file, '--seconds', '4', ...options];
      return 1e6 / JSON.parse((await promisify(execFile)(process.execPath, command)).stdout).usPerIteration;
    };
    const part = (/** @type {number} */ whole) => `${((100 * watched) / whole).toFixed(0)} %`;
    lines.push(['repaints a second while running', paints.toFixed(0)]);
    lines.push(['frames a second from the engine', frames.toFixed(0)]);
    lines.push(['largest frame', `${(largest / 1024).toFixed(1)} KiB`]);
    lines.push(['iterations a second, looked at', watched.toFixed(0)]);
    // The editor's own number of threads leaves a core to the window.
    const threads = Math.min(8, Math.max(1, availableParallelism() - 1));
    lines.push([`part of the headless speed, ${threads} threads`, part(await headless('--threads', String(threads)))]);
    lines.push(['part of it with a thread a core', part(await headless())]);

    console.log(`\n${network.title}`);
    for (const [name, value] of lines) console.log(`  ${name.padEnd(34)} ${value}`);
    await press('reset');
    await call((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  }

  if (Number(values.minutes) > 0) {
    const file = path.join(folder, 'endless.nn.json');
    const moons = readFileSync(path.join(folder, 'moons.nn.json'), 'utf8');
    writeFileSync(file, moons.replace(/,\s*"epochs": \d+/, ''));
    await workbench.openVisual(file);
    await press('runOrPause');
    console.log('\nmoons, run on: minutes, megabytes of the page, of the engine and extension host, iteration');
    const session = await workbench.page.context().newCDPSession(workbench.page);
    for (let minute = 0; minute <= Number(values.minutes); minute++) {
      await session.send('HeapProfiler.collectGarbage');
      const page = await body().evaluate(() => /** @type {any} */ (performance).memory.usedJSHeapSize);
      const host = await call(() => process.memoryUsage().rss);
      const memory = `${(page / 2 ** 20).toFixed(1)} ${(host / 2 ** 20).toFixed(0)}`;
      console.log(`  ${String(minute).padStart(4)} ${memory} ${await iteration()}`);
      if (minute < Number(values.minutes)) await sleep(60_000);
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
