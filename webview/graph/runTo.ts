// Where *run to here* leads: the moment right after a node's next instruction, on the way forward or back through the network.
import type { InstructionDescription, NetworkDescription } from '../../src/protocol/description.ts';
import { directionOf } from '../moment.ts';

/** Tick after the next such instruction of the nodes first … last; null where they have none. */
export function tickToReach(
  { instructions }: NetworkDescription,
  tick: number,
  [first, last]: readonly [first: number, last: number],
  direction: 'forward' | 'backward',
): number | null {
  const { length } = instructions;
  const isOne = (instruction: InstructionDescription): boolean =>
    instruction.layer >= first && instruction.layer <= last && directionOf(instruction) === direction;
  const start = length === 0 ? 0 : tick - (tick % length);
  const ahead = instructions.findIndex((instruction, i) => i >= tick - start && isOne(instruction));
  if (ahead >= 0) return start + ahead + 1;
  const next = instructions.findIndex(isOne);
  return next < 0 ? null : start + length + next + 1;
}
