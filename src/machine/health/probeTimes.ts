// At which iterations a run is looked at: often at first, when most goes wrong, then ever more rarely, so that it costs
// less the longer the run; and the more rarely the shorter an iteration is, of which a look takes the time of many. A
// function of the network and the iteration alone, so that every way to a moment sees the same.
import type { Network } from '../../model/model.ts';
import { workOfRow } from '../../model/workOfRow.ts';

/** Iterations between two probes at first, at least and at most. */
const [shortest, longest] = [50, 200];
/** Up to here; from here on the interval doubles with the iterations. */
const unchangedTo = 2000;
const first = [1, 2, 3, 5, 8, 12, 20, 30];
/** The last of the first iterations, of which many are looked at. */
export const [lastOfFirst] = first.slice(-1);
/** Surveys before the first interval is over, where it is more than twice as long: also when what needs a thousand updates may be said. */
const surveyedFirst = [250, 700, 1100, 2000];

/** Microseconds, measured: of an instruction, of a million multiply-adds, of a probe, of asking the checks. */
const [instructionTime, workTime, probeTime, judgingTime] = [0.13, 220, 7, 130];
/** Parts of the time of a run that probes, and surveys with what the checks say of them, may take at first. */
const [probeShare, surveyShare] = [0.02, 0.02];

export interface LookTimes {
  /** Iterations between two probes at first. */
  readonly probe: number;
  /** And between two looks at the whole data, after which the checks are asked: a multiple. */
  readonly survey: number;
}

/** @param surveyCost what a survey costs, in iterations */
export function lookTimes(network: Network, instructions: number, surveyCost = 0): LookTimes {
  const iterationTime = instructionTime * instructions + 1e-6 * workTime * workOfRow(network) * network.batchSize;
  const probe = nextMultiple(Math.min(longest, probeTime / (probeShare * iterationTime)), shortest);
  const wanted = (surveyCost + judgingTime / iterationTime) / surveyShare;
  return { probe, survey: nextMultiple(Math.max(5 * probe, wanted), probe) };
}

/** The first iteration from `iteration` (1: after the first batch) on at whose end the run is looked at. */
export function nextProbe(iteration: number, { probe, survey }: LookTimes): number {
  if (iteration <= lastOfFirst) return first.find((time) => time >= iteration)!;
  const regular = nextMultiple(iteration, probe * stretch(iteration));
  return surveyedFirst.find((time) => time >= iteration && time < regular && 2 * time < survey) ?? regular;
}

/** Whether the whole data is looked at as well, and the checks are asked. */
export function isSurveyTime(iteration: number, { survey }: LookTimes): boolean {
  return (
    iteration % (survey * stretch(iteration)) === 0 || (2 * iteration < survey && surveyedFirst.includes(iteration))
  );
}

/** Whether the checks are asked after a probe alone: before, nothing has been seen often enough. */
export const isAskedEarly = (iteration: number): boolean => iteration === lastOfFirst;

/** Whether it is one of the first iterations, of which many are looked at. */
export const isEarly = (iteration: number): boolean => iteration <= lastOfFirst;

/** Whether a run is looked at when so many iterations are done. */
export const isProbed = (iteration: number, times: LookTimes): boolean => nextProbe(iteration, times) === iteration;

function nextMultiple(value: number, of: number): number {
  return of * Math.ceil(value / of);
}

/** 1, then 2 from 4,000 on, 4 from 8,000 on … */
function stretch(iteration: number): number {
  let factor = 1;
  while (iteration >= 2 * factor * unchangedTo) factor *= 2;
  return factor;
}
