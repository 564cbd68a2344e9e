// Binds compiled kernels to a memory of their own. Takes the module's bytes: how they got here is the caller's affair.
import type { KernelModule, Kernels } from './kernels.ts';
import { mostPages, withSharedMemory } from './sharedMemory.ts';
import type { Memory } from '../tensor.ts';

/** The part of the WebAssembly API that is used; core has neither DOM's nor Node's types. */
declare const WebAssembly: {
  readonly Memory: new (descriptor: { initial: number; maximum?: number; shared?: boolean }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  compile(bytes: Uint8Array): Promise<object>;
};

interface Exports extends Kernels {
  base(threads: number): number;
  useScratch(thread: number): void;
}

/** Bytes of a WebAssembly page. */
export const PAGE = 65536;

/** Kernels whose module and memory can be given to other threads. */
export interface SharedKernelModule extends KernelModule {
  readonly compiled: object;
}

function instantiate(compiled: object, memory: Memory): Exports {
  const env = {
    memory,
    abort: () => {
      throw new Error('A kernel aborted.');
    },
  };
  return new WebAssembly.Instance(compiled, { env }).exports as Exports;
}

function bind(compiled: object, memory: Memory, threads: number): KernelModule {
  const exports = instantiate(compiled, memory);
  const base = exports.base(threads);
  const missing = Math.ceil(base / PAGE) - memory.buffer.byteLength / PAGE;
  if (missing > 0) memory.grow(missing);
  // WebAssembly's results are signed; the hash is not.
  const kernels: Kernels = { ...exports, hash: (x, n, seed) => exports.hash(x, n, seed) >>> 0 };
  return { kernels, memory, base };
}

function ownMemory(pages: number): Memory {
  return new WebAssembly.Memory({ initial: Math.max(1, pages) });
}

/** The kernels over a fresh memory of at least `initialPages` pages (64 KiB each). */
export async function loadKernels(bytes: Uint8Array, initialPages = 1): Promise<KernelModule> {
  return bind(await WebAssembly.compile(bytes), ownMemory(initialPages), 1);
}

/** The same at once, for workers and tests; a browser's main thread refuses modules of this size. */
export function loadKernelsSync(bytes: Uint8Array, initialPages = 1): KernelModule {
  return bind(new WebAssembly.Module(bytes), ownMemory(initialPages), 1);
}

/** The kernels over a fresh memory that so many threads share; throws where the host has no such memory. */
export async function loadSharedKernels(bytes: Uint8Array, threads: number): Promise<SharedKernelModule> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
  const compiled = await WebAssembly.compile(withSharedMemory(bytes));
  return { ...bind(compiled, memory, threads), compiled };
}

/** The kernels of thread `thread`, from 1, over the memory of a `SharedKernelModule`. */
export function bindThread(compiled: object, memory: Memory, thread: number): Kernels {
  const exports = instantiate(compiled, memory);
  exports.useScratch(thread);
  return exports;
}
