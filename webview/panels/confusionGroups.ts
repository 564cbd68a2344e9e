// A confusion matrix of more classes than there is room for: its most frequent ones and all others together; and which
// classes are taken for which others most often.

export interface ConfusionGroups {
  /** Classes in the order in which they are shown; null: all that are not named. */
  readonly shown: readonly (number | null)[];
  /** shown × shown counts, row = true class. */
  readonly counts: readonly number[];
}

type Counts = ArrayLike<number>;

/** The `most` classes with the most samples and predictions, in their own order, then the others as one. */
export function groupClasses(classes: number, counts: Counts, most: number): ConfusionGroups {
  const all = Array.from({ length: classes }, (_, i) => i);
  if (classes <= most) return { shown: all, counts: Array.from(counts) };
  const weight = all.map((i) => all.reduce((sum, k) => sum + counts[i * classes + k] + counts[k * classes + i], 0));
  const named = [...all]
    .sort((a, b) => weight[b] - weight[a])
    .slice(0, Math.max(1, most - 1))
    .sort((a, b) => a - b);
  const placeOf = new Int32Array(classes).fill(named.length);
  named.forEach((index, place) => (placeOf[index] = place));
  const size = named.length + 1;
  const grouped = new Array<number>(size * size).fill(0);
  for (const truth of all)
    for (const said of all) grouped[placeOf[truth] * size + placeOf[said]] += counts[truth * classes + said];
  return { shown: [...named, null], counts: grouped };
}

export interface Confused {
  readonly truth: number;
  readonly said: number;
  readonly count: number;
  /** Of the samples of the true class. */
  readonly share: number;
}

/** Pairs of a class and another that it is taken for, the most frequent first. */
export function mostConfused(classes: number, counts: Counts, most: number): readonly Confused[] {
  const pairs: Confused[] = [];
  for (let truth = 0; truth < classes; truth++) {
    let sum = 0;
    for (let said = 0; said < classes; said++) sum += counts[truth * classes + said];
    for (let said = 0; said < classes; said++) {
      const count = counts[truth * classes + said];
      if (said !== truth && count > 0) pairs.push({ truth, said, count, share: count / sum });
    }
  }
  return pairs.sort((a, b) => b.count - a.count).slice(0, most);
}
