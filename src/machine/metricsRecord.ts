// Figures measured in a run while somebody looked, by iteration, so that curves can be drawn of them.

export interface MetricsRecord {
  /** `values`: all columns but the iteration, NaN where there is none. A later measure of the same iteration replaces the earlier. */
  set(iteration: number, values: ArrayLike<number>): void;
  /** Takes over all rows of another record. */
  add(other: MetricsRecord): void;
  /** Takes the rows from an iteration on away, as a record of their own. */
  cut(from: number): MetricsRecord;
  /** At most `points` rows, spread evenly, in order of iteration: iteration, values. */
  points(points: number): Float32Array;
  readonly rows: ReadonlyMap<number, ArrayLike<number>>;
}

/** Rows that are kept: beyond, every second one is forgotten. */
const mostRows = 4096;

/** @param columns values a row, without the iteration */
export function metricsRecord(columns: number): MetricsRecord {
  const rows = new Map<number, ArrayLike<number>>();
  let sorted: number[] | null = [];
  const inOrder = () => (sorted ??= [...rows.keys()].sort((a, b) => a - b));
  return {
    rows,
    set(iteration, values) {
      if (!rows.has(iteration)) {
        if (sorted && (sorted.length === 0 || iteration > sorted[sorted.length - 1])) sorted.push(iteration);
        else sorted = null;
      }
      rows.set(iteration, values);
      if (rows.size <= mostRows) return;
      inOrder().forEach((old, i) => i % 2 === 1 && rows.delete(old));
      sorted = null;
    },
    add(other) {
      for (const [iteration, values] of other.rows) this.set(iteration, values);
    },
    cut(from) {
      const away = metricsRecord(columns);
      for (const iteration of inOrder()) if (iteration > from) away.set(iteration, rows.get(iteration)!);
      for (const iteration of away.rows.keys()) rows.delete(iteration);
      sorted = null;
      return away;
    },
    points(points) {
      const order = inOrder();
      const count = Math.min(points, order.length);
      const answer = new Float32Array((columns + 1) * count);
      for (let i = 0; i < count; i++) {
        const iteration = order[count === 1 ? order.length - 1 : Math.round((i * (order.length - 1)) / (count - 1))];
        answer[(columns + 1) * i] = iteration;
        answer.set(rows.get(iteration)!, (columns + 1) * i + 1);
      }
      return answer;
    },
  };
}
