// A loss on class indices, spelled out for one sample: the log-probability of the right class, its term, the mean.
import { exp } from '../math.ts';
import type { Tensor } from '../tensor.ts';
import { flatIndex, type Quantity, subscripts, type WorkedLossBuild, type WorkedStep } from '../worked.ts';
import { type ClassOptions, classRows } from './classes.ts';
import { workedReduction } from './workedReduction.ts';

/** Which row of the input an index is in, its place there, and the right class. */
function rowOf({ input, target, read }: WorkedLossBuild<ClassOptions>, at: readonly number[]) {
  const { classes } = classRows(input);
  const index = flatIndex(input.shape, at);
  const row = Math.floor(index / classes);
  const right = read(target, row, 'y');
  return { classes, row, place: index % classes, right };
}

function divisorOf({ options, scratch, read }: WorkedLossBuild<ClassOptions>): number {
  return options.reduction === 'sum' ? 1 : read(scratch('divisor'), 0, '').value;
}

/** term = −w·log p of the right class, and the reduction. */
export function workedTerm(
  build: WorkedLossBuild<ClassOptions>,
  logProbabilities: Tensor,
  at: readonly number[],
): readonly WorkedStep[] {
  const { options, scratch, read, result } = build;
  const { classes, row, right } = rowOf(build, at);
  const terms = scratch('terms');
  const isCounted = right.value !== options.ignore_index && right.value >= 0 && right.value < classes;
  const smoothing = (options as { label_smoothing?: number }).label_smoothing ?? 0;
  const weight = options.weight?.[right.value] ?? 1;
  const parts: Quantity[] = isCounted
    ? [right, read(logProbabilities, row * classes + right.value, `log p${subscripts(right.value)}`)]
    : [right];
  if (options.weight && isCounted) parts.push({ symbol: 'w', value: weight });
  const plain = isCounted ? -weight * parts[1].value : 0;
  // What smoothing spreads over the other classes is told by the term alone.
  const total = smoothing > 0 ? read(terms, row, '').value : plain;
  return [
    {
      ...{ kind: 'formula', name: 'negative log likelihood', parts, total },
      formula: `term = −${options.weight ? 'w·' : ''}log p[y]${smoothing > 0 ? `, ${smoothing} of it spread over all classes` : ''}`,
      result: result(terms, row, 'term', total),
    },
    workedReduction(build, terms, divisorOf(build)),
  ];
}

/** The log-probability of the right class, as an index of the input. */
export function rightClass(build: WorkedLossBuild<ClassOptions>, at: readonly number[]): number | null {
  const { classes, right } = rowOf(build, at);
  return right.value >= 0 && right.value < classes ? right.value : null;
}

/** ∂L/∂x = w·(p − 1 for the right class) / divisor, for a loss that makes its own log-probabilities. */
export function workedClassGradient(
  build: WorkedLossBuild<ClassOptions>,
  logProbabilities: Tensor,
  at: readonly number[],
): WorkedStep | null {
  const { inputGrad, options, read, result } = build;
  if (!inputGrad) return null;
  const { classes, row, place, right } = rowOf(build, at);
  const logarithm = read(logProbabilities, row * classes + place, `log p${subscripts(place)}`);
  const divisor = divisorOf(build);
  const hot = right.value === place ? 1 : 0;
  const weight = options.weight?.[right.value] ?? 1;
  const smoothing = (options as { label_smoothing?: number }).label_smoothing ?? 0;
  const plain = right.value === options.ignore_index ? 0 : (weight * (exp(logarithm.value) - hot)) / divisor;
  const total = smoothing > 0 ? read(inputGrad, row * classes + place, '').value : plain;
  return {
    ...{ kind: 'formula', name: 'input gradient', total },
    formula: `∂L/∂x = ${options.weight ? 'w·' : ''}(p − ${hot === 1 ? '1' : '0'})${divisor === 1 ? '' : ` / ${divisor}`}, 1 for the right class`,
    parts: [{ symbol: `p${subscripts(place)}`, value: exp(logarithm.value) }, right],
    result: result(inputGrad, row * classes + place, `∂L/∂x${subscripts(place)}`, total),
  };
}
