// Which rows make which batch: at the start of each epoch one `torch.randperm(n)` of the run's generator where `shuffle`
// is on, cut into batches. An iteration leaves nothing for the garbage collector.
import type { Generator, GeneratorState } from '../core/random.ts';
import type { Network } from '../model/model.ts';

export interface Batches {
  /** Writes the rows of the data that make up an iteration's batch (0-based) to `out`. Iterations are asked for in order. */
  writeRows(iteration: number, out: Int32Array): void;
  /** Rows in an iteration's batch. */
  readonly count: (iteration: number) => number;
  /** The generator as it stood before the permutation of this iteration's epoch was drawn, enough to come back to it; asked for at its start. */
  save(iteration: number): GeneratorState;
  /** Stands before `iteration`, whose epoch's start had this state. */
  restore(iteration: number, state: GeneratorState): void;
}

export function createBatches(network: Network, generator: Generator): Batches {
  const { batches, batchSize, lastBatch, model, dataset } = network;
  const { rows } = dataset.train;
  const order: Int32Array = Int32Array.from({ length: rows }, (_, row) => row);
  /** The generator before the permutation in `order` was drawn. */
  const epochStart = generator.save();
  /** First iteration whose permutation has not been drawn. */
  let drawnUpTo = 0;

  const draw = (iteration: number) => {
    if (model.training.shuffle) {
      generator.save(epochStart);
      generator.randperm(rows, order);
    }
    drawnUpTo = (Math.floor(iteration / batches) + 1) * batches;
  };
  const count = (iteration: number) => (iteration % batches === batches - 1 ? lastBatch : batchSize);
  return {
    count,
    writeRows(iteration, out) {
      if (iteration >= drawnUpTo) draw(iteration);
      const start = (iteration % batches) * batchSize;
      const length = count(iteration);
      for (let i = 0; i < length; i++) out[i] = order[start + i];
    },
    // At an epoch's boundary nothing of the coming epoch is drawn yet: its start is now.
    save: (iteration) =>
      iteration >= drawnUpTo ? generator.save() : { ...epochStart, words: epochStart.words.slice() },
    restore(iteration, state) {
      generator.restore(state);
      if (iteration % batches === 0) drawnUpTo = iteration;
      else draw(iteration);
    },
  };
}
