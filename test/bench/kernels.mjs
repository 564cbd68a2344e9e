// Speed of the kernels: gemm against what the machine can do at most with 128-bit vectors, elementwise and the rest in
// time per call. Prints, asserts nothing.   node test/bench/kernels.mjs [name]
import asc from 'assemblyscript/asc';
import * as esbuild from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildKernels } from '../../esbuild.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const only = process.argv[2] ?? '';

/** Our TypeScript, bundled and loaded. */
async function load() {
  const contents = `
    export * from './src/core/elementwise.ts';
    export { assemble } from './src/core/elementwise/assemble.ts';
    export { loadKernelsSync } from './src/core/kernels/load.ts';`;
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** The exported `limit` of assembly/limit.ts, compiled as the kernels are. */
async function loadLimit() {
  const files = new Map();
  const { error, stderr } = await asc.main(
    [
      ...['src/core/kernels/assembly/limit.ts', '--config', 'src/core/kernels/assembly/asconfig.json'],
      ...['--baseDir', root, '--outFile', 'limit.wasm'],
    ],
    { writeFile: (name, contents) => void files.set(name, contents) },
  );
  if (error) throw new Error(stderr.toString());
  const env = { memory: new WebAssembly.Memory({ initial: 1 }) };
  const { instance } = await WebAssembly.instantiate(files.get('limit.wasm'), { env });
  return instance.exports.limit;
}

/** Least milliseconds of a call over `total` ms of them, in stretches short enough to go undisturbed on a busy machine. */
function time(call, total = 200) {
  const warm = performance.now();
  let calls = 0;
  for (; performance.now() - warm < total / 2; calls++) call();
  const repeats = Math.ceil(calls / total);
  let least = Infinity;
  for (const start = performance.now(); performance.now() - start < total;) {
    const before = performance.now();
    for (let i = 0; i < repeats; i++) call();
    least = Math.min(least, (performance.now() - before) / repeats);
  }
  return least;
}

function show(name, milliseconds, note = '') {
  if (!name.includes(only)) return;
  const ns = milliseconds * 1e6;
  const text =
    ns < 1e4 ? `${ns.toFixed(0)} ns` : ns < 1e7 ? `${(ns / 1e3).toFixed(1)} µs` : `${milliseconds.toFixed(2)} ms`;
  console.log(`${name.padEnd(36)}${text.padStart(12)}   ${note}`);
}

await buildKernels();
const e = await load();
const { kernels, memory, base } = e.loadKernelsSync(await readFile(path.join(root, 'build/kernels.wasm')), 500);
const MEGA = 1 << 20;
const [a, b, c, d, code] = [0, 1, 2, 3, 4].map((i) => base + 4 * i * MEGA);
for (const [offset, f] of [
  [a, Math.sin],
  [b, Math.cos],
  [c, Math.sin],
  [d, Math.cos],
]) {
  const values = new Float32Array(memory.buffer, offset, MEGA);
  for (let i = 0; i < MEGA; i++) values[i] = f(i);
}

function limitGflops(limit) {
  const rounds = 100_000;
  return (104 * rounds) / time(() => limit(rounds)) / 1e6;
}

if ('gemm'.includes(only) || only.startsWith('gemm')) {
  const limit = limitGflops(await loadLimit());
  console.log(`${limit.toFixed(1)} GFLOP/s at most\n`);
  const sizes = [
    [256, 256, 256],
    [64, 128, 784],
    [64, 784, 128],
    [32, 16, 16],
    [32, 1, 16],
    [128, 10, 128],
    [1, 128, 784],
  ];
  for (const [m, n, k] of sizes) {
    for (const [variant, aStrides, bStrides] of [
      ['AB', [k, 1], [n, 1]],
      ['AᵀB', [1, m], [n, 1]],
      ['ABᵀ', [k, 1], [1, k]],
    ]) {
      const least = time(() => kernels.gemm(m, n, k, a, ...aStrides, b, ...bStrides, c, 0, 0));
      const gflops = (2 * m * n * k) / least / 1e6;
      show(
        `gemm ${variant} ${m}×${n}×${k}`,
        least,
        `${gflops.toFixed(1)} GFLOP/s, ${((100 * gflops) / limit).toFixed(0)} %`,
      );
    }
  }
}

const tensor = (offset) => ({ name: '', shape: [MEGA], dtype: 'float32', offset });
const [x, y, z] = [a, b, c].map((offset) => e.load(tensor(offset)));
const formulas = {
  relu: [{ to: tensor(d), value: e.max(x, 0) }],
  'relu backward': [{ to: tensor(d), value: e.where(e.greater(x, 0), y, 0) }],
  sgd: [{ to: tensor(d), value: e.subtract(x, e.multiply(0.1, e.add(y, e.multiply(0.01, x)))) }],
  adam: [
    { to: tensor(b), value: e.add(e.multiply(0.9, y), e.multiply(0.1, x)) },
    { to: tensor(c), value: e.add(e.multiply(0.999, z), e.multiply(0.001, e.square(x))) },
    { to: tensor(d), value: e.subtract(e.load(tensor(d)), e.divide(e.multiply(1e-3, y), e.add(e.sqrt(z), 1e-8))) },
  ],
  ...Object.fromEntries(
    ['exp', 'expm1', 'log', 'log1p', 'sigmoid', 'tanh', 'erf'].map((op) => [op, [{ to: tensor(d), value: e[op](x) }]]),
  ),
};
for (const [name, assignments] of Object.entries(formulas)) {
  const words = e.assemble(assignments);
  new Int32Array(memory.buffer, code, words.length).set(words);
  for (const n of [32, 512, MEGA]) {
    const least = time(() => kernels.elementwise(code, n));
    show(`${name} of ${n}`, least, `${((1e6 * least) / n).toFixed(2)} ns an element`);
  }
}

const others = {
  sum: () => kernels.sum(a, MEGA, 1, c),
  'columnSum 1024×1024': () => kernels.columnSum(a, 1024, 1024, c, 0),
  'columnSum 32×16': () => kernels.columnSum(a, 32, 16, c, 0),
  'softmax 1024×1024': () => kernels.softmax(a, 1024, 1024, c),
  'softmax 64×10': () => kernels.softmax(a, 64, 10, c),
  'logSoftmax 64×10': () => kernels.logSoftmax(a, 64, 10, c),
  'gatherRows 64×2': () => kernels.gatherRows(a, code, 64, 2, c),
  'gatherRows 64×784': () => kernels.gatherRows(a, code, 64, 784, c),
  statistics: () => kernels.statistics(a, MEGA, c),
  'statistics of 256': () => kernels.statistics(a, 256, c),
  histogram: () => kernels.histogram(a, MEGA, -1, 1, 64, c),
  logHistogram: () => kernels.logHistogram(a, MEGA, -6, 0, 64, c),
  firstNonFinite: () => kernels.firstNonFinite(a, MEGA),
  'argmax 1024×1024': () => kernels.argmax(a, 1024, 1024, c),
  hash: () => kernels.hash(a, MEGA, 0),
  copy: () => kernels.copy(a, 4 * MEGA, d),
};
new Int32Array(memory.buffer, code, 64).fill(7);
for (const [name, call] of Object.entries(others)) show(name, time(call));
