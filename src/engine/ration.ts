// Looking must not cost more than what is looked at. While the machine runs, or a long step is under way, frames, measuring the
// data set and the network's answers over a plane each get a small share of the time, spent first on what was told longest
// ago; what takes a while waits until nothing else is asked for, also at rest. No frame grows beyond a size.
import type { Answers } from '../machine/answers.ts';
import { isMeasurement, runsNetwork, type Watch } from '../machine/watch.ts';
import type { Told, Viewer } from './viewer.ts';

/** Parts of the time of a run. */
const shares = { frame: 0.04, data: 0.01, plane: 0.01 };
/** Milliseconds whose shares can be saved up. */
const mostSaved = 1000;
/** Milliseconds of measuring that a step's own frame may wait for. */
const patience = 6;
/** Milliseconds without other work after which what was put off is measured: at most these, or what it took last time. */
const calm = 400;
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
  /** Something was put off at rest. */
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
   * @param when `running`: the machine goes on after this; `rest`: it stands, and the next step may come at once; `calm`: nothing else is waiting
   */
  answers(answers: Answers, viewer: Viewer, when: 'running' | 'rest' | 'calm'): readonly Told[] {
    this.save();
    if (when === 'calm') this.owes = false;
    const { watches } = viewer.list;
    const found: Told[] = watches.map(() => undefined);
    let bytes = 0;
    this.measuring = 0;
    for (const i of viewer.inTurn()) {
      const kind = kindOf(watches[i]);
      if (when === 'running' && this.saved[kind] < 0 && !viewer.isUntold(i)) continue;
      const start = this.now();
      const answer = this.answer(answers, watches[i], when);
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

  private answer(answers: Answers, watch: Watch, when: 'running' | 'rest' | 'calm'): Float32Array | null {
    if (!runsNetwork(watch)) return answers.answer(watch);
    if (!isMeasurement(watch)) return answers.measure(watch);
    if (when === 'rest' && (this.lastCost > patience || answers.isSlow(watch))) {
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

type Kind = keyof typeof shares;
const kinds = Object.keys(shares) as Kind[];

function kindOf(watch: Watch): Kind {
  if (!runsNetwork(watch)) return 'frame';
  return isMeasurement(watch) ? 'data' : 'plane';
}
