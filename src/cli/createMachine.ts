// The bare machine of the command line: nothing watched.
import kernels from '../../build/kernels.wasm';
import { collectGarbage } from '../engine/collectGarbage.ts';
import { loadThreadedKernels } from '../engine/kernelPool.ts';
import { Machine } from '../machine/machine.ts';
import type { Opened, Weights } from '../engine/understand.ts';
import type { Option } from './command.ts';

export interface BareMachineOptions {
  /** Weights that win over the file's own. */
  readonly given?: Weights | null;
  /** The start is kept to go back to, else the run only goes forward. */
  readonly goesBack?: boolean;
  /** Outputs and gradients aren't looked at, only losses and what outlives an iteration. */
  readonly sharesSpace?: boolean;
  /** 0: automatic. */
  readonly threads?: number | undefined;
}

/** The option of commands that compute. */
export const threadsOption = {
  kind: 'count',
  value: 'N',
  summary:
    'Threads for a network that gains by them: the same bits, sooner. 1: no others. Default: one a core, 8 at most.',
} as const satisfies Option;

export async function createMachine(
  { network, weights }: Opened,
  { given = null, goesBack = false, sharesSpace = false, threads = 0 }: BareMachineOptions = {},
): Promise<Machine> {
  // Beside dist/cli.js, where this file is bundled to.
  const kernelThread = new URL('./kernelThread.js', import.meta.url);
  const machine = new Machine(network, await loadThreadedKernels(kernels, network, threads, kernelThread), {
    historyLimit: goesBack ? 0 : null,
    observed: false,
    holdsData: true,
    sharesSpace,
    weights: given ?? weights ?? undefined,
  });
  collectGarbage(machine);
  return machine;
}
