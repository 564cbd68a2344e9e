// At which iterations a run is looked at: often at first, when most goes wrong, then regularly. A function of the
// iteration alone, so that every way to a moment sees the same.

/** Iterations between two probes. */
export const probeInterval = 50;
const first = [1, 2, 3, 5, 8, 12, 20, 30];

/** The first iteration from `iteration` (1: after the first batch) on at whose end the run is looked at. */
export function probeTimes(iteration: number): number {
  return first.find((time) => time >= iteration) ?? nextMultiple(iteration, probeInterval);
}

export function nextMultiple(value: number, of: number): number {
  return of * Math.ceil(value / of);
}
