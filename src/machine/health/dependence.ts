// Whether targets depend on inputs at all, asked of the data alone: rows that lie near each other should have targets
// that are alike, or targets should go with a feature. Where a row's nearest neighbours say no more of its target than any
// other rows do, and no feature does either, nothing can be learned.
// Source: the nearest-neighbour test of independence (Schilling, 1986, https://doi.org/10.2307/2289012), and correlation
// with Bonferroni's bound, which still sees something where rows are few and features many.
import { log } from '../../core/math.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Network } from '../../model/model.ts';
import type { Dependence } from './evidence.ts';

/** Rows that are compared with each other: n² distances. */
const mostRows = 400;
/** Rows that correlation is measured on: a rare class has few among 400. */
const mostCorrelated = 4000;
/** Fewer rows, or fewer for each feature, tell nothing. */
const [fewestRows, fewestPerFeature] = [60, 4];
const neighbours = 3;
/** Places of a target, and classes, whose correlation is looked at. */
const mostTargets = 16;

export function dependenceOf({ dataset }: Network): Dependence | null {
  const { x, y, rows: all } = dataset.train;
  const rows = Math.min(all, mostRows);
  const features = sizeOf(dataset.sampleShape);
  if (rows < Math.max(fewestRows, Math.min(mostRows, fewestPerFeature * features))) return null;
  const width = sizeOf(dataset.targetShape);
  const chosen = spread(rows, all);
  const scaled = standardised(x, features, chosen);
  const alike =
    dataset.classNames.length > 0 || y instanceof Int32Array
      ? sameClass(y, width, chosen)
      : closeValues(y, width, chosen);
  let agreement = 0;
  for (let row = 0; row < rows; row++)
    for (const near of nearest(scaled, features, rows, row)) agreement += alike(row, near) / (neighbours * rows);
  let [chance, square] = [0, 0];
  const pairs = (rows * (rows - 1)) / 2;
  for (let row = 0; row < rows; row++) {
    for (let other = 0; other < row; other++) {
      const one = alike(row, other);
      chance += one / pairs;
      square += one ** 2 / pairs;
    }
  }
  // Neighbourhood is mutual about every second time, so the n·k pairs count as half as many.
  const deviation = Math.sqrt(Math.max(0, square - chance ** 2) / ((neighbours * rows) / 2));
  if (!(deviation > 0)) return null;
  const near = (agreement - chance) / deviation;
  const more = spread(Math.min(all, mostCorrelated), all);
  const straight = correlation(standardised(x, features, more), features, targetColumns(y, width, more), more.length);
  return { rows, agreement, chance, deviation: Math.max(near, straight) };
}

/** Over all rows: they may be sorted. */
function spread(rows: number, all: number): number[] {
  return Array.from({ length: rows }, (_, i) => Math.floor((i * all) / rows));
}

/** How far the largest correlation of a feature with a target exceeds what the largest of so many has by chance. */
function correlation(scaled: Float32Array, features: number, targets: readonly Float32Array[], rows: number): number {
  let most = 0;
  for (const target of targets) {
    for (let feature = 0; feature < features; feature++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += scaled[row * features + feature] * target[row];
      most = Math.max(most, Math.abs(sum) / Math.sqrt(rows));
    }
  }
  // The largest of m normal numbers is about √(2·ln 2m).
  return most - Math.sqrt(2 * log(2 * features * targets.length)) + 1;
}

/** Standardised: each value, or for each class whether it is that. */
function targetColumns(y: Float32Array | Int32Array, width: number, chosen: readonly number[]): Float32Array[] {
  const places = Array.from({ length: Math.min(width, mostTargets) }, (_, i) => i);
  const column = (of: (row: number) => number) => standardised(Float32Array.from(chosen, of), 1, [...chosen.keys()]);
  if (!(y instanceof Int32Array)) return places.map((i) => column((row) => y[row * width + i]));
  const classes = [...new Set(chosen.map((row) => y[row * width]))].slice(0, mostTargets);
  return places.flatMap((i) => classes.map((one) => column((row) => (y[row * width + i] === one ? 1 : 0))));
}

/** Each feature to mean 0 and deviation 1, so that none counts more than another. */
function standardised(x: Float32Array, features: number, chosen: readonly number[]): Float32Array {
  const scaled = new Float32Array(chosen.length * features);
  for (let feature = 0; feature < features; feature++) {
    let [sum, squares] = [0, 0];
    for (const row of chosen) {
      const value = x[row * features + feature];
      sum += value;
      squares += value ** 2;
    }
    const mean = sum / chosen.length;
    const deviation = Math.sqrt(Math.max(0, squares / chosen.length - mean ** 2));
    if (!(deviation > 0)) continue;
    chosen.forEach((row, i) => (scaled[i * features + feature] = (x[row * features + feature] - mean) / deviation));
  }
  return scaled;
}

function nearest(scaled: Float32Array, features: number, rows: number, row: number): number[] {
  const best: { row: number; distance: number }[] = [];
  for (let other = 0; other < rows; other++) {
    if (other === row) continue;
    let distance = 0;
    for (let i = 0; i < features; i++) distance += (scaled[row * features + i] - scaled[other * features + i]) ** 2;
    if (best.length === neighbours && distance >= best[neighbours - 1].distance) continue;
    const at = best.findIndex((one) => one.distance > distance);
    best.splice(at < 0 ? best.length : at, 0, { row: other, distance });
    if (best.length > neighbours) best.pop();
  }
  return best.map((one) => one.row);
}

type Alike = (a: number, b: number) => number;

/** Share of the positions of the same class. */
function sameClass(y: Int32Array | Float32Array, width: number, chosen: readonly number[]): Alike {
  return (a, b) => {
    let same = 0;
    for (let i = 0; i < width; i++) if (y[chosen[a] * width + i] === y[chosen[b] * width + i]) same++;
    return same / width;
  };
}

/** Minus the squared distance: larger for targets that are closer. */
function closeValues(y: Float32Array, width: number, chosen: readonly number[]): Alike {
  const scaled = standardised(y, width, chosen);
  return (a, b) => {
    let distance = 0;
    for (let i = 0; i < width; i++) distance += (scaled[a * width + i] - scaled[b * width + i]) ** 2;
    return -distance / width;
  };
}
