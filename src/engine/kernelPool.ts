// The pool of threads in Node: workers that run the same kernels over the same memory. They start with the first job, so
// a session that never has one has no threads; they don't keep the process alive.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { KernelModule, Kernels } from '../core/kernels/kernels.ts';
import { loadKernels, loadSharedKernels, type SharedKernelModule } from '../core/kernels/load.ts';
import type { Job, PartCall, Pool } from '../core/kernels/pool.ts';
import { gainsByThreads } from '../machine/divide.ts';
import { executeCalls, keptCall } from '../machine/execute.ts';
import type { Network } from '../model/model.ts';
import type { ThreadData, ThreadJobs } from './kernelThread.ts';
import { announce, awaitParts, createSignals, mostJobs, takeParts } from './threadSignals.ts';

/** More than these gain little: they share the memory's bandwidth. */
const mostThreads = 8;

/** Milliseconds that a part is waited for at the least, and how many times as long as it should take. */
const leastPatience = 5000;
const patienceFactor = 50;

/** How many threads a setting means: 0 is automatic, one for each core but those that are left to others. */
function threadCount(setting: number, left: number): number {
  return setting > 0 ? Math.min(setting, 64) : Math.max(1, Math.min(availableParallelism() - left, mostThreads));
}

/**
 * Kernels for a network: over a memory that threads share where that pays, else, or where the host has none, alone.
 * @param file the bundled `kernelThread.ts`
 * @param left cores that automatic threads leave free
 */
export async function loadThreadedKernels(
  bytes: Uint8Array,
  network: Network,
  setting: number,
  file: string | URL,
  left = 0,
): Promise<KernelModule> {
  const threads = threadCount(setting, left);
  if (!gainsByThreads(network, threads)) return loadKernels(bytes);
  const shared = await loadSharedKernels(bytes, threads).catch(() => null);
  return shared ? withPool(shared, threads, file) : loadKernels(bytes);
}

function withPool(module: SharedKernelModule, threads: number, file: string | URL): KernelModule {
  const pool = new KernelPool(module, threads, file);
  const kernels: Kernels & { parallel(job: number): void } = { ...module.kernels, parallel: (job) => pool.run(job) };
  return { ...module, kernels, pool };
}

class KernelPool implements Pool {
  readonly threads: number;
  private readonly module: SharedKernelModule;
  private readonly file: string | URL;
  private readonly signals = createSignals();
  private readonly jobs: ThreadJobs[number][] = [];
  /** Milliseconds that a part of each job is waited for. */
  private readonly patience: number[] = [];
  private readonly workers: Worker[] = [];
  /** For each worker what it is to be told when it starts. */
  private readonly untold: ThreadJobs[][] = [];
  private state: 'new' | 'running' | 'closed' = 'new';
  private readonly partCount = (job: number) => this.jobs[job].length;
  private readonly runPart = (job: number, part: number) => executeCalls(this.module.kernels, this.jobs[job][part]);

  constructor(module: SharedKernelModule, threads: number, file: string | URL) {
    this.module = module;
    this.threads = threads;
    this.file = file;
  }

  add(jobs: readonly Job[], space: number, spaceBytes: number): number {
    const first = this.jobs.length;
    if (first + jobs.length > mostJobs) throw new Error('too many jobs');
    this.jobs.push(...jobs.map(({ parts }) => parts.map((part) => [keptCall(part)] as const)));
    this.patience.push(...jobs.map(({ nanoseconds }) => leastPatience + (patienceFactor * nanoseconds) / 1e6));
    for (let i = 0; i < this.threads - 1; i++) {
      const told = jobs.map((job) => partsIn(job, space + i * spaceBytes));
      if (this.state === 'running') this.workers[i].postMessage(told);
      else (this.untold[i] ??= []).push(told);
    }
    return first;
  }

  run(job: number): void {
    if (this.state === 'new') this.start();
    announce(this.signals, job);
    takeParts(this.signals, this.partCount, this.runPart);
    try {
      awaitParts(this.signals, this.jobs[job].length, this.patience[job]);
    } catch (error) {
      // What is left of the memory is no run any more; who goes on all the same does it alone.
      this.close();
      throw error;
    }
  }

  close(): void {
    this.state = 'closed';
    for (const worker of this.workers.splice(0)) void worker.terminate();
  }

  private start(): void {
    this.state = 'running';
    const { compiled, memory } = this.module;
    for (let thread = 1; thread < this.threads; thread++) {
      const workerData: ThreadData = { compiled, memory, signals: this.signals, thread };
      const worker = new Worker(this.file, { name: `Backstep kernels ${thread}`, workerData });
      worker.unref();
      // One that can't start or dies takes no parts; the others and the caller do them.
      worker.on('error', () => undefined);
      for (const told of this.untold[thread - 1]) worker.postMessage(told);
      this.workers.push(worker);
    }
    this.untold.length = 0;
  }
}

/** The parts as the thread whose working space is at `space` calls them. */
function partsIn({ parts, spaceArgument }: Job, space: number): readonly (readonly [PartCall])[] {
  return parts.map(({ kernel, args }) => [{ kernel, args: args.map((arg, i) => (i === spaceArgument ? space : arg)) }]);
}
