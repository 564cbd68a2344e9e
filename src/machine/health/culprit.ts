// The first instruction that made a NaN or an ∞, found by going back to before it and looking at what each instruction
// writes. Not the −∞ that masks and padding are made of, which stays inside a kernel's own tensors.
import { sizeOf } from '../../core/shape.ts';
import { floats, type Tensor } from '../../core/tensor.ts';
import type { Machine } from '../machine.ts';
import type { NonFinite } from './evidence.ts';

/** Iterations further back that are tried when the parameters are broken already. */
const reach = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/** `iteration`: one (0-based) in which the loss or a parameter is known to be broken. Comes back to the moment. */
export function findCulprit(machine: Machine, iteration: number): NonFinite | null {
  const { length } = machine.program.instructions;
  const first = machine.firstTick / length;
  const now = machine.lastTick;
  let found: NonFinite | null = null;
  for (const back of reach) {
    const start = Math.max(first, iteration - back);
    machine.visit(start * length, () => {
      if (machine.parameters().some((tensor) => isBroken(machine, tensor))) return;
      const end = Math.min(now, (iteration + 1) * length);
      while (machine.tick < end && !found) {
        const at = machine.tick % length;
        const during = machine.iteration;
        machine.advanceTo(machine.tick + 1);
        found = culpritAt(machine, during, at);
      }
    });
    if (found || start === first) break;
  }
  return found;
}

function culpritAt(machine: Machine, iteration: number, index: number): NonFinite | null {
  const { phase, layer, name, writes, reads } = machine.program.instructions[index];
  for (const written of writes) {
    const tensor = machine.tensor(written);
    if (tensor?.dtype !== 'float32') continue;
    const at = firstBroken(machine, tensor);
    if (at < 0) continue;
    return {
      iteration,
      instruction: index,
      layer,
      operation: `${phase}: ${name}`,
      tensor: written,
      index: at,
      value: floats(machine.memory, tensor)[at],
      operands: reads.flatMap((operand) => {
        const read = machine.tensor(operand);
        return read?.dtype === 'float32' ? [rangeOf(operand, floats(machine.memory, read))] : [];
      }),
    };
  }
  return null;
}

const isBroken = (machine: Machine, tensor: Tensor): boolean => firstBroken(machine, tensor) >= 0;

/** −∞ counts only in what a layer gives: outputs, gradients, parameters, the loss. */
function firstBroken({ kernels, memory, network }: Machine, tensor: Tensor): number {
  const size = sizeOf(tensor.shape);
  const at = kernels.firstNonFinite(tensor.offset, size);
  if (at < 0) return -1;
  const known = network.layers.some(
    (layer) =>
      tensor.name.startsWith(`${layer.name}.output`) ||
      layer.parameters.some(({ fullName }) => tensor.name.startsWith(fullName)),
  );
  if (known || tensor.name === 'loss') return at;
  return floats(memory, tensor).findIndex((value) => Number.isNaN(value) || value === Infinity);
}

function rangeOf(tensor: string, values: Float32Array) {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { tensor, min, max };
}
