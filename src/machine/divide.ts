// What is executed for a call: those that are worth it (`core/kernels/splits.ts`) become jobs that several threads do
// together, and those that take long are done part by part.
import type { KernelModule } from '../core/kernels/kernels.ts';
import type { Job, PartCall } from '../core/kernels/pool.ts';
import { breakUp, divide, spaceOf } from '../core/kernels/splits.ts';
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
 * For each call of an iteration what is executed for it: itself; or the job that several threads do instead; or, where it
 * takes long, parts of it one after the other.
 * @param room memory beside the program's: the first byte that is free, and how it is taken
 */
export function divideCalls(
  { pool }: KernelModule,
  calls: readonly (readonly PreparedCall[])[],
  room: { readonly free: number; claim(end: number): void },
): readonly (readonly (readonly PartCall[])[])[] {
  const jobs: Job[] = [];
  let space = 0;
  const executed = calls.map((list) =>
    list.map((call): readonly (PartCall | Job)[] => {
      if (call.kernel === 'parallel') return [call];
      const long = breakUp(call.kernel, call.args, pool?.threads ?? 1);
      if (!pool) return (long?.flatMap(({ parts }) => parts) ?? [call]).map(keptCall);
      const own = long ?? [dividedCall(call, pool.threads)].filter((job) => job !== null);
      for (const job of own)
        if (job.spaceArgument >= 0) space = Math.max(space, aligned(spaceOf(call.kernel, call.args)));
      jobs.push(...own);
      return own.length > 0 ? own : [keptCall(call)];
    }),
  );
  if (!pool || jobs.length === 0) return executed as readonly (readonly (readonly PartCall[])[])[];
  const start = aligned(room.free);
  room.claim(start + space * (pool.threads - 1));
  const first = pool.add(jobs, start, space);
  const numbers = new Map(jobs.map((job, i) => [job, first + i]));
  return executed.map((list) =>
    list.map((parts) =>
      parts.map((part) => ('parts' in part ? { kernel: 'parallel', args: [numbers.get(part)!] } : part)),
    ),
  );
}
