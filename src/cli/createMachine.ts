// The bare machine of the command line: nothing watched.
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../core/kernels/load.ts';
import { Machine } from '../machine/machine.ts';
import type { Opened, Weights } from '../engine/understand.ts';

export interface BareMachineOptions {
  /** Weights that win over the file's own. */
  readonly given?: Weights | null;
  /** The start is kept to go back to, else the run only goes forward. */
  readonly goesBack?: boolean;
  /** Outputs and gradients aren't looked at, only losses and what outlives an iteration. */
  readonly sharesSpace?: boolean;
}

export async function createMachine(
  { network, weights }: Opened,
  { given = null, goesBack = false, sharesSpace = false }: BareMachineOptions = {},
): Promise<Machine> {
  return new Machine(network, await loadKernels(kernels), {
    historyLimit: goesBack ? 0 : null,
    observed: false,
    sharesSpace,
    weights: given ?? weights ?? undefined,
  });
}
