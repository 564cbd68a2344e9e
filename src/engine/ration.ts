// Looking must not cost more than what is looked at. While the machine runs, or a long step is under way, frames, measuring the
// data set and the network's answers over a plane each get a small share of the time, spent first on what was told longest
// ago. What takes a while to measure is owed: at rest until nothing else is asked for, and it is paid in slices. No frame
// grows beyond a size.
import type { Answers } from '../machine/answers.ts';
import { isMeasurement, runsNetwork, type Watch } from '../machine/watch.ts';
import type { Told, Viewer } from './viewer.ts';

/** Parts of the time of a run. */
const shares = { frame: 0.04, data: 0.01, plane: 0.01 };
/** Milliseconds whose shares can be saved up. */
const mostSaved = 1000;
/** Milliseconds of measuring that a step's own frame may wait for. */
const patience = 6;
/** Milliseconds without other work after which what is owed is measured: at most these, or what it took last time. */
const calm = 400;
/** Milliseconds of measuring between two looks at the messages. */
const sliceTime = 8;
/** Bytes of answers in a frame, unless one alone is larger. */
const mostBytes = 60_000;

export class Ration {
  private readonly now: () => number;
  /** Milliseconds that may be spent now; below 0 where too many were. */
  private readonly saved = { frame: 0, data: 0, plane: 0 };
  private savedAt = 0;
  /** Milliseconds that measuring took for this frame, and the last time that it was done. */
  private measuring = 0;
  private lastCost = 0;
  private settling = false;
  /** Something is to be measured yet. */
  owes = false;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.now = now;
  }

  /** For another network. */
  reset(): void {
    this.saved.frame = this.saved.data = this.saved.plane = this.lastCost = 0;
    this.owes = false;
  }

  /** Milliseconds of rest before `answers` is asked to pay what it owes. */
  get rest(): number {
    return Math.max(this.lastCost, Math.min(calm, 10 * this.lastCost));
  }

  /**
   * What the next frame tells the viewer of each watch; undefined: as before. What finds no room or time stays outdated.
   * @param goesOn the machine runs on after this
   */
  answers(answers: Answers, viewer: Viewer, goesOn: boolean): readonly Told[] {
    this.save();
    const { watches } = viewer.list;
    const found: Told[] = watches.map(() => undefined);
    let bytes = 0;
    this.measuring = 0;
    for (const i of viewer.inTurn()) {
      const kind = kindOf(answers, watches[i]);
      if (goesOn && this.saved[kind] < 0 && !viewer.isUntold(i)) continue;
      const start = this.now();
      const answer = this.answer(answers, watches[i]);
      const spent = this.now() - start;
      this.saved[kind] -= spent;
      const news = viewer.isNews(i, answer);
      const size = news && answer ? answer.byteLength : 0;
      if (bytes > 0 && bytes + size > mostBytes) break;
      bytes += size;
      viewer.tell(i, answer);
      if (news) found[i] = answer;
    }
    if (this.measuring > 0) this.lastCost = this.measuring;
    return found;
  }

  private answer(answers: Answers, watch: Watch): Float32Array | null {
    if (!runsNetwork(watch)) return answers.answer(watch);
    if (!isMeasurement(watch) || answers.isMeasured(watch)) return answers.measure(watch);
    if (this.lastCost > patience || answers.isSlow(watch)) {
      this.owes = true;
      return answers.lastMeasured(watch) ?? null;
    }
    const start = this.now();
    const answer = answers.measure(watch);
    this.measuring += this.now() - start;
    return answer;
  }

  private save(): void {
    const passed = Math.min(mostSaved, this.now() - this.savedAt);
    this.savedAt = this.now();
    for (const kind of kinds)
      this.saved[kind] = Math.min(shares[kind] * mostSaved, this.saved[kind] + shares[kind] * passed);
  }

  /**
   * Measures what is owed, `steps`, in slices.
   * @returns false where `goesOn` says after a slice that it is no longer wanted
   */
  async pay(
    steps: Iterator<void, void>,
    yieldToMessages: () => Promise<void>,
    goesOn: () => boolean,
  ): Promise<boolean> {
    let spent = 0;
    for (let done: boolean | undefined = false; !done;) {
      const start = this.now();
      do done = steps.next().done;
      while (!done && this.now() - start < sliceTime);
      spent += this.now() - start;
      if (done) break;
      await yieldToMessages();
      if (!goesOn()) return false;
    }
    this.lastCost = spent;
    this.saved.data -= spent;
    this.owes = false;
    return true;
  }

  /** Calls `pay` when no other work was begun in a while, again where it is not done; `work` is the number of the last one begun. */
  async settle(work: () => number, sleep: (milliseconds: number) => Promise<void>, pay: () => Promise<boolean>) {
    if (this.settling) return;
    this.settling = true;
    while (this.owes) {
      const seen = work();
      await sleep(this.rest);
      if (this.owes && seen === work() && (await pay())) break;
    }
    this.settling = false;
  }
}

type Kind = keyof typeof shares;
const kinds = Object.keys(shares) as Kind[];

function kindOf(answers: Answers, watch: Watch): Kind {
  // A sample that is fed forward for one is there for all of this moment.
  if (!runsNetwork(watch)) return answers.feedsForward(watch) ? 'plane' : 'frame';
  return isMeasurement(watch) ? 'data' : 'plane';
}
