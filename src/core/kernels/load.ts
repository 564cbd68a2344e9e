// Binds compiled kernels to a memory of their own. Takes the module's bytes: how they got here is the caller's affair.
import type { KernelModule, Kernels } from './kernels.ts';
import type { Memory } from '../tensor.ts';

/** The part of the WebAssembly API that is used; core has neither DOM's nor Node's types. */
declare const WebAssembly: {
  readonly Memory: new (descriptor: { initial: number; maximum?: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  compile(bytes: Uint8Array): Promise<object>;
};

interface Exports extends Kernels {
  base(): number;
}

/** Bytes of a WebAssembly page. */
export const PAGE = 65536;

function bind(module: object, initialPages: number): KernelModule {
  const memory = new WebAssembly.Memory({ initial: Math.max(1, initialPages) });
  const env = {
    memory,
    abort: () => {
      throw new Error('A kernel aborted.');
    },
  };
  const exports = new WebAssembly.Instance(module, { env }).exports as Exports;
  const base = exports.base();
  const missing = Math.ceil(base / PAGE) - memory.buffer.byteLength / PAGE;
  if (missing > 0) memory.grow(missing);
  // WebAssembly's results are signed; the hash is not.
  const kernels: Kernels = { ...exports, hash: (x, n, seed) => exports.hash(x, n, seed) >>> 0 };
  return { kernels, memory, base };
}

/** The kernels over a fresh memory of at least `initialPages` pages (64 KiB each). */
export async function loadKernels(bytes: Uint8Array, initialPages = 1): Promise<KernelModule> {
  return bind(await WebAssembly.compile(bytes), initialPages);
}

/** The same at once, for workers and tests; a browser's main thread refuses modules of this size. */
export function loadKernelsSync(bytes: Uint8Array, initialPages = 1): KernelModule {
  return bind(new WebAssembly.Module(bytes), initialPages);
}
