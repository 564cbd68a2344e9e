// The calls that a machine executes, of a full batch and of the epoch's last.
import { nanosecondsOf } from '../core/kernels/splits.ts';
import type { PartCall } from '../core/kernels/pool.ts';
import type { PreparedCall, Program } from '../model/program.ts';

/** Of each instruction. */
type Calls = readonly (readonly PartCall[])[];

export interface CallLists {
  readonly all: Calls;
  /** Without those that keep what is only looked at: for iterations that nobody can look at. */
  readonly own: Calls;
  /** Which instructions take so long that whoever waits for one notices. */
  readonly isLong: readonly boolean[];
}

/** Nanoseconds. */
const noticed = 50e6;

/** @param divided what is executed for each call */
export function callLists(
  { variants, instructions }: Program,
  divided: (calls: readonly (readonly PreparedCall[])[]) => readonly (readonly (readonly PartCall[])[])[],
): readonly CallLists[] {
  return variants.map(({ calls }) => {
    const executed = divided(calls);
    return {
      all: executed.map((parts) => parts.flat()),
      own: executed.map((parts, i) => parts.slice(...(instructions[i].own ?? [])).flat()),
      isLong: calls.map((list, i) => {
        const nanoseconds = list.reduce((sum, { kernel, args }) => sum + nanosecondsOf(kernel, args), 0);
        // A batch once chosen is not given back.
        return nanoseconds > noticed && executed[i].flat().length > 1 && instructions[i].prepare !== 'batch';
      }),
    };
  });
}
