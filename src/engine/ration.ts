// Looking must not cost more than what is looked at. While the machine runs, or a long step is under way, measuring the data
// set or the network's answers over a plane gets a small share of the time, and so do frames as wholes; what would take
// seconds waits until nothing else is asked for, also at rest.
import type { Answers } from '../machine/answers.ts';
import { isMeasurement, runsNetwork, type Watch } from '../machine/watch.ts';

/** Measured again when this many times its own cost has passed. */
const share = { data: 20, plane: 5 };
/** A frame is sent when this many times the last one's cost has passed. */
const frameShare = 4;
/** Milliseconds without other work after which what was put off is measured: at least these, and what it took last time. */
const calm = 400;

export class Ration {
  private readonly now: () => number;
  private readonly due = { data: 0, plane: 0 };
  private frameCost = 0;
  private lastCost = 0;
  private settling = false;
  /** Something was put off at rest. */
  owes = false;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.now = now;
  }

  /** For another network. */
  reset(): void {
    this.due.data = this.due.plane = this.frameCost = this.lastCost = 0;
    this.owes = false;
  }

  /** Milliseconds to leave between two frames, beside the screen's rate. */
  get pause(): number {
    return frameShare * this.frameCost;
  }

  /** Milliseconds of rest before `answers` is asked to pay what it owes. */
  get rest(): number {
    return Math.max(calm, this.lastCost);
  }

  /**
   * Of each watch; of one that is not to be measured now, what was measured last.
   * @param when `running`: the machine goes on after this; `rest`: it stands, and the next step may come at once; `calm`: nothing else is waiting
   */
  answers(
    answers: Answers,
    watches: readonly Watch[],
    when: 'running' | 'rest' | 'calm',
  ): readonly (Float32Array | null)[] {
    const began = this.now();
    const may = {
      data: when !== 'running' || began >= this.due.data,
      plane: when !== 'running' || began >= this.due.plane,
    };
    const spent = { data: 0, plane: 0 };
    if (when === 'calm') this.owes = false;
    const found = watches.map((watch) => {
      if (!runsNetwork(watch)) return answers.answer(watch);
      const kind = isMeasurement(watch) ? 'data' : 'plane';
      const putOff = when === 'rest' && isMeasurement(watch) && answers.isSlow(watch);
      if (putOff) this.owes = true;
      const last = putOff ? (answers.lastMeasured(watch) ?? null) : may[kind] ? undefined : answers.lastMeasured(watch);
      if (last !== undefined) return last;
      const start = this.now();
      const answer = answers.measure(watch);
      spent[kind] += this.now() - start;
      return answer;
    });
    for (const kind of ['data', 'plane'] as const)
      if (spent[kind] > 0) this.due[kind] = this.now() + share[kind] * spent[kind];
    if (spent.data > 0) this.lastCost = spent.data;
    this.frameCost = this.now() - began - spent.data - spent.plane;
    return found;
  }

  /** Calls `pay` when no other work was begun in a while; `work` is the number of the last one begun. */
  async settle(work: () => number, sleep: (milliseconds: number) => Promise<void>, pay: () => void): Promise<void> {
    if (this.settling) return;
    this.settling = true;
    for (let seen = NaN; this.owes && seen !== work();) {
      seen = work();
      await sleep(this.rest);
    }
    this.settling = false;
    if (this.owes) pay();
  }
}
