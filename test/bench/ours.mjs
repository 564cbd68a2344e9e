// Backstep as a contestant: the machine as `backstep run` has it, `node ours.mjs THREADS` (0: automatic). A step includes
// taking the batch from shuffled data.
import { readFile } from 'node:fs/promises';
import { buildKernels } from '../../esbuild.mjs';
import { bundle, load } from './source.mjs';
import { answerLines } from './timing.mjs';

await buildKernels();
const kernelThread = await bundle('kernelThread', 'src/engine/kernelThread.ts');
const { encodeNpy, loadThreadedKernels, Machine, readNetwork, kernels } = await load(
  'ours',
  `
  export { encodeNpy } from './src/interop/npy.ts';
  export { loadThreadedKernels } from './src/engine/kernelPool.ts';
  export { Machine } from './src/machine/machine.ts';
  export { readNetwork } from './src/machine/readNetwork.ts';
  export { default as kernels } from './build/kernels.wasm';`,
);

/** @param {any} network */
async function prepare({ input, classes, rows, batch, layers }) {
  const size = input.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
  const x = Float32Array.from({ length: rows * size }, Math.random);
  const y = Int32Array.from({ length: rows }, (_, row) => row % (classes || 2));
  /** @type {Record<string, Uint8Array>} */
  const files = {
    'x.npy': encodeNpy([rows, ...input], 'float32', new Uint8Array(x.buffer)),
    'y.npy': encodeNpy([rows], 'int32', new Uint8Array(y.buffer)),
  };
  const text = JSON.stringify({
    seed: 0,
    data: { source: 'npy', x: 'x.npy', y: 'y.npy' },
    layers,
    loss: classes ? 'CrossEntropyLoss' : 'BCELoss',
    optimizer: { type: 'SGD', lr: 0.01 },
    training: { batch_size: batch },
  });
  const read = (/** @type {string} */ name) => Promise.resolve({ bytes: files[name] });
  const { network, diagnostics } = await readNetwork(text, { read, readShipped: read });
  if (!network) throw new Error(JSON.stringify(diagnostics));
  const module = await loadThreadedKernels(kernels, network, Number(process.argv[2]), kernelThread);
  const machine = new Machine(network, module, { historyLimit: null, observed: false, sharesSpace: true });
  return () => machine.advance('iteration');
}

await answerLines(prepare, JSON.parse(await readFile(new URL('networks.json', import.meta.url), 'utf8')));
