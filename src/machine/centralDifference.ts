// The derivative of a loss by central differences, extrapolated to step 0 by Neville's scheme (Ridders, 1982: Accurate
// computation of F′(x) and F′(x)F″(x)). Kinks are not stepped over.

/** A loss, and on which sides of its kinks all numbers on the way to it were, as a hash. */
export interface Loss {
  readonly value: number;
  readonly sides: number;
}

export interface Derivative {
  readonly value: number;
  /** What rounding of the losses may account for. */
  readonly noise: number;
}

/** The first step, of a number of size 1 or less: large, because what is small drowns in the rounding of the loss. */
const firstStep = 0.05;
const smallestStep = 1e-6;
const levels = 10;
/** Roundings of a loss, in units of its last place, that may add up. */
const roundings = 64;

/** `lossAt`: with the number at hand, `at`, moved by an offset. null where there is a kink within the smallest step. */
export function derivative(lossAt: (offset: number) => Loss, at: number, { value, sides }: Loss): Derivative | null {
  let step = firstStep * Math.max(1, Math.abs(at));
  let first = difference(lossAt, step, sides);
  while (first === null) {
    step /= 4;
    if (step < smallestStep) return null;
    first = difference(lossAt, step, sides);
  }
  let best = { value: first, error: Infinity, step };
  let row = [first];
  for (let level = 1; level < levels; level++) {
    step /= 2;
    const next = difference(lossAt, step, sides);
    // A kink inside that the wider step had jumped twice.
    if (next === null) return null;
    const before = row;
    row = [next];
    for (let order = 1, factor = 4; order <= level; order++, factor *= 4) {
      row.push((factor * row[order - 1] - before[order - 1]) / (factor - 1));
      const error = Math.max(Math.abs(row[order] - row[order - 1]), Math.abs(row[order] - before[order - 1]));
      if (error <= best.error) best = { value: row[order], error, step };
    }
    const noise = noiseOf(value, step);
    if (best.error <= noise) break;
  }
  return { value: best.value, noise: noiseOf(value, best.step) };
}

/** (L(at + h) − L(at − h)) / 2h; null where a kink lies between, or the loss is no number. */
function difference(lossAt: (offset: number) => Loss, step: number, sides: number): number | null {
  const [above, below] = [lossAt(step), lossAt(-step)];
  if (above.sides !== sides || below.sides !== sides) return null;
  const slope = (above.value - below.value) / (2 * step);
  return Number.isFinite(slope) ? slope : null;
}

function noiseOf(loss: number, step: number): number {
  return (roundings * Number.EPSILON * Math.abs(loss)) / step;
}
