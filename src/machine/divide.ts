// Calls that several threads do together: those that are worth it (`core/kernels/splits.ts`) become jobs of the pool.
import type { KernelModule } from '../core/kernels/kernels.ts';
import type { Job } from '../core/kernels/pool.ts';
import { divide, spaceOf } from '../core/kernels/splits.ts';
import { aligned } from '../core/memory.ts';
import { compile } from '../model/compile.ts';
import type { Network } from '../model/model.ts';
import type { PreparedCall } from '../model/program.ts';
import { keptCall } from './execute.ts';

/** Whether a network has calls that are worth several threads, so that kernels that can be shared are worth loading. */
export function gainsByThreads(network: Network, threads: number): boolean {
  if (threads < 2) return false;
  const { variants } = compile(network, { base: 0, observed: false }).program;
  return variants.some(({ calls }) => calls.flat().some((call) => dividedCall(call, threads) !== null));
}

function dividedCall({ kernel, args }: PreparedCall, threads: number): Job | null {
  return kernel === 'parallel' ? null : divide(kernel, args, threads);
}

/**
 * The calls of an iteration, with those that are divided replaced, ready to be executed.
 * @param room memory beside the program's: the first byte that is free, and how it is taken
 */
export function divideCalls(
  { pool }: KernelModule,
  calls: readonly (readonly PreparedCall[])[],
  room: { readonly free: number; claim(end: number): void },
): readonly (readonly PreparedCall[])[] {
  const kept = calls.map((list) => list.map(keptCall));
  if (!pool) return kept;
  const jobs: Job[] = [];
  let space = 0;
  // Numbers within these jobs at first: which the pool gives is known when all are.
  const numbers = new Map<PreparedCall, number>();
  for (const call of kept.flat()) {
    const job = dividedCall(call, pool.threads);
    if (!job || call.kernel === 'parallel') continue;
    if (job.spaceArgument >= 0) space = Math.max(space, aligned(spaceOf(call.kernel, call.args)));
    numbers.set(call, jobs.push(job) - 1);
  }
  if (jobs.length === 0) return kept;
  const start = aligned(room.free);
  room.claim(start + space * (pool.threads - 1));
  const first = pool.add(jobs, start, space);
  return kept.map((list) =>
    list.map((call) => {
      const number = numbers.get(call);
      return number === undefined ? call : { kernel: 'parallel', args: [first + number] };
    }),
  );
}
