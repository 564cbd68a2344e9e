// Hit counts that belong to moments: the n-th hit stays the n-th, whichever way one comes to it again.

export interface HitCount {
  /**
   * Tells that the run came to `tick`, at this place of its iteration, and whether the breakpoint's condition held there:
   * the hit's number, from 1; 0 for none.
   */
  come(tick: number, place: number, hit: boolean): number;
  /** The run has become another from here on. */
  truncate(tick: number): void;
}

/** Hits at a place, `stride` ticks apart: a breakpoint that is hit each iteration for hours takes no memory. */
interface Stretch {
  readonly from: number;
  /** 0 while there is but one hit. */
  stride: number;
  count: number;
  /** Hits of the place before it. */
  readonly before: number;
}

export function createHitCount(): HitCount {
  const places = new Map<number, Stretch[]>();
  let total = 0;
  let countedTo = -1;
  return {
    come(tick, place, hit) {
      if (tick > countedTo) {
        countedTo = tick;
        if (!hit) return 0;
        let stretches = places.get(place);
        if (!stretches) places.set(place, (stretches = []));
        add(stretches, tick);
        return ++total;
      }
      if (!hit || !isHit(places.get(place) ?? [], tick)) return 0;
      let count = 0;
      for (const stretches of places.values()) count += upTo(stretches, tick);
      return count;
    },
    truncate(tick) {
      total = 0;
      for (const [place, stretches] of places) {
        const kept = stretches.filter(({ from }) => from <= tick);
        const last = kept.at(-1);
        if (last) last.count = upTo(kept, tick) - last.before;
        places.set(place, kept);
        total += upTo(kept, tick);
      }
      countedTo = Math.min(countedTo, tick);
    },
  };
}

function add(stretches: Stretch[], tick: number): void {
  const last = stretches.at(-1);
  if (last?.count === 1) last.stride = tick - last.from;
  if (last && tick === last.from + last.count * last.stride) last.count++;
  else stretches.push({ from: tick, stride: 0, count: 1, before: last ? last.before + last.count : 0 });
}

/** The last stretch that begins at or before a tick. */
function lastAt(stretches: readonly Stretch[], tick: number): Stretch | undefined {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].from <= tick) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
}

/** Number of hits at or before a tick. */
function upTo(stretches: readonly Stretch[], tick: number): number {
  const at = lastAt(stretches, tick);
  if (!at) return 0;
  return at.before + (at.count === 1 ? 1 : Math.min(at.count, Math.floor((tick - at.from) / at.stride) + 1));
}

function isHit(stretches: readonly Stretch[], tick: number): boolean {
  const at = lastAt(stretches, tick);
  if (!at) return false;
  if (tick === at.from) return true;
  return at.stride > 0 && (tick - at.from) % at.stride === 0 && (tick - at.from) / at.stride < at.count;
}

/** `5` (from the fifth on), `== 5`, `>= 5`, `% 10` (each tenth); null when it says nothing of the kind. */
export function readHitCondition(source: string): ((count: number) => boolean) | null {
  const found = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d+)\s*$/.exec(source);
  if (!found) return null;
  const n = Number(found[2]);
  switch (found[1]) {
    case '=':
    case '==':
      return (count) => count === n;
    case '>':
      return (count) => count > n;
    case '<':
      return (count) => count < n;
    case '<=':
      return (count) => count <= n;
    case '%':
      return n > 0 ? (count) => count % n === 0 : null;
    default:
      return (count) => count >= n;
  }
}
