// How far a step goes, and where that is: pure arithmetic on ticks. A tick is one executed instruction; tick t is the
// moment after t instructions, tick 0 the freshly initialised network.
import type { Program } from '../model/program.ts';

export type StepSize = 'operation' | 'layer' | 'phase' | 'iteration' | 'epoch';

/** Whether a step of this size ends between instructions a and b = a + 1 of the program (b = length: the iteration ends). */
function isBoundary(program: Program, size: 'layer' | 'phase', a: number): boolean {
  const { instructions } = program;
  if (a + 1 === instructions.length) return true;
  const before = instructions[a];
  const after = instructions[a + 1];
  return before.phase !== after.phase || (size === 'layer' && before.layer !== after.layer);
}

const ticksPer = (program: Program, size: 'iteration' | 'epoch'): number =>
  program.instructions.length * (size === 'epoch' ? program.network.batches : 1);

/** The tick at which a step forward of this size from `tick` ends. */
export function nextTick(program: Program, tick: number, size: StepSize): number {
  if (size === 'operation') return tick + 1;
  if (size === 'iteration' || size === 'epoch') {
    const ticks = ticksPer(program, size);
    return (Math.floor(tick / ticks) + 1) * ticks;
  }
  const length = program.instructions.length;
  let next = tick + 1;
  while (!isBoundary(program, size, (next - 1) % length)) next++;
  return next;
}

/** The tick at which a step back of this size from `tick` ends: the last boundary before it, 0 at the least. */
export function previousTick(program: Program, tick: number, size: StepSize): number {
  if (tick <= 1) return 0;
  if (size === 'operation') return tick - 1;
  if (size === 'iteration' || size === 'epoch') {
    const ticks = ticksPer(program, size);
    return (Math.ceil(tick / ticks) - 1) * ticks;
  }
  const length = program.instructions.length;
  let previous = tick - 1;
  while (previous > 0 && !isBoundary(program, size, (previous - 1) % length)) previous--;
  return previous;
}
