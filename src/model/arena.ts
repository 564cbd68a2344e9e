// Hands out tensors by name from a memory plan: one place a name, whoever asks and for however many rows.
import type { MemoryPlan } from '../core/memory.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Arena } from './draft.ts';
import type { CodeBlock } from './program.ts';

export function createArena(plan: MemoryPlan, fixed: ReadonlyMap<string, Tensor>) {
  const laidOut = new Map<string, Tensor>();
  const constants: CodeBlock[] = [];
  /** By rows of the draft: the shapes under which it asked for its tensors. */
  const shapes = new Map<number, Map<string, Shape>>();
  const take = (name: string, shape: Shape, dtype?: Tensor['dtype']): Tensor => {
    const known = laidOut.get(name);
    if (!known) {
      const tensor = plan.add(name, shape, dtype);
      laidOut.set(name, tensor);
      return tensor;
    }
    if (sizeOf(shape) > sizeOf(known.shape))
      throw new Error(`${name}: ${shape.join('×')} asked for after ${known.shape.join('×')}`);
    return { ...known, shape };
  };
  const forRows = (rows: number): Arena => {
    const asked = shapes.get(rows) ?? new Map<string, Shape>();
    shapes.set(rows, asked);
    const scratch: Arena['scratch'] = (name, shape, dtype) => {
      asked.set(name, shape);
      return take(name, shape, dtype);
    };
    return {
      batched: (name, shape) => scratch(name, [rows, ...shape]),
      scratch,
      constant(name, shape, valueAt) {
        const isNew = !laidOut.has(name);
        const tensor = scratch(name, shape);
        if (isNew) {
          const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => valueAt(i));
          constants.push({ offset: tensor.offset, words: new Int32Array(values.buffer) });
        }
        return tensor;
      },
      fixed(name) {
        const tensor = fixed.get(name);
        if (!tensor) throw new Error(`no tensor ${name}`);
        return tensor;
      },
    };
  };
  return { laidOut, constants, shapes, forRows };
}
