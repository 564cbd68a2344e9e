// The bare machine of the command line: nothing watched, no history to go back in.
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../core/kernels/load.ts';
import { Machine } from '../machine/machine.ts';
import type { Opened, Weights } from '../engine/understand.ts';

/** `given` weights win over the file's own. */
export async function createMachine({ network, weights }: Opened, given: Weights | null = null): Promise<Machine> {
  const start = given ?? weights ?? undefined;
  return new Machine(network, await loadKernels(kernels), { historyLimit: 0, observed: false, weights: start });
}
