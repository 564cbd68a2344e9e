// A process of its own, for `dataMemory.test.ts`: opens a large data set in several ways, one after the other, and prints
// after each what is alive beside the machine's memory, in parts of the data set, and some figures to compare.
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import type { Files } from '../../src/data/source.ts';
import { collectGarbage } from '../../src/engine/collectGarbage.ts';
import { encodeNpy } from '../../src/interop/npy.ts';
import { DataCache } from '../../src/machine/dataCache.ts';
import { Machine } from '../../src/machine/machine.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';

const [rows, features] = [40_000, 256];
const bytes = 4 * rows * features;
const text = (lr: number, data: object = {}) =>
  JSON.stringify({
    data: { source: 'npy', x: 'x.npy', y: 'y.npy', ...data },
    layers: [{ type: 'Linear', out_features: 1 }],
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr },
  });
const number = (i: number) => (i % 1009) / 1009 - 0.5;
const array = (shape: number[], size: number) =>
  encodeNpy(shape, 'float32', new Uint8Array(Float32Array.from({ length: size }, (_, i) => number(i)).buffer));

let reads = 0;
/** Made when they are read. */
const files: Files = {
  read: (path) => {
    if (path === 'x.npy') reads++;
    return Promise.resolve({
      bytes: path === 'x.npy' ? array([rows, features], rows * features) : array([rows, 1], rows),
    });
  },
  readShipped: () => Promise.reject(new Error('none')),
};

const holdsData = process.argv[2] === 'held';
const cache = new DataCache();
const open = async (source: string) => {
  const { network } = await readNetwork(source, files, { cache });
  return new Machine(network!, await loadKernels(kernels), { historyLimit: 1 << 20, observed: true, holdsData });
};
const atFirst = process.memoryUsage().arrayBuffers;
/** What was collected is swept by another thread in its time. */
const beside = async (machine: Machine) => {
  let least = Infinity;
  for (let attempt = 0; attempt < 5; attempt++) {
    collectGarbage(machine);
    await new Promise((resolve) => setTimeout(resolve, 20));
    least = Math.min(least, (process.memoryUsage().arrayBuffers - atFirst) / bytes);
  }
  return least;
};

const first = await open(text(0.01));
const held = [await beside(first)];
// The memory grows, which ends all views of it.
first.claim(first.free + (1 << 24));
first.advance('iteration');
const place = 20_000 * features + 3;
const kept = first.network.dataset.train.x[place] === Math.fround(number(place));
// The same data set without its file, taken over by another machine.
const second = await open(text(0.02));
held.push(await beside(second));
second.advance('iteration');
const taken = second.network.dataset === first.network.dataset && reads === 1 && second.loss === first.loss;
const within = second.network.dataset.train.x.buffer === second.memory.buffer;
// Split otherwise: read again, since nothing but the data set was kept.
const third = await open(text(0.01, { test: 0.25, normalize: 'minmax' }));
held.push(await beside(third));
const { test } = third.network.dataset;
const split = reads === 2 && test.x.length === (rows / 4) * features && test.x[0] <= 1;
const memory = third.memory.buffer.byteLength / bytes;
process.stdout.write(JSON.stringify({ held, memory, kept, taken, within, split }));
