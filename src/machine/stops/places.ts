// Which instructions can change what an expression says: a data breakpoint is looked at after those alone.
import { sizeOf } from '../../core/shape.ts';
import { namesIn } from '../expression/namesIn.ts';
import type { Machine } from '../machine.ts';

/** Places in the iteration at which a value may be another than before; every one where that can't be known. */
export function placesOfChange(sources: readonly string[], machine: Machine): readonly number[] {
  const { instructions, tensors } = machine.program;
  const { length } = instructions;
  const places = new Set<number>();
  for (const name of new Set(sources.flatMap((source) => [...namesIn(source, machine)]))) {
    const tensor = tensors.get(name)?.tensor;
    if (tensor) {
      const end = tensor.offset + 4 * sizeOf(tensor.shape);
      for (const [i, { writes }] of instructions.entries()) {
        const isWritten = writes.some((written) => {
          const other = tensors.get(written)!.tensor;
          return other.offset < end && tensor.offset < other.offset + 4 * sizeOf(other.shape);
        });
        if (isWritten) places.add((i + 1) % length);
      }
    } else if (name === 'loss') {
      places.add((tensors.get('loss')!.writer + 1) % length);
    } else if (['iteration', 'epoch', 'batch', 'rows'].includes(name)) {
      places.add(1 % length);
    } else if (['lr', 'train_loss', 'train_accuracy', 'test_loss', 'test_accuracy'].includes(name)) {
      places.add(0);
    } else {
      return instructions.map((_, i) => i);
    }
  }
  return [...places];
}
