// Metrics measured in a run while somebody looked, by iteration, so that curves can be drawn of them.

/** Iteration, train loss, train accuracy, test loss, test accuracy. */
const columns = 5;

export interface MetricsRecord {
  /** `values`: the last four columns, NaN where there is none. A later measure of the same iteration replaces the earlier. */
  add(iteration: number, values: ArrayLike<number>): void;
  /** At most `points` rows, spread evenly, in order of iteration. */
  points(points: number): Float32Array;
}

export function metricsRecord(): MetricsRecord {
  const rows = new Map<number, ArrayLike<number>>();
  let sorted: number[] | null = [];
  return {
    add(iteration, values) {
      if (!rows.has(iteration)) {
        if (sorted && (sorted.length === 0 || iteration > sorted[sorted.length - 1])) sorted.push(iteration);
        else sorted = null;
      }
      rows.set(iteration, values);
    },
    points(points) {
      sorted ??= [...rows.keys()].sort((a, b) => a - b);
      const count = Math.min(points, sorted.length);
      const answer = new Float32Array(columns * count);
      for (let i = 0; i < count; i++) {
        const iteration = sorted[count === 1 ? sorted.length - 1 : Math.round((i * (sorted.length - 1)) / (count - 1))];
        answer[columns * i] = iteration;
        answer.set(rows.get(iteration)!, columns * i + 1);
      }
      return answer;
    },
  };
}
