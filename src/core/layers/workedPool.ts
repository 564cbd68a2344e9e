// One number of a pool, spelled out: the window of the input, and what of it goes on.
import type { Tensor } from '../tensor.ts';
import { flatIndex, type Quantity, sumOfTerms, type WorkedBuild, type WorkedStep, type WorkedTerm } from '../worked.ts';

/** Rows and columns of a map that a window covers, those of the padding left out; of a sequence one row. */
export interface Covered {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Of `count` places from `start` on, `step` apart, those that are within a map's `size`. */
export function placesWithin(start: number, count: number, step: number, size: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i * step).filter((place) => place >= 0 && place < size);
}

type Build = Pick<WorkedBuild, 'inputs' | 'output' | 'read' | 'result'>;

/** More of a window isn't told: the largest are. */
const mostParts = 16;

export function workedMaxPool(build: Build, covered: Covered, at: readonly number[]): WorkedStep {
  const quantities = underWindow(build, covered, at).sort((a, b) => b.value - a.value);
  const total = quantities.reduce((largest, { value }) => Math.max(largest, value), -Infinity);
  return {
    ...{ kind: 'formula', name: 'max pool', parts: quantities.slice(0, mostParts), total },
    formula: `y = max of ${quantities.length} = ${quantities[0].symbol}`,
    result: resultAt(build, build.output, at, total),
  };
}

export function workedAveragePool(build: Build, covered: Covered, divisor: number, at: readonly number[]): WorkedStep {
  const terms = underWindow(build, covered, at).map((x): WorkedTerm => ({
    ...{ label: x.symbol, factors: [x], value: x.value },
  }));
  const total = sumOfTerms(terms, null, divisor);
  return {
    ...{ kind: 'sum', name: 'average pool', terms, constant: null, divisor, total, columns: ['x', ''] },
    formula: `y = Σ x over the window / ${divisor}`,
    result: resultAt(build, build.output, at, total),
  };
}

function underWindow({ inputs: [x], read }: Build, { rows, columns }: Covered, at: readonly number[]): Quantity[] {
  const [row, channel] = at;
  return rows.flatMap((i) =>
    columns.map((j) => {
      const place = x.shape.length === 4 ? [channel, i, j] : [channel, j];
      return read(x, flatIndex(x.shape, [row, ...place]), `x[${place.join(', ')}]`);
    }),
  );
}

function resultAt({ result }: Build, output: Tensor, at: readonly number[], total: number): Quantity {
  return result(output, flatIndex(output.shape, at), `y[${at.slice(1).join(', ')}]`, total);
}
