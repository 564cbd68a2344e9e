// How threads tell each other what there is to do: some int32 that they share. A claim is a job's number and how many of
// its parts have been taken, in one number, so that taking a part and knowing whose it is are one atomic addition.

/** Goes up by one with each job; who has nothing to do sleeps on it. */
const TICKET = 0;
const CLAIM = 1;
/** Parts of the current job that are done. */
const DONE = 2;
/** Threads that sleep on TICKET. */
const SLEEPING = 3;
/** 1 while the caller sleeps on DONE. */
const AWAITED = 4;
/** 1 after a part threw. */
const FAILED = 5;
const length = 6;

const partBits = 12;
const mostParts = 1 << partBits;
/** A job's number has what a sign leaves. */
export const mostJobs = 1 << (31 - partBits);
/**
 * Looks at a number before sleeping on it: about 30 µs. The next job of an iteration mostly comes sooner, and waking up
 * takes longer than that.
 */
const looks = 10_000;
/** Milliseconds that the caller sleeps at once. Counting naps and no time, it isn't misled by a computer that slept. */
const nap = 100;

export type Signals = Int32Array<SharedArrayBuffer>;

export function createSignals(): Signals {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

/** Takes parts of the current job, one by one, until none is left. `run` does one; throwing is told to the caller. */
export function takeParts(
  signals: Signals,
  partCount: (job: number) => number,
  run: (job: number, part: number) => void,
) {
  for (;;) {
    const claim = Atomics.add(signals, CLAIM, 1);
    const job = claim >>> partBits;
    const part = claim & (mostParts - 1);
    if (part >= partCount(job)) return;
    try {
      run(job, part);
    } catch {
      Atomics.store(signals, FAILED, 1);
    }
    Atomics.add(signals, DONE, 1);
    if (Atomics.load(signals, AWAITED) === 1) Atomics.notify(signals, DONE);
  }
}

/** A worker's wait for a job after that of `ticket`. @returns its ticket */
export function awaitTicket(signals: Signals, ticket: number): number {
  for (let look = 0; look < looks; look++) {
    const now = Atomics.load(signals, TICKET);
    if (now !== ticket) return now;
  }
  Atomics.add(signals, SLEEPING, 1);
  Atomics.wait(signals, TICKET, ticket);
  Atomics.sub(signals, SLEEPING, 1);
  return Atomics.load(signals, TICKET);
}

/** The caller's: there is a job. The one before is done. */
export function announce(signals: Signals, job: number): void {
  Atomics.store(signals, DONE, 0);
  Atomics.store(signals, CLAIM, job << partBits);
  Atomics.add(signals, TICKET, 1);
  if (Atomics.load(signals, SLEEPING) > 0) Atomics.notify(signals, TICKET);
}

/**
 * The caller's, when no part is left to take: until those that others took are done. Throws when one failed, or when
 * nothing happens for `patience` milliseconds: a thread that died with a part in its hands would be awaited for ever.
 */
export function awaitParts(signals: Signals, count: number, patience: number): void {
  if (!doneSoon(signals, count)) {
    Atomics.store(signals, AWAITED, 1);
    for (let napped = 0; ;) {
      const done = Atomics.load(signals, DONE);
      if (done === count) break;
      if (Atomics.wait(signals, DONE, done, nap) !== 'timed-out') napped = 0;
      else if (++napped * nap >= patience) throw new Error('A thread of the kernels has died.');
    }
    Atomics.store(signals, AWAITED, 0);
  }
  if (Atomics.load(signals, FAILED) === 1) throw new Error('A kernel failed in a thread.');
}

function doneSoon(signals: Signals, count: number): boolean {
  for (let look = 0; look < looks; look++) if (Atomics.load(signals, DONE) === count) return true;
  return false;
}
