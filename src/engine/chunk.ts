// How many ticks make a slice of time: learnt from those that were executed, whatever the network.

/** Milliseconds of computing between two looks at the messages. */
const sliceTime = 8;
const most = 1 << 20;

export class Chunk {
  ticks = 1;

  /** @param executed ticks that took so many milliseconds. Fewer than a chunk, as a step's, don't tell that a larger one would fit. */
  learn(executed: number, took: number): void {
    if (took > sliceTime) this.ticks = Math.max(1, Math.floor((Math.min(this.ticks, executed) * sliceTime) / took));
    else if (executed >= this.ticks && took < sliceTime / 2) this.ticks = Math.min(most, this.ticks * 2);
  }
}
