// Views of what each iteration touches, made anew only when the memory has grown, so that a step makes no garbage. They
// are the one exception to "never keep a view": whoever keeps them compares `buffer` before each use.
import { floats, integers, type Memory, type Tensor } from '../core/tensor.ts';
import { iterationName, scalarsName } from '../model/draft.ts';

export interface IterationViews {
  readonly buffer: ArrayBuffer;
  readonly batch: Int32Array;
  readonly iteration: Int32Array;
  readonly loss: Float32Array;
  readonly scalars: Float32Array;
}

export function iterationViews(memory: Memory, planned: (name: string) => Tensor): IterationViews {
  return {
    buffer: memory.buffer,
    batch: integers(memory, planned('batch')),
    iteration: integers(memory, planned(iterationName)),
    loss: floats(memory, planned('loss')),
    scalars: floats(memory, planned(scalarsName)),
  };
}
