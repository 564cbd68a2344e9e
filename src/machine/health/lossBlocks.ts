// The loss in blocks of whole epochs, long enough that their means say something; of equal parts where epochs are long.
import type { LossRecord } from '../lossRecord.ts';
import type { LossBlock } from './evidence.ts';

/** Iterations that a block has at least, and at most. */
const [fewest, most] = [20, 250];
/** Blocks that checks look back on, in iterations. */
const lookBack = 2000;

export interface LossBlocks {
  /** Complete blocks before an iteration, in order: the first of all, and those of the last 2,000 iterations. */
  upTo(iteration: number): readonly LossBlock[];
}

export function lossBlocks(losses: LossRecord, batches: number): LossBlocks {
  const size = batches > most ? most : batches * Math.ceil(fewest / batches);
  const known = new Map<number, LossBlock>();
  let last: { readonly end: number; readonly blocks: readonly LossBlock[] } | null = null;
  const block = (index: number): LossBlock => {
    const cached = known.get(index);
    if (cached) return cached;
    const from = index * size;
    let [sum, least, largest, count] = [0, Infinity, -Infinity, 0];
    for (let i = from; i < from + size; i++) {
      const loss = losses.at(i);
      if (Number.isNaN(loss)) continue;
      sum += loss;
      least = Math.min(least, loss);
      largest = Math.max(largest, loss);
      count++;
    }
    const made = { from, to: from + size, mean: sum / count, least, most: largest };
    known.set(index, made);
    return made;
  };
  return {
    upTo(iteration) {
      const end = Math.floor(iteration / size);
      if (last?.end === end) return last.blocks;
      const start = Math.max(0, Math.floor((iteration - lookBack) / size));
      const indices = Array.from({ length: end - start }, (_, i) => start + i);
      if (start > 0) indices.unshift(0);
      const blocks = indices.map(block).filter(({ mean }) => !Number.isNaN(mean));
      last = { end, blocks };
      return blocks;
    },
  };
}
