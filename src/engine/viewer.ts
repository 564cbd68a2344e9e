// What one view asked for and what it has been told. A frame tells only what is new to the view.
import { sameFloats } from '../protocol/sameFloats.ts';
import type { OwnSample, WatchList } from '../protocol/watch.ts';

/** A watch's answer as in a frame; undefined: none yet, or as told before. */
export type Told = Float32Array | null | undefined;

/** Frames on their way to the screen: enough to hide the way, few enough that what is shown is now. */
const mostUnpainted = 3;

export class Viewer {
  readonly list: WatchList;
  /** Something has happened that it has not been told of. */
  stale = true;
  /** It was to be sent a frame while too many were on their way. */
  blocked = false;
  private readonly of: object | null;
  private unpainted = 0;
  private readonly told: Told[];
  /** Serial number of the frame that told last of each watch; outdated ones are to be told again. */
  private readonly frameOf: number[];
  private readonly outdated: boolean[];
  private frame = 0;

  /**
   * @param of what is looked at
   * @param before with the list before this one: what of it is still watched need not be told again
   */
  constructor(list: WatchList, of: object | null = null, before?: Viewer) {
    this.list = list;
    this.of = of;
    const goesOn = before?.of === of && list.version === before.list.version + 1;
    const known = new Map(goesOn ? before.list.watches.map((watch, i) => [JSON.stringify(watch), i]) : []);
    const places = list.watches.map((watch) => known.get(JSON.stringify(watch)));
    const kept = <Value>(from: readonly Value[] | undefined, none: Value): Value[] =>
      places.map((i) => (i === undefined ? none : from![i]));
    this.told = kept<Told>(before?.told, undefined);
    this.frameOf = kept(before?.frameOf, 0);
    this.outdated = kept(before?.outdated, true);
    this.frame = before?.frame ?? 0;
  }

  /** The moment is another one. */
  outdate(): void {
    this.stale = true;
    this.outdated.fill(true);
  }

  canTake(): boolean {
    return this.unpainted < mostUnpainted;
  }

  sent(): void {
    this.unpainted++;
    this.frame++;
    this.stale = this.outdated.includes(true);
  }

  painted(frames: number): void {
    this.unpainted = Math.max(0, this.unpainted - frames);
  }

  /** Watches to be told again, those first that were told longest ago. */
  inTurn(): readonly number[] {
    const waiting = this.outdated.flatMap((outdated, i) => (outdated ? [i] : []));
    return waiting.sort((a, b) => this.frameOf[a] - this.frameOf[b]);
  }

  /** It was never told of this watch. */
  isUntold(i: number): boolean {
    return this.told[i] === undefined;
  }

  /** Differs from what it was told last. */
  isNews(i: number, answer: Float32Array | null): boolean {
    const last = this.told[i];
    return !(answer && last ? sameFloats(answer, last) : answer === last);
  }

  tell(i: number, answer: Float32Array | null): void {
    this.told[i] = answer;
    this.frameOf[i] = this.frame + 1;
    this.outdated[i] = false;
  }
}

/** A sample of one of the viewers' own, by its number. */
export function ownSample(viewers: Iterable<Viewer>, number: number): OwnSample | null {
  for (const { list } of viewers) {
    const found = list.own?.find(({ row }) => row === number);
    if (found) return found;
  }
  return null;
}
