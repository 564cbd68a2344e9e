// How a loss turns one term an element (or a row) into one number.
import type * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { choice } from '../options.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** 'none' gives a loss for every element, and only one number can be minimised. */
export const reduction = choice(['mean', 'sum'], 'Whether the loss is the mean or the sum of its terms.', 'mean');
/** KLDivLoss has a third: the sum over the rows of the batch. */
export type Reduction = z.infer<typeof reduction> | 'batchmean';

/** What the sum of terms is divided by, given their shape: [rows, …]. */
export function termDivisor(reduction: Reduction, shape: readonly number[]): number {
  if (reduction === 'sum') return 1;
  return reduction === 'mean' ? sizeOf(shape) : shape[0];
}

/** L = Σ terms / divisor. */
export function reduce(reduction: Reduction, terms: Tensor, loss: Tensor): Operation {
  const n = sizeOf(terms.shape);
  const divisor = termDivisor(reduction, terms.shape);
  return {
    name: reduction,
    formula: reduction === 'sum' ? 'L = Σ terms' : `L = Σ terms / ${divisor}`,
    reads: [terms],
    writes: [loss],
    calls: [{ kernel: 'sum', args: [terms.offset, n, 1 / divisor, loss.offset] }],
  };
}
