// The samples of a part by their own loss, the worst first: which those are that the network gets wrong.
import type { Evaluator } from './evaluator.ts';

export interface RankedSample {
  readonly row: number;
  readonly loss: number;
  /** Class, or the first value. */
  readonly truth: number;
  readonly said: number;
}

/** @param cell only those of this class that are taken for that one */
export function* rankSamples(
  evaluator: Evaluator,
  part: 'train' | 'test',
  cell?: readonly [truth: number, said: number],
): Generator<void, readonly RankedSample[]> {
  const samples: RankedSample[] = [];
  yield* evaluator.visiting(part, (row, loss, truth, said) => {
    if (!cell || (truth === cell[0] && said === cell[1])) samples.push({ row, loss, truth, said });
  });
  // What is not a number is worst of all.
  const rank = ({ loss }: RankedSample) => (Number.isNaN(loss) ? Infinity : loss);
  return samples.sort((a, b) => (rank(a) === rank(b) ? a.row - b.row : rank(b) - rank(a)));
}
