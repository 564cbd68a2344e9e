// Views of what each iteration touches, made anew only when the memory has grown, so that a step makes no garbage. They
// are the one exception to "never keep a view": whoever keeps them compares `buffer` before each use.
import { floats, integers, type Memory } from '../core/tensor.ts';
import { iterationName, scalarsName } from '../model/draft.ts';
import type { Program } from '../model/program.ts';

export interface IterationViews {
  readonly buffer: ArrayBuffer;
  readonly batch: Int32Array;
  readonly iteration: Int32Array;
  readonly loss: Float32Array;
  readonly scalars: Float32Array;
}

/** Takes the program and no closure: a function that has one makes room for what it sees at every call. */
export function iterationViews(memory: Memory, { tensors }: Program): IterationViews {
  const planned = (name: string) => tensors.get(name)!.tensor;
  return {
    buffer: memory.buffer,
    batch: integers(memory, planned('batch')),
    iteration: integers(memory, planned(iterationName)),
    loss: floats(memory, planned('loss')),
    scalars: floats(memory, planned(scalarsName)),
  };
}
