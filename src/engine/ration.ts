// Measuring the whole data set may cost more than the frame that shows it: while running it gets a small share of the time.
import type { Answers } from '../machine/answers.ts';
import { isMeasurement, type Watch } from '../machine/watch.ts';

/** Measured again when this many times its own cost has passed. */
const share = 20;

export class Ration {
  private readonly now: () => number;
  private due = 0;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.now = now;
  }

  /** For another network. */
  reset(): void {
    this.due = 0;
  }

  /** Of each watch; of one that is not to be measured now, what was measured last. */
  answers(answers: Answers, watches: readonly Watch[], running: boolean): (Float32Array | null)[] {
    const mayMeasure = !running || this.now() >= this.due;
    let spent = 0;
    const found = watches.map((watch) => {
      if (!isMeasurement(watch)) return answers.answer(watch);
      const last = mayMeasure ? undefined : answers.lastMeasured(watch);
      if (last !== undefined) return last;
      const start = this.now();
      const answer = answers.measure(watch);
      spent += this.now() - start;
      return answer;
    });
    if (spent > 0) this.due = this.now() + share * spent;
    return found;
  }
}
