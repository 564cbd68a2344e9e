// How much of a long work is done between two looks at the messages: about a slice's time, though one operation may take
// a thousand times as long as the next. So a slice is measured in estimated work, and what that takes is learnt.
import { nanosecondsOf } from '../core/kernels/splits.ts';
import { sizeOf } from '../core/shape.ts';
import type { Instruction, PreparedCall, Program } from '../model/program.ts';

/** Milliseconds that a slice is to take. */
const sliceTime = 8;
/** Nanoseconds of estimated work that a first slice has, and that any has at most. */
const firstWork = 20_000;
const mostWork = 1e9;
/** What executing an instruction takes at least, and an element that it reads or writes. */
const perInstruction = 100;
const perElement = 0.2;

export class Slicer {
  /** Estimated work of an iteration's instructions up to each. */
  private sums: readonly number[] = [0];
  private work = firstWork;

  /** Another program is run from here on. */
  begin(program: Program): void {
    const [{ calls }] = program.variants;
    const sums = [0];
    program.instructions.forEach((instruction, i) => sums.push(sums[i] + estimate(program, instruction, calls[i])));
    this.sums = sums;
    this.work = firstWork;
  }

  /** Ticks from this one on that make a slice: one operation at least. */
  ticks(tick: number): number {
    const { sums } = this;
    const length = sums.length - 1;
    const place = tick % length;
    const iterations = Math.floor(this.work / sums[length]);
    // Where iterations fly by a slice ends with one: marks that jumped from card to card would show nothing.
    if (iterations > 0) return iterations * length - place;
    const end = sums[place] + this.work;
    let at = place;
    // Beyond the iteration's end it is another slice.
    while (at < length && sums[at + 1] <= end) at++;
    return Math.max(1, at - place);
  }

  /** So many ticks from one on were executed, and took so many milliseconds. */
  learn(from: number, ticks: number, took: number): void {
    const done = this.until(from + ticks) - this.until(from);
    if (took > sliceTime) this.work = Math.max(1, (done * sliceTime) / took);
    // Much less than a slice, as a step, doesn't tell that a larger one would fit.
    else if (2 * done > this.work && took < sliceTime / 2) this.work = Math.min(mostWork, this.work * 2);
  }

  /** Estimated work of all ticks before one. */
  private until(tick: number): number {
    const { sums } = this;
    const length = sums.length - 1;
    return Math.floor(tick / length) * sums[length] + sums[tick % length];
  }
}

function estimate({ tensors }: Program, { reads, writes }: Instruction, calls: readonly PreparedCall[]): number {
  const elements = [...reads, ...writes].reduce((sum, name) => sum + sizeOf(tensors.get(name)?.tensor.shape ?? []), 0);
  const known = calls.reduce((sum, { kernel, args }) => sum + nanosecondsOf(kernel, args), 0);
  return perInstruction + Math.max(known, elements * perElement);
}
