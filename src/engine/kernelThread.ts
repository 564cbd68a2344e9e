// Entry of a thread of the pool: does parts of jobs until it is terminated.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { bindThread } from '../core/kernels/load.ts';
import type { PartCall } from '../core/kernels/pool.ts';
import type { Memory } from '../core/tensor.ts';
import { executeCalls } from '../machine/execute.ts';
import { awaitTicket, type Signals, takeParts } from './threadSignals.ts';

export interface ThreadData {
  readonly compiled: object;
  readonly memory: Memory;
  readonly signals: Signals;
  /** From 1: the caller is 0. */
  readonly thread: number;
}

/** Parts of jobs as this thread calls them; a part is a list of one call. */
export type ThreadJobs = readonly (readonly (readonly [PartCall])[])[];

const { compiled, memory, signals, thread } = workerData as ThreadData;
const kernels = bindThread(compiled, memory, thread);
const jobs: ThreadJobs[number][] = [];

function partsOf(job: number) {
  // They were sent before the job was announced, and can be fetched while this thread never goes back to its events.
  while (jobs.length <= job) {
    const received = receiveMessageOnPort(parentPort!);
    if (received) jobs.push(...(received.message as ThreadJobs));
  }
  return jobs[job];
}

for (let ticket = 0; ;) {
  ticket = awaitTicket(signals, ticket);
  takeParts(
    signals,
    (job) => partsOf(job).length,
    (job, part) => executeCalls(kernels, jobs[job][part]),
  );
}
