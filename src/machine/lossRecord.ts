// The batch loss of every iteration that was ever computed in a run, grown as it goes.

export interface LossRecord {
  /** Iterations recorded: 0..length. */
  readonly length: number;
  /** Loss of an iteration (0-based), before its update; NaN where unknown. */
  readonly at: (iteration: number) => number;
  set(iteration: number, loss: number): void;
  /** Sets it to `from[0]`: a number with a fraction that is handed from function to function makes garbage. */
  take(iteration: number, from: Float32Array): void;
  /** A copy of the first `iterations`. */
  upTo(iterations: number): Float32Array;
  /** Forgets all but the first `iterations`. */
  truncate(iterations: number): void;
}

export function lossRecord(): LossRecord {
  let losses = new Float32Array(1024).fill(NaN);
  let length = 0;
  const reach = (iteration: number) => {
    if (iteration >= losses.length) {
      const grown = new Float32Array(Math.max(2 * losses.length, iteration + 1)).fill(NaN);
      grown.set(losses);
      losses = grown;
    }
    if (iteration >= length) length = iteration + 1;
  };
  return {
    get length() {
      return length;
    },
    at: (iteration) => (iteration >= 0 && iteration < length ? losses[iteration] : NaN),
    set(iteration, loss) {
      reach(iteration);
      losses[iteration] = loss;
    },
    take(iteration, from) {
      reach(iteration);
      losses[iteration] = from[0];
    },
    truncate(iterations) {
      losses.fill(NaN, iterations);
      length = Math.min(length, iterations);
    },
    upTo: (iterations) => losses.slice(0, Math.min(iterations, length)),
  };
}
