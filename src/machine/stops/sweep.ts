// Whether anything that a run computed is NaN or infinite, asked of whole stretches of the memory: far cheaper than after
// each instruction, and enough where nothing is wrong, which is nearly always.
import { sizeOf } from '../../core/shape.ts';
import type { Machine } from '../machine.ts';

/** A stretch of floats. */
interface Stretch {
  readonly offset: number;
  readonly size: number;
}

/** Bytes of padding that two neighbours may have between them. */
const padding = 64;

export interface Sweep {
  /** Whether one of an iteration's outputs and gradients is: what the next iteration overwrites. */
  passing(): boolean;
  /** Whether anything is, parameters and the optimizer's state included. −∞ of masks counts too. */
  whole(): boolean;
}

export function createSweep(machine: Machine): Sweep {
  const { kernels, program, network } = machine;
  const lasting = new Set<string>();
  for (const layer of network.layers)
    for (const { fullName } of layer.parameters)
      for (const name of program.tensors.keys()) if (name.startsWith(fullName)) lasting.add(name);
  const all = stretches(machine, () => true);
  const outputs = stretches(machine, (name) => !lasting.has(name));
  const any = (list: readonly Stretch[]) => {
    for (let i = 0; i < list.length; i++) if (kernels.firstNonFinite(list[i].offset, list[i].size) >= 0) return true;
    return false;
  };
  return { passing: () => any(outputs), whole: () => any(all) };
}

/** Written tensors that are chosen, neighbours as one. */
function stretches({ program }: Machine, chosen: (name: string) => boolean): readonly Stretch[] {
  const written = new Set(program.instructions.flatMap(({ writes }) => writes));
  const blocks = [...program.tensors].map(([name, { tensor }]) => {
    const counts = tensor.dtype === 'float32' && written.has(name) && chosen(name);
    return { from: tensor.offset, to: tensor.offset + 4 * sizeOf(tensor.shape), counts };
  });
  for (const { offset, words } of program.code)
    blocks.push({ from: offset, to: offset + 4 * words.length, counts: false });
  blocks.sort((a, b) => a.from - b.from || a.to - b.to);
  const found: { from: number; to: number }[] = [];
  let joins = false;
  for (const { from, to, counts } of blocks) {
    const last = found.at(-1);
    if (!counts) {
      joins &&= to <= (last?.to ?? 0);
    } else if (joins && last && from - last.to <= padding) {
      last.to = Math.max(last.to, to);
    } else {
      found.push({ from, to });
      joins = true;
    }
  }
  return found.map(({ from, to }) => ({ offset: from, size: (to - from) / 4 }));
}
