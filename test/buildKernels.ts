// Before any test: build/kernels.wasm is what the AssemblyScript sources give.
import { buildKernels } from '../esbuild.mjs';

export async function setup(): Promise<void> {
  await buildKernels();
}
