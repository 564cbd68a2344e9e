// Checkpoints of a run at iteration boundaries, so that any moment can be gone back to: restore the nearest one before
// it, run forward. Bounded in bytes: when it is full, checkpoints are thinned, the older the sparser.
import type { GeneratorState } from '../core/random.ts';
import type { Program } from '../model/program.ts';
import { workOfRow } from '../model/workOfRow.ts';

export interface Checkpoint {
  /** Iterations completed. */
  readonly iteration: number;
  /** Parameters, buffers and optimizer state. */
  readonly bytes: Uint8Array;
  readonly generator: GeneratorState;
}

export interface History {
  /** Whether a checkpoint is due at this iteration: far enough from the ones around it. */
  due(iteration: number): boolean;
  add(checkpoint: Checkpoint): void;
  /** The last checkpoint at or before `iteration`; the first one, if there is none. */
  before(iteration: number): Checkpoint;
  /** All at or before `iteration`, in order. */
  upTo(iteration: number): readonly Checkpoint[];
  /** Whether the latest ones lie so near that going back to now takes no time that is noticed, and many iterations apart. */
  readonly isDense: boolean;
  /** Drops the checkpoints from `iteration` on, but never the first: what follows has become another run. */
  dropFrom(iteration: number): void;
}

/** Kernel work between two checkpoints, in multiply-adds: about 20 ms of replay. */
const workBetweenCheckpoints = 2e8;
/** Multiply-adds that an instruction costs at the least, its call included; and that keeping a number of the state takes. */
const instructionWork = 2000;
const keepingWork = 25;
/** Share of a run that keeping its history may take. */
const keepingShare = 0.03;

/** Iterations between checkpoints while there is room. */
export function checkpointInterval({ network, instructions, persistent }: Program): number {
  const state = (persistent.to - persistent.from) / 4;
  const work = instructions.length * instructionWork + 6 * workOfRow(network) * network.batchSize + state;
  return Math.max(1, Math.ceil(Math.max(workBetweenCheckpoints, (keepingWork * state) / keepingShare) / work));
}

/** From so many iterations between checkpoints on it is worth while to leave out what only a look needs. */
const manyIterations = 16;
/** With room for fewer checkpoints they are spaced out ever more. */
const muchRoom = 16;

/** What a checkpoint takes besides its tensors' bytes, measured: the generator's 624 words, two arrays and their objects. */
const bytesBesides = 3700;

/**
 * `first` is always kept. `interval`: iterations between checkpoints while there is room; `limit`: bytes for all of them; too few
 * for a second one: no more than the first.
 */
export function createHistory(first: Checkpoint, interval: number, limit: number): History {
  const checkpoints = [first];
  const room = Math.max(1, Math.floor(limit / (first.bytes.length + bytesBesides)));
  let spacing = interval;

  /** Index of the last checkpoint at or before `iteration`, −1 when all are later. */
  const find = (iteration: number): number => {
    let low = 0;
    let high = checkpoints.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (checkpoints[middle].iteration <= iteration) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  /** Drops the checkpoint whose gap, once it is gone, is smallest for its age; never the first nor the last. */
  const thin = () => {
    const newest = checkpoints[checkpoints.length - 1].iteration;
    let best = 1;
    let bestScore = Infinity;
    for (let i = 1; i < checkpoints.length - 1; i++) {
      const gap = checkpoints[i + 1].iteration - checkpoints[i - 1].iteration;
      const score = gap / (newest - checkpoints[i].iteration + spacing);
      if (score < bestScore) [best, bestScore] = [i, score];
    }
    checkpoints.splice(best, 1);
  };

  return {
    due(iteration) {
      if (room === 1) return false;
      const i = find(iteration);
      return iteration - (checkpoints[i]?.iteration ?? -Infinity) >= spacing;
    },
    add(checkpoint) {
      checkpoints.splice(find(checkpoint.iteration) + 1, 0, checkpoint);
      if (checkpoints.length <= room) return;
      thin();
      // Taking checkpoints only to drop them costs a copy each: space them out when there is room for but few.
      if (room < muchRoom) spacing *= 2;
    },
    before: (iteration) => checkpoints[Math.max(0, find(iteration))],
    isDense: room >= muchRoom && interval >= manyIterations,
    upTo: (iteration) => checkpoints.slice(0, find(iteration) + 1),
    dropFrom: (iteration) => void checkpoints.splice(Math.max(1, find(iteration - 1) + 1)),
  };
}
