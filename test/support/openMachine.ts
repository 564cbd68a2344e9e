// A machine on a network given as text, for tests.
import { fileURLToPath } from 'node:url';
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { formatText } from '../../src/core/text.ts';
import { nodeFiles } from '../../src/engine/files.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { MachineOptions } from '../../src/machine/machineOptions.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';

export const shippedData = fileURLToPath(new URL('../../media/examples/data', import.meta.url));

/** Throws the diagnostics when the text has mistakes. */
export async function openMachine(
  text: string,
  options: Partial<MachineOptions> = {},
  directory = '.',
): Promise<Machine> {
  const { network, diagnostics } = await readNetwork(text, nodeFiles(directory, shippedData));
  if (!network) throw new Error(diagnostics.map(({ code, message }) => `${code} ${formatText(message)}`).join('\n'));
  return new Machine(network, await loadKernels(kernels), { historyLimit: 1 << 26, observed: true, ...options });
}
