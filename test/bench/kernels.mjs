// How near each kernel comes to what the machine allows: a kernel can be no faster than its arithmetic at the rate of an
// unrolled multiply-add loop on registers, nor than its memory traffic at the rate of plain reading and copying. Both
// limits are measured here; the share is the larger of the two times over the kernel's.
import asc from 'assemblyscript/asc';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildKernels } from '../../esbuild.mjs';
import { load, root } from './source.mjs';
import { time } from './timing.mjs';

const MEGA = 1 << 20;

/** SIMD instructions that a function of `assembly/transcendental.ts` takes for a vector; every other opcode is one, a division too. */
const costs = { exp: 32, expm1: 59, log: 40, log1p: 50, sigmoid: 61, tanh: 59, erf: 66 };

/** @typedef {{ name: string, ms: number, share: number, of: string }} KernelRow */

/** assembly/limit.ts, compiled as the kernels are, over a memory of the caller's. @param {WebAssembly.Memory} memory */
async function loadLimits(memory) {
  const files = new Map();
  const { error, stderr } = await asc.main(
    [
      ...['src/core/kernels/assembly/limit.ts', '--config', 'src/core/kernels/assembly/asconfig.json'],
      ...['--baseDir', root, '--outFile', 'limit.wasm'],
    ],
    { writeFile: (/** @type {string} */ name, /** @type {Uint8Array} */ contents) => void files.set(name, contents) },
  );
  if (error) throw new Error(stderr.toString());
  const { instance } = await WebAssembly.instantiate(files.get('limit.wasm'), { env: { memory } });
  return /** @type {any} */ (instance.exports);
}

