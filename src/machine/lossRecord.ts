// The batch loss of every iteration that was ever computed in a run, grown as it goes.

export interface LossRecord {
  /** Iterations recorded: 0..length. */
  readonly length: number;
  /** Loss of an iteration (0-based), before its update; NaN where unknown. */
  readonly at: (iteration: number) => number;
  set(iteration: number, loss: number): void;
  /** A copy of the first `iterations`. */
  upTo(iterations: number): Float32Array;
  /** Forgets all but the first `iterations`. */
  truncate(iterations: number): void;
}

export function lossRecord(): LossRecord {
  let losses = new Float32Array(1024).fill(NaN);
  let length = 0;
  return {
    get length() {
      return length;
    },
    at: (iteration) => (iteration >= 0 && iteration < length ? losses[iteration] : NaN),
    set(iteration, loss) {
      if (iteration >= losses.length) {
        const grown = new Float32Array(Math.max(2 * losses.length, iteration + 1)).fill(NaN);
        grown.set(losses);
        losses = grown;
      }
      losses[iteration] = loss;
      if (iteration >= length) length = iteration + 1;
    },
    truncate(iterations) {
      losses.fill(NaN, iterations);
      length = Math.min(length, iterations);
    },
    upTo: (iterations) => losses.slice(0, Math.min(iterations, length)),
  };
}
