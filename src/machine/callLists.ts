// The calls that a machine executes, of a full batch and of the epoch's last.
import type { PreparedCall, Program } from '../model/program.ts';

/** Of each instruction. */
type Calls = readonly (readonly PreparedCall[])[];

export interface CallLists {
  readonly all: Calls;
  /** Without those that keep what is only looked at: for iterations that nobody can look at. */
  readonly own: Calls;
}

/** @param divided calls as they are executed, one for one: by several threads where that pays */
export function callLists({ variants, instructions }: Program, divided: (calls: Calls) => Calls): readonly CallLists[] {
  return variants.map((variant) => {
    const all = divided(variant.calls);
    return { all, own: all.map((calls, i) => calls.slice(...(instructions[i].own ?? []))) };
  });
}
