// Where a run stands, read off the frame's tick and the network's list of instructions.
import type { InstructionDescription, NetworkDescription } from '../src/protocol/description.ts';
import type { Header } from '../src/protocol/frame.ts';

type LossHeader = Pick<Header, 'loss' | 'tick' | 'firstTick'>;

export interface Moment {
  readonly tick: number;
  /** The iteration whose numbers are shown, from 1; 0 before the first. */
  readonly iteration: number;
  /** Its epoch, from 1; 0 before the first. */
  readonly epoch: number;
  /** Instructions of that iteration executed so far; all of them at its end, 0 only at the very start. */
  readonly done: number;
  /** The instruction just executed, null at the very start. */
  readonly executed: InstructionDescription | null;
}

export function momentAt(network: NetworkDescription, tick: number): Moment {
  const { length } = network.instructions;
  if (tick <= 0 || length === 0) return { tick: 0, iteration: 0, epoch: 0, done: 0, executed: null };
  const iteration = Math.ceil(tick / length);
  const done = tick - (iteration - 1) * length;
  return {
    tick,
    iteration,
    epoch: Math.floor((iteration - 1) / Math.max(1, network.batches)) + 1,
    done,
    executed: network.instructions[done - 1],
  };
}

/** Whether no loss has been computed yet: its NaN is none of the network's making. */
export function lossIsUnknown(network: NetworkDescription, { loss, tick, firstTick }: LossHeader): boolean {
  const computesLoss = network.instructions.findIndex(({ phase }) => phase === 'loss');
  return Number.isNaN(loss) && tick - firstTick <= computesLoss;
}

/** Which way an instruction's numbers flow; the data and loss phases go forward. */
export type Direction = 'forward' | 'backward' | 'update';

export function directionOf(instruction: InstructionDescription): Direction {
  return instruction.phase === 'backward' || instruction.phase === 'update' ? instruction.phase : 'forward';
}

/** For every layer (index + 1; data first, loss last) after how many instructions its first forward and backward one is done. */
export interface Passes {
  readonly forward: readonly number[];
  readonly backward: readonly number[];
}

export function passesOf(network: NetworkDescription): Passes {
  const forward = new Array<number>(network.layers.length + 2).fill(Infinity);
  const backward = forward.slice();
  network.instructions.forEach((instruction, i) => {
    const direction = directionOf(instruction);
    if (direction === 'update') return;
    const pass = direction === 'forward' ? forward : backward;
    const at = instruction.layer + 1;
    pass[at] = Math.min(pass[at], i + 1);
  });
  return { forward, backward };
}
