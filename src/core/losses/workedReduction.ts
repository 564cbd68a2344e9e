// The loss as the sum of its terms, spelled out.
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { product, sumOfTerms, type WorkedLossBuild, type WorkedStep } from '../worked.ts';

/** L = Σ terms / divisor. */
export function workedReduction(
  { loss, read, result }: Pick<WorkedLossBuild, 'loss' | 'read' | 'result'>,
  terms: Tensor,
  divisor: number,
): WorkedStep {
  const parts = Array.from({ length: sizeOf(terms.shape) }, (_, i) => product(String(i), read(terms, i, 'term')));
  const total = sumOfTerms(parts, null, divisor);
  return {
    ...{ kind: 'sum', name: divisor === 1 ? 'sum' : 'mean', terms: parts, constant: null, divisor, total },
    columns: ['term', ''],
    formula: divisor === 1 ? 'L = Σ terms' : `L = Σ terms / ${divisor}`,
    result: result(loss, 0, 'L', total),
  };
}
