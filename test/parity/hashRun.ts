// Trains a network and hashes every tensor at its end: what the same run must give in every host. Bundled for Chromium
// by hosts.test.ts, so nothing of Node's here.
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { sizeOf } from '../../src/core/shape.ts';
import { formatText } from '../../src/core/text.ts';
import { Machine } from '../../src/machine/machine.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';

/** FNV-1a of each tensor by name, and the bits of every loss as one. `text` reads no files. */
export async function hashRun(text: string, iterations: number): Promise<Record<string, number>> {
  const noFiles = {
    read: () => Promise.reject(new Error('no files')),
    readShipped: () => Promise.reject(new Error('no files')),
  };
  const { network, diagnostics } = await readNetwork(text, noFiles);
  if (!network) throw new Error(diagnostics.map(({ code, message }) => `${code} ${formatText(message)}`).join('\n'));
  const machine = new Machine(network, await loadKernels(kernels), { historyLimit: 1 << 24, observed: true });
  machine.advanceTo(iterations * machine.program.instructions.length);
  const hashes: Record<string, number> = {};
  for (const name of [...machine.program.tensors.keys()]) {
    const tensor = machine.tensor(name);
    if (tensor) hashes[name] = machine.kernels.hash(tensor.offset, sizeOf(tensor.shape), 0x811c9dc5);
  }
  let losses = 0;
  const bits = new DataView(new ArrayBuffer(4));
  for (let i = 0; i < iterations; i++) {
    bits.setFloat32(0, machine.losses.at(i));
    losses = Math.imul(losses ^ bits.getInt32(0), 16777619);
  }
  return { ...hashes, losses };
}
