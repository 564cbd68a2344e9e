// The batch loss of every iteration that was computed in a run. The last millions are kept one by one, of earlier ones the
// extent of each thousand, so that a run of hours takes bounded memory and its curve is drawn at once.

/** Losses of a run or a part of it, by iteration. */
export interface LossCurve {
  /** Iterations recorded: 0..length. */
  readonly length: number;
  /** Loss of an iteration (0-based), before its update; NaN where unknown. */
  readonly at: (iteration: number) => number;
  /** Smallest and largest loss of iterations from..to (exclusive), NaN where none is known. Of early iterations a page counts where it begins. */
  extent(from: number, to: number): readonly [min: number, max: number];
}

/** Of the known losses of a stretch. */
export interface LossSummary {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
}

export interface LossRecord extends LossCurve {
  set(iteration: number, loss: number): void;
  /** Sets it to `from[0]`: a number with a fraction that is handed from function to function makes garbage. */
  take(iteration: number, from: Float32Array): void;
  /** Writes it to `out[0]`, without garbage as well. */
  give(iteration: number, out: Float64Array): void;
  /** Of iterations from..to (exclusive), those that are kept one by one. */
  summary(from: number, to: number): LossSummary;
  /** A copy of the first `iterations`, those that are kept one by one. */
  upTo(iterations: number): Float32Array;
  /** Takes the losses from an iteration on away, as a record of their own. */
  cut(from: number): LossRecord;
  /** Takes over all of another record, in place of its own of the same iterations. */
  add(other: LossRecord): void;
  copyUpTo(iterations: number): LossRecord;
}

const pageBits = 10;
const pageSize = 1 << pageBits;
/** Pages that are kept one by one unless told: 4 million iterations. */
const keptPages = 4096;

/** @param most pages that are kept one by one, those written last */
export function lossRecord(most = keptPages): LossRecord {
  return new PagedLosses(most);
}

class PagedLosses implements LossRecord {
  length = 0;
  private readonly most: number;
  /** In the order in which they were begun. */
  private readonly pages = new Map<number, Float32Array>();
  /** Pages that were dropped once: begun anew they are not whole. */
  private readonly dropped = new Set<number>();
  /** Smallest and largest of each page, NaN where none is known. */
  private extents: Float32Array = new Float32Array(128).fill(NaN);
  private page: Float32Array = new Float32Array(0);
  private number = -1;
  private readonly one = new Float32Array(1);

  constructor(most: number) {
    this.most = most;
  }

  readonly at = (iteration: number): number => {
    if (!(iteration >= 0 && iteration < this.length)) return NaN;
    const number = Math.floor(iteration / pageSize);
    const page = number === this.number ? this.page : this.pages.get(number);
    return page ? page[iteration - number * pageSize] : NaN;
  };

  set(iteration: number, loss: number): void {
    this.one[0] = loss;
    this.take(iteration, this.one);
  }

  take(iteration: number, from: Float32Array): void {
    const number = Math.floor(iteration / pageSize);
    if (number !== this.number) this.turnTo(number);
    const loss = from[0];
    this.page[iteration - number * pageSize] = loss;
    if (iteration >= this.length) this.length = iteration + 1;
    const { extents } = this;
    if (loss === loss) {
      if (!(loss >= extents[2 * number])) extents[2 * number] = loss;
      if (!(loss <= extents[2 * number + 1])) extents[2 * number + 1] = loss;
    }
  }

  give(iteration: number, out: Float64Array): void {
    const number = Math.floor(iteration / pageSize);
    const page = number === this.number ? this.page : this.pages.get(number);
    out[0] = NaN;
    if (page && iteration < this.length) out[0] = page[iteration % pageSize];
  }

  private turnTo(number: number): void {
    let page = this.pages.get(number);
    if (!page) {
      page = new Float32Array(pageSize).fill(NaN);
      this.pages.set(number, page);
      for (const oldest of this.pages.keys()) {
        if (this.pages.size <= this.most) break;
        this.pages.delete(oldest);
        this.dropped.add(oldest);
      }
    }
    this.page = page;
    this.number = number;
    this.reach(number);
  }

