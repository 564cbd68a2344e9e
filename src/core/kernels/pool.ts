// Several threads as the core sees them. A call that is worth it becomes a job, its parts are done by whoever is free,
// and the run goes on when all of them are. What a part computes doesn't depend on how many there are or who does it.

/** A kernel and its arguments, ready to call. */
export interface PartCall {
  readonly kernel: string;
  readonly args: readonly number[];
}

/** Parts that can be done in any order, and all at once. */
export interface Job {
  readonly parts: readonly PartCall[];
  /** Index of the argument that is the address of working space, of which each thread needs its own; −1: none is. */
  readonly spaceArgument: number;
  /** About how long the longest part takes. */
  readonly nanoseconds: number;
}

export interface Pool {
  /** The caller's included. */
  readonly threads: number;
  /**
   * Makes jobs known; numbers count on from those before.
   * @param space address of the working space of the second thread, `spaceBytes` before that of the third
   * @returns the number of the first
   */
  add(jobs: readonly Job[], space: number, spaceBytes: number): number;
  /** Does a job and returns when it is done. */
  run(job: number): void;
  /** Ends the threads. Jobs can still be run, by the caller alone. */
  close(): void;
}
