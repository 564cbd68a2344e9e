// The filter `nan`: an instruction that made a NaN or an ∞ out of finite numbers.
import { sizeOf } from '../../core/shape.ts';
import { floats, type Tensor } from '../../core/tensor.ts';
import { type Text, text } from '../../core/text.ts';
import type { Instruction } from '../../model/program.ts';
import { indexText } from '../expression/format.ts';
import type { Machine } from '../machine.ts';

/** For each instruction, quickly whether it is worth a closer look: −∞ of masks and what was broken before are too. */
export function suspicion({ program, kernels }: Machine): (instruction: number) => boolean {
  const written = program.instructions.map(({ writes }) =>
    writes.flatMap((name) => {
      const { dtype, offset, shape } = program.tensors.get(name)!.tensor;
      return dtype === 'float32' ? [{ offset, size: sizeOf(shape) }] : [];
    }),
  );
  return (instruction) => {
    for (const { offset, size } of written[instruction]) if (kernels.firstNonFinite(offset, size) >= 0) return true;
    return false;
  };
}

/** What instruction `instruction` made, in words, or null. To be asked right after it. */
export function madeNonFinite(machine: Machine, { reads, writes, name, phase }: Instruction): Text | null {
  for (const written of writes) {
    const tensor = machine.tensor(written);
    const at = tensor ? firstBroken(machine, tensor) : -1;
    if (!tensor || at < 0) continue;
    const before = reads.filter((read) => !writes.includes(read)).map((read) => machine.tensor(read));
    // Passed on, not made.
    if (before.some((read) => read && firstBroken(machine, read) >= 0)) return null;
    const value = floats(machine.memory, tensor)[at];
    const place = `${written}${indexText(tensor.shape, at)}`;
    return text(
      '{0} is {1}: made by {2} ({3}) from finite numbers',
      place,
      String(value).replace('Infinity', '∞'),
      name,
      phase,
    );
  }
  return null;
}

/** −∞ counts only in what layers give and learn: masks and padding are made of it. */
function firstBroken({ kernels, memory, network }: Machine, tensor: Tensor): number {
  if (tensor.dtype !== 'float32') return -1;
  const at = kernels.firstNonFinite(tensor.offset, sizeOf(tensor.shape));
  if (at < 0) return -1;
  const { name } = tensor;
  const own = network.layers.some(
    (layer) =>
      name.startsWith(`${layer.name}.output`) || layer.parameters.some(({ fullName }) => name.startsWith(fullName)),
  );
  if (own || name === 'loss' || name === 'input') return at;
  return floats(memory, tensor).findIndex((value) => Number.isNaN(value) || value === Infinity);
}
