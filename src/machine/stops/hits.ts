// Hit counts that belong to moments: the n-th hit stays the n-th, whichever way one comes to it again.

export interface HitCount {
  /** Tells that the run came to `tick`, and whether the breakpoint's condition held there: the hit's number, from 1; 0 for none. */
  come(tick: number, hit: boolean): number;
  /** The run has become another from here on. */
  truncate(tick: number): void;
}

export function createHitCount(): HitCount {
  let hits: number[] = [];
  let countedTo = -1;
  /** Number of hits at or before a tick. */
  const upTo = (tick: number): number => {
    let low = 0;
    let high = hits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (hits[middle] <= tick) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    come(tick, hit) {
      if (tick > countedTo) {
        if (hit) hits.push(tick);
        countedTo = tick;
      }
      const count = upTo(tick);
      return hit && hits[count - 1] === tick ? count : 0;
    },
    truncate(tick) {
      hits = hits.slice(0, upTo(tick));
      countedTo = Math.min(countedTo, tick);
    },
  };
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
