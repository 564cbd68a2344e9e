// The loss in blocks of whole epochs, long enough that their means say something; of equal parts where epochs are long.
import type { LossRecord } from '../lossRecord.ts';
import type { LossBlock } from './evidence.ts';

/** Iterations that a block has at least, and at most. */
const [fewest, longest] = [20, 250];
/** Blocks that checks look back on, in iterations. */
const lookBack = 2000;

export interface LossBlocks {
  /** Complete blocks before an iteration, in order: the first of all, and those of the last 2,000 iterations. */
  upTo(iteration: number): readonly LossBlock[];
}

export function lossBlocks(losses: LossRecord, batches: number): LossBlocks {
  const size = batches > longest ? longest : batches * Math.ceil(fewest / batches);
  const known = new Map<number, LossBlock>();
  let last: { readonly end: number; readonly blocks: readonly LossBlock[] } | null = null;
  const block = (index: number): LossBlock => {
    const from = index * size;
    const to = from + size;
    const { count, sum, least, most } = losses.summary(from, to);
    return { from, to, mean: sum / count, least, most };
  };
  return {
    upTo(iteration) {
      const end = Math.floor(iteration / size);
      if (last?.end === end) return last.blocks;
      const start = Math.max(0, Math.floor((iteration - lookBack) / size));
      const blocks: LossBlock[] = [];
      for (let index = 0; index < end; index = Math.max(start, index + 1)) {
        let one = known.get(index);
        if (!one) known.set(index, (one = block(index)));
        if (one.mean === one.mean) blocks.push(one);
      }
      last = { end, blocks };
      return blocks;
    },
  };
}