/** @returns {Promise<KernelRow[]>} */
export async function kernelRows() {
  await buildKernels();
  const e = await load(
    'kernels',
    `export * from './src/core/elementwise.ts';
    export { assemble } from './src/core/elementwise/assemble.ts';
    export { loadKernelsSync } from './src/core/kernels/load.ts';
    export * as opcodes from './src/core/kernels/assembly/opcodes.ts';
    export { optimizerType } from './src/core/optimizers/optimizers.ts';`,
  );
  const { kernels, memory, base } = e.loadKernelsSync(await readFile(path.join(root, 'build/kernels.wasm')), 700);
  const limits = await loadLimits(memory);
  const [a, b, c, d, code, room] = [0, 1, 2, 3, 4, 5].map((i) => base + 4 * i * MEGA);
  new Float32Array(memory.buffer, a, 4 * MEGA).forEach((_, i, values) => void (values[i] = Math.sin(i)));

  /** GFLOP/s; the limit is measured again beside each kernel, so that both see the same load. */
  const flops = () => (104 * 20_000) / time(() => limits.limit(20_000), 60) / 1e6;
  /** Milliseconds for a megabyte read, and for one read and one written. */
  const traffic = (/** @type {number} */ bytes) => ({
    read: (time(() => limits.readAll(a, bytes), 60) * MEGA) / bytes,
    copy: (time(() => kernels.copy(a, bytes, d), 60) * MEGA) / bytes,
  });
  /** @type {KernelRow[]} */
  const rows = [];

  /**
   * @param {string} name @param {() => void} call
   * @param {{ flops?: number, vectors?: number, bytes?: number, reads?: number, writes?: number }} work operations, or
   * SIMD instructions; bytes of one of its tensors, and how many such it reads and writes
   */
  const measure = (name, call, { flops: operations = 0, vectors = 0, bytes = 0, reads = 0, writes = 0 }) => {
    const arithmetic = (operations + 4 * vectors) / flops() / 1e6;
    const speed = bytes ? traffic(bytes) : { read: 0, copy: 0 };
    const moving = (bytes / MEGA) * (Math.min(reads, writes) * speed.copy + Math.max(0, reads - writes) * speed.read);
    const ms = time(call);
    const of = arithmetic >= moving ? 'arithmetic' : 'memory bandwidth';
    rows.push({ name, ms, share: (100 * Math.max(arithmetic, moving)) / ms, of });
  };

  for (const [m, n, k] of [
    [256, 256, 256],
    [1024, 256, 128],
    [64, 128, 784],
  ]) {
    for (const [variant, aStrides, bStrides] of /** @type {[string, number[], number[]][]} */ ([
      ['AB', [k, 1], [n, 1]],
      ['AᵀB', [1, m], [n, 1]],
      ['ABᵀ', [k, 1], [1, k]],
    ])) {
      const call = () => kernels.gemm(m, n, k, a, ...aStrides, b, ...bStrides, room, 0, 0);
      measure(`gemm ${variant} ${m}×${n}×${k}`, call, { flops: 2 * m * n * k });
    }
  }
  const geometry = [8, 16, 14, 14, 32, 14, 14, 3, 3, 1, 1, 1, 1, 1, 1, 1];
  const convolution = { flops: 2 * 8 * 32 * 16 * 9 * 14 * 14 };
  measure('conv2d 16→32, 3×3', () => kernels.conv2d(a, b, 0, c, room, ...geometry), convolution);
  measure('conv2d weight gradient', () => kernels.conv2dWeightGradient(a, c, d, room, ...geometry), convolution);
  measure('conv2d input gradient', () => kernels.conv2dInputGradient(c, b, d, room, ...geometry), convolution);

  const tensor = (/** @type {number} */ offset) => ({ name: '', shape: [MEGA], dtype: 'float32', offset });
  /** @param {string} name @param {any[]} assignments @param {number} n @param {number} reads @param {number} writes */
  const elementwise = (name, assignments, n, reads, writes) => {
    const words = e.assemble(assignments);
    new Int32Array(memory.buffer, code, words.length).set(words);
    let instructions = 0;
    const { opcodes } = e;
    for (let at = 1 + 2 * words[0]; words[at] !== opcodes.END; at += opcodes.INSTRUCTION_WORDS) {
      const op = words[at];
      const long = Object.entries(costs).find(([of]) => opcodes[of.toUpperCase()] === op);
      instructions += long ? long[1] : op === opcodes.MULTIPLY_ADD || op === opcodes.SUBTRACT_PRODUCT ? 2 : 1;
    }
    const work = { vectors: (instructions * n) / 4, bytes: 4 * n, reads, writes };
    measure(`${name}, ${n === MEGA ? '1 M' : n}`, () => kernels.elementwise(code, n), work);
  };
  const x = e.load(tensor(a));
  for (const op of Object.keys(costs)) elementwise(op, [{ to: tensor(d), value: e[op](x) }], 16_384, 1, 1);
  for (const n of [16_384, MEGA]) {
    elementwise('relu', [{ to: tensor(d), value: e.max(x, 0) }], n, 1, 1);
    const backward = e.where(e.greater(x, 0), e.load(tensor(b)), 0);
    elementwise('relu backward', [{ to: tensor(d), value: backward }], n, 2, 1);
  }
  for (const [type, given, states] of /** @type {[string, object, number][]} */ ([
    ['SGD', {}, 0],
    ['SGD', { momentum: 0.9 }, 1],
    ['RMSprop', {}, 1],
    ['Adam', {}, 2],
  ])) {
    const optimizer = e.optimizerType(type);
    const options = optimizer.options.parse({ lr: 0.01, ...given });
    const state = Object.fromEntries(
      optimizer.state(options).map((/** @type {string} */ one, /** @type {number} */ i) => [one, tensor([c, d][i])]),
    );
    const scalar = () => e.scalar(tensor(room));
    new Float32Array(memory.buffer, room, 1)[0] = 0.5;
    const assignments = optimizer.update({ options, parameter: tensor(a), grad: tensor(b), state, scalar });
    const name = Object.keys(given).length > 0 ? `${type} with momentum` : type;
    elementwise(name, assignments, MEGA, 2 + states, 1 + states);
  }

  new Float32Array(memory.buffer, a, 4 * MEGA).forEach((_, i, values) => void (values[i] = Math.sin(i)));
  const whole = { bytes: 4 * MEGA, reads: 1 };
  measure('sum, 1 M', () => kernels.sum(a, MEGA, 1, c), { ...whole, vectors: (5 * MEGA) / 4 });
  measure('column sums 1024×1024', () => kernels.columnSum(a, 1024, 1024, c, 0), { ...whole, vectors: (5 * MEGA) / 4 });
  const each = { ...whole, writes: 1 };
  measure('softmax 1024×1024', () => kernels.softmax(a, 1024, 1024, c), { ...each, vectors: (40 * MEGA) / 4 });
  measure('log softmax 1024×1024', () => kernels.logSoftmax(a, 1024, 1024, c), { ...each, vectors: (41 * MEGA) / 4 });
  const normalise = () => kernels.layerNorm(a, 1024, 1024, 1e-5, 0, 0, c, room, room + 4096);
  measure('layer norm 1024×1024', normalise, { ...each, vectors: (18 * MEGA) / 4 });
  return rows;
}