  private reach(number: number): void {
    if (2 * number < this.extents.length) return;
    const grown = new Float32Array(Math.max(2 * this.extents.length, 2 * number + 2)).fill(NaN);
    grown.set(this.extents);
    this.extents = grown;
  }

  extent(from: number, to: number): readonly [min: number, max: number] {
    let [min, max] = [NaN, NaN];
    const count = (low: number, high: number) => {
      if (!(low >= min) && low === low) min = low;
      if (!(high <= max) && high === high) max = high;
    };
    const end = Math.min(to, this.length);
    for (let i = Math.max(0, from); i < end;) {
      const number = Math.floor(i / pageSize);
      const next = (number + 1) * pageSize;
      const page = this.dropped.has(number) ? undefined : this.pages.get(number);
      const begins = i === number * pageSize;
      if (page && !(begins && next <= end))
        for (; i < Math.min(next, end); i++) count(page[i % pageSize], page[i % pageSize]);
      else if (begins) count(this.extents[2 * number], this.extents[2 * number + 1]);
      i = next;
    }
    return [min, max];
  }

  summary(from: number, to: number): LossSummary {
    let [count, sum, least, most] = [0, 0, Infinity, -Infinity];
    const end = Math.min(to, this.length);
    for (let i = from; i < end;) {
      const number = Math.floor(i / pageSize);
      const page = this.pages.get(number);
      const next = Math.min(end, (number + 1) * pageSize);
      for (; page && i < next; i++) {
        const loss = page[i - number * pageSize];
        if (loss !== loss) continue;
        count++;
        sum += loss;
        if (loss < least) least = loss;
        if (loss > most) most = loss;
      }
      i = next;
    }
    return { count, sum, least, most };
  }

  upTo(iterations: number): Float32Array {
    return Float32Array.from({ length: Math.min(iterations, this.length) }, (_, i) => this.at(i));
  }

  cut(from: number): LossRecord {
    const away = new PagedLosses(this.most);
    away.takeOver(this, from, this.length);
    const boundary = Math.floor(from / pageSize);
    for (const number of [...this.pages.keys()]) if (number > boundary) this.pages.delete(number);
    for (const number of [...this.dropped]) if (number > boundary) this.dropped.delete(number);
    this.extents.fill(NaN, 2 * boundary + 2);
    this.length = Math.min(this.length, from);
    this.number = -1;
    const page = this.pages.get(boundary);
    if (page && !this.dropped.has(boundary)) {
      page.fill(NaN, from - boundary * pageSize);
      this.extents.fill(NaN, 2 * boundary);
      for (let i = boundary * pageSize; i < from; i++) this.set(i, page[i % pageSize]);
    }
    return away;
  }

  add(other: PagedLosses): void {
    this.takeOver(other, 0, other.length);
  }

  copyUpTo(iterations: number): LossRecord {
    const copy = new PagedLosses(this.most);
    copy.takeOver(this, 0, Math.min(iterations, this.length));
    return copy;
  }

  private takeOver(other: PagedLosses, from: number, to: number): void {
    for (let number = Math.floor(from / pageSize); number * pageSize < to; number++) {
      const page = other.pages.get(number);
      const [start, end] = [Math.max(from, number * pageSize), Math.min(to, (number + 1) * pageSize)];
      if (page) {
        for (let i = start; i < end; i++) {
          const loss = page[i % pageSize];
          if (loss === loss) this.set(i, loss);
        }
      }
      if (other.dropped.has(number)) {
        // Only its extent is known.
        this.reach(number);
        this.dropped.add(number);
        this.extents.set(other.extents.subarray(2 * number, 2 * number + 2), 2 * number);
      }
    }
    if (from < to) this.length = Math.max(this.length, to);
  }
}
