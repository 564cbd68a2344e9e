// `npm run bench`: whole training steps against TensorFlow.js and PyTorch, and each kernel against what the machine can
// do at most. Every number is a ratio of times taken in turns in this run, so that it says the same on any machine.
//   node test/bench/run.mjs [steps|kernels]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { kernelRows } from './kernels.mjs';

const here = import.meta.dirname;
const rounds = 5;
const milliseconds = 300;

/** Installs what is compared with, here and only here. */
function install() {
  if (existsSync(path.join(here, 'node_modules/@tensorflow/tfjs-core'))) return;
  const { status } = spawnSync('npm', ['install', '--no-package-lock', '--silent'], {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('test/bench could not be installed.');
}

/** Debian's python3, where PyTorch is a package of its own, before the path's. */
function findPython() {
  return ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', 'import torch']).status === 0);
}

/** @param {string} program @param {string[]} args */
function contestant(program, args) {
  const child = spawn(program, args, { cwd: here, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** Milliseconds of a step, or why there are none. @param {number} network @returns {Promise<number | string>} */
    async measure(network) {
      child.stdin.write(`${network} ${milliseconds}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) return 'it ended';
        // TensorFlow.js greets on the same stream.
        if (/^[\d.e-]+$/.test(value)) return Number(value);
        if (/error|not|cannot/i.test(value) && !value.includes('Hi')) return value;
      }
    },
    end: () => child.stdin.end(),
  };
}

async function stepRows() {
  install();
  const networks = JSON.parse(await readFile(path.join(here, 'networks.json'), 'utf8'));
  const python = findPython();
  const torch = (/** @type {string} */ threads) => python && contestant(python, ['pytorch.py', threads]);
  const all = {
    ours: contestant(process.execPath, ['ours.mjs', '0']),
    alone: contestant(process.execPath, ['ours.mjs', '1']),
    wasm: contestant(process.execPath, ['tfjs.mjs', 'wasm']),
    cpu: contestant(process.execPath, ['tfjs.mjs', 'cpu']),
    torch: torch('2'),
    torch1: torch('1'),
  };
  /** @type {string[][]} */
  const rows = [
    [
      'a training step',
      'Backstep',
      '÷ its 1 thread',
      '÷ TF.js wasm',
      '÷ TF.js cpu',
      '÷ PyTorch, 2 threads',
      '÷ 1 thread',
    ],
  ];
  const notes = [];
  for (const [index, { title, least }] of networks.entries()) {
    /** @type {Record<string, number>} */
    const best = {};
    for (let round = 0; round < rounds; round++) {
      for (const [name, one] of Object.entries(all)) {
        if (!one) continue;
        const took = await one.measure(index);
        if (typeof took === 'number') best[name] = Math.min(best[name] ?? Infinity, took);
        else if (round === 0) notes.push(`${title}, ${name}: ${took}`);
      }
    }
    const ratio = (/** @type {string} */ name) => {
      if (!best[name]) return '—';
      const times = best[name] / best.ours;
      const wanted = least[name];
      return `${times.toFixed(1)} ×${wanted ? ` (${times >= wanted ? '≥' : 'below'} ${wanted})` : ''}`;
    };
    rows.push([title, duration(best.ours), ...['alone', 'wasm', 'cpu', 'torch', 'torch1'].map(ratio)]);
  }
  for (const one of Object.values(all)) one && one.end();
  return { rows, notes };
}

/** @param {number} ms */
function duration(ms) {
  if (ms < 0.01) return `${(1e6 * ms).toFixed(0)} ns`;
  return ms < 10 ? `${(1000 * ms).toFixed(1)} µs` : `${ms.toFixed(1)} ms`;
}

/** @param {string[][]} rows */
function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '));
  console.log();
}

const only = process.argv[2] ?? '';
if (only !== 'kernels') {
  const { rows, notes } = await stepRows();
  print(rows);
  for (const note of notes) console.log(note);
}
if (only !== 'steps') {
  const rows = (await kernelRows()).map(({ name, ms, share, of }) => [name, duration(ms), `${share.toFixed(0)} %`, of]);
  print([['a kernel', 'time', 'share', 'of its limit'], ...rows]);
}
