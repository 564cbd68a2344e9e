// What a session answers of its runs: told, named, forgotten, kept for the next session and taken up from the last.
import type { Machine } from '../machine/machine.ts';
import type { EngineFunctions } from '../protocol/engine.ts';
import type { Runs } from './runs.ts';

interface Surroundings {
  readonly machine: () => Machine;
  readonly undoEdit: () => Promise<unknown>;
  readonly sendFrames: () => void;
}

type RunFunctions = Pick<EngineFunctions, 'timeline' | 'nameRun' | 'removeRun' | 'keptRuns' | 'restoreRuns'>;

export function createRunFunctions(runs: Runs, { machine, undoEdit, sendFrames }: Surroundings): RunFunctions {
  return {
    timeline: () => Promise.resolve(runs.describe(machine())),
    async nameRun(id, name) {
      runs.rename(id, name);
      sendFrames();
      await Promise.resolve();
    },
    async removeRun(id) {
      for (let left = runs.remove(id); left > 0; left--) await undoEdit();
      sendFrames();
      return { edits: machine().hand.all };
    },
    keptRuns: () => Promise.resolve(runs.keep()),
    async restoreRuns(kept) {
      runs.restore(kept);
      sendFrames();
      await Promise.resolve();
    },
  };
}
