// A machine whose kernels run in several threads, for tests.
import * as esbuild from 'esbuild';
import path from 'node:path';
import kernels from '../../build/kernels.wasm';
import type { KernelModule } from '../../src/core/kernels/kernels.ts';
import { nodeFiles } from '../../src/engine/files.ts';
import { loadThreadedKernels } from '../../src/engine/kernelPool.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { MachineOptions } from '../../src/machine/machineOptions.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';
import { shippedData } from './openMachine.ts';

/** Bundles the threads' entry for one test file. */
export async function buildKernelThread(name: string): Promise<string> {
  const root = path.join(import.meta.dirname, '../..');
  const outfile = path.join(root, `build/test/${name}.js`);
  await esbuild.build({
    ...{ entryPoints: [path.join(root, 'src/engine/kernelThread.ts')], outfile, bundle: true },
    ...{ format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' },
  });
  return outfile;
}

/** @param file what `buildKernelThread` gave */
export async function openThreaded(
  text: string,
  threads: number,
  file: string,
  options: Partial<MachineOptions> = {},
): Promise<{ machine: Machine; module: KernelModule }> {
  const { network, diagnostics } = await readNetwork(text, nodeFiles('.', shippedData));
  if (!network) throw new Error(JSON.stringify(diagnostics));
  const module = await loadThreadedKernels(kernels, network, threads, file);
  const machine = new Machine(network, module, { historyLimit: 1 << 26, observed: true, ...options });
  return { machine, module };
}
