// The table of checks: a new one is its file and a line here, at its place. The order is causal: what stands above is
// likelier the cause of what stands below than the other way round.
import type { Check, Evidences, Finding, Thresholds, ThresholdValues } from './check.ts';
import { biasBeforeBatchNorm } from './checks/biasBeforeBatchNorm.ts';
import { classNeverPredicted } from './checks/classNeverPredicted.ts';
import { collapsedLinear } from './checks/collapsedLinear.ts';
import { deadFromStart } from './checks/deadFromStart.ts';
import { deadRelu } from './checks/deadRelu.ts';
import { diverging } from './checks/diverging.ts';
import { embeddingRows } from './checks/embeddingRows.ts';
import { explodingGradient } from './checks/explodingGradient.ts';
import { hiddenSigmoid } from './checks/hiddenSigmoid.ts';
import { identicalUnits } from './checks/identicalUnits.ts';
import { initialSpread } from './checks/initialSpread.ts';
import { inputScale } from './checks/inputScale.ts';
import { labelsIndependent } from './checks/labelsIndependent.ts';
import { largeBatch } from './checks/largeBatch.ts';
import { learningRate } from './checks/learningRate.ts';
import { logSoftmaxBeforeCrossEntropy } from './checks/logSoftmaxBeforeCrossEntropy.ts';
import { missingLogSoftmax } from './checks/missingLogSoftmax.ts';
import { missingSigmoid } from './checks/missingSigmoid.ts';
import { nonFinite } from './checks/nonFinite.ts';
import { noPositions } from './checks/noPositions.ts';
import { nothingToTrain } from './checks/nothingToTrain.ts';
import { oscillating } from './checks/oscillating.ts';
import { outputRange } from './checks/outputRange.ts';
import { overfitting } from './checks/overfitting.ts';
import { saturatedFromStart } from './checks/saturatedFromStart.ts';
import { saturatedUnits } from './checks/saturatedUnits.ts';
import { seesTheAnswer } from './checks/seesTheAnswer.ts';
import { sigmoidBeforeLogits } from './checks/sigmoidBeforeLogits.ts';
import { sigmoidStack } from './checks/sigmoidStack.ts';
import { softmaxBeforeCrossEntropy } from './checks/softmaxBeforeCrossEntropy.ts';
import { softmaxOfOne } from './checks/softmaxOfOne.ts';
import { squashedLogits } from './checks/squashedLogits.ts';
import { strongDecay } from './checks/strongDecay.ts';
import { strongDropout } from './checks/strongDropout.ts';
import { stuckLoss } from './checks/stuckLoss.ts';
import { unitsStayIdentical } from './checks/unitsStayIdentical.ts';
import { unusedLayer } from './checks/unusedLayer.ts';
import { unusedOutputs } from './checks/unusedOutputs.ts';
import { updatesTooLarge } from './checks/updatesTooLarge.ts';
import { updatesTooSmall } from './checks/updatesTooSmall.ts';
import { vanishingGradient } from './checks/vanishingGradient.ts';
import { wideInit } from './checks/wideInit.ts';

export const healthChecks: readonly Check[] = [
  // What the file says that can't be meant.
  nothingToTrain,
  softmaxOfOne,
  softmaxBeforeCrossEntropy,
  sigmoidBeforeLogits,
  missingSigmoid,
  missingLogSoftmax,
  squashedLogits,
  outputRange,
  embeddingRows,
  seesTheAnswer,
  // The data.
  labelsIndependent,
  inputScale,
  // How it starts.
  identicalUnits,
  deadFromStart,
  wideInit,
  saturatedFromStart,
  learningRate,
  collapsedLinear,
  noPositions,
  sigmoidStack,
  initialSpread,
  unusedLayer,
  unusedOutputs,
  // How it runs: causes, then what they lead to.
  strongDropout,
  strongDecay,
  updatesTooLarge,
  nonFinite,
  diverging,
  explodingGradient,
  unitsStayIdentical,
  saturatedUnits,
  updatesTooSmall,
  vanishingGradient,
  deadRelu,
  oscillating,
  overfitting,
  classNeverPredicted,
  stuckLoss,
  // Hints.
  largeBatch,
  biasBeforeBatchNorm,
  logSoftmaxBeforeCrossEntropy,
  hiddenSigmoid,
];

/** What the user has set, by code: thresholds by name, or false for a check that isn't to be made. */
export type HealthSettings = Readonly<Partial<Record<string, false | Readonly<Partial<Record<string, number>>>>>>;

export function valuesOf<T extends Thresholds>(
  code: string,
  thresholds: T,
  settings: HealthSettings,
): ThresholdValues<T> {
  const given = settings[code] || {};
  const entries = Object.entries(thresholds).map(([name, { default: standard }]) => {
    return [name, given[name] ?? standard] as const;
  });
  return Object.fromEntries(entries) as ThresholdValues<T>;
}

/** The values of each check's thresholds, made once. */
export type ValuesOf = (check: Check) => ThresholdValues<Thresholds>;

export function valuesBy(settings: HealthSettings): ValuesOf {
  const known = new Map<string, ThresholdValues<Thresholds>>();
  return ({ code, thresholds }) => {
    let values = known.get(code);
    if (!values) known.set(code, (values = valuesOf(code, thresholds, settings)));
    return values;
  };
}

const checksOf: { readonly [When in keyof Evidences]: readonly Check[] } = {
  network: healthChecks.filter(({ when }) => when === 'network'),
  initial: healthChecks.filter(({ when }) => when === 'initial'),
  running: healthChecks.filter(({ when }) => when === 'running'),
};

/** What the checks of a kind find; `since` 0, or the run's iteration. `values`: of the same settings. */
export function runChecks<When extends keyof Evidences>(
  when: When,
  evidence: Evidences[When],
  settings: HealthSettings,
  values: ValuesOf = valuesBy(settings),
): readonly Finding[] {
  const since = 'iteration' in evidence ? evidence.iteration : 0;
  const findings: Finding[] = [];
  for (const one of checksOf[when]) {
    if (settings[one.code] === false) continue;
    for (const found of one.find(evidence, values(one)))
      findings.push({ since, ...found, code: one.code, severity: found.severity ?? one.severity });
  }
  return findings;
}
