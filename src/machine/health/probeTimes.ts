// At which iterations a run is looked at: often at first, when most goes wrong, then ever more rarely, so that it costs
// less the longer the run. A function of the iteration alone, so that every way to a moment sees the same.

/** Iterations between two probes at first. */
export const probeInterval = 50;
/** Up to here; from here on the interval doubles with the iterations. */
const unchangedTo = 2000;
const first = [1, 2, 3, 5, 8, 12, 20, 30];
/** The last of the first iterations, of which many are looked at. */
export const [lastOfFirst] = first.slice(-1);

/** The first iteration from `iteration` (1: after the first batch) on at whose end the run is looked at. */
export function probeTimes(iteration: number): number {
  if (iteration <= lastOfFirst) return first.find((time) => time >= iteration)!;
  return nextMultiple(iteration, probeInterval * stretch(iteration));
}

/** Whether the whole data is looked at as well, and the checks are asked. `interval`: of surveys at first. */
export function isSurveyTime(iteration: number, interval: number): boolean {
  return iteration % (interval * stretch(iteration)) === 0;
}

/** Whether the checks are asked after a probe alone. */
export function isEarly(iteration: number): boolean {
  return iteration <= lastOfFirst;
}

export function nextMultiple(value: number, of: number): number {
  return of * Math.ceil(value / of);
}

/** 1, then 2 from 4,000 on, 4 from 8,000 on … */
function stretch(iteration: number): number {
  let factor = 1;
  while (iteration >= 2 * factor * unchangedTo) factor *= 2;
  return factor;
}

/** Whether a run is looked at when so many iterations are done. */
export const isProbed = (iteration: number): boolean => probeTimes(iteration) === iteration;
