// What the view shows of a tensor: figures over its finite values, histograms, and the search for what isn't finite.
import { block, TABLE, table } from './scratch';
import { log4 } from './transcendental';
import { highDoubles, loadPart, lowDoubles, sumOfDoubles } from './vectors';

// @ts-ignore: decorator
@inline
function isFinite4(v: v128): v128 {
  return f32x4.lt(f32x4.abs(v), f32x4.splat(Infinity));
}

/** Lanes summed. */
// @ts-ignore: decorator
@inline
function lanes(v: v128): f64 {
  return <f64>(
    (i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1)) +
    (i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3))
  );
}

/** Two passes, the second around the mean, so that the deviation of far-off data is right. */
export function statistics(x: usize, n: i32, out: usize): void {
  const nothing = f32x4.splat(NaN);
  let finite = i32x4.splat(0);
  let nan = i32x4.splat(0);
  let zeros = i32x4.splat(0);
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  let sumA = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let squaresA = f64x2.splat(0);
  let squaresB = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = x + (<usize>i << 2);
    const v = i + 4 <= n ? v128.load(at) : loadPart(at, n - i, nothing);
    const mask = isFinite4(v);
    finite = i32x4.sub(finite, mask);
    nan = i32x4.sub(nan, f32x4.ne(v, v));
    zeros = i32x4.sub(zeros, f32x4.eq(v, f32x4.splat(0)));
    low = f32x4.pmin(low, v128.bitselect(v, low, mask));
    high = f32x4.pmax(high, v128.bitselect(v, high, mask));
    const kept = v128.and(v, mask);
    const a = lowDoubles(kept);
    const b = highDoubles(kept);
    sumA = f64x2.add(sumA, a);
    sumB = f64x2.add(sumB, b);
    squaresA = f64x2.add(squaresA, f64x2.mul(a, a));
    squaresB = f64x2.add(squaresB, f64x2.mul(b, b));
  }
  const padding = <f64>(((n + 3) & ~3) - n);
  const finiteCount = lanes(finite);
  const nanCount = lanes(nan) - padding;
  const mean = sumOfDoubles(f64x2.add(sumA, sumB)) / finiteCount;

  const centre = f64x2.splat(mean);
  let deviationA = f64x2.splat(0);
  let deviationB = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = x + (<usize>i << 2);
    const v = i + 4 <= n ? v128.load(at) : loadPart(at, n - i, nothing);
    const mask = isFinite4(v);
    const a = v128.and(f64x2.sub(lowDoubles(v), centre), i32x4.shuffle(mask, mask, 0, 0, 1, 1));
    const b = v128.and(f64x2.sub(highDoubles(v), centre), i32x4.shuffle(mask, mask, 2, 2, 3, 3));
    deviationA = f64x2.add(deviationA, f64x2.mul(a, a));
    deviationB = f64x2.add(deviationB, f64x2.mul(b, b));
  }

  low = f32x4.pmin(low, i32x4.shuffle(low, low, 2, 3, 0, 1));
  low = f32x4.pmin(low, i32x4.shuffle(low, low, 1, 0, 3, 2));
  high = f32x4.pmax(high, i32x4.shuffle(high, high, 2, 3, 0, 1));
  high = f32x4.pmax(high, i32x4.shuffle(high, high, 1, 0, 3, 2));
  const none = finiteCount == 0;
  store<f64>(out, <f64>n);
  store<f64>(out, nanCount, 8);
  store<f64>(out, <f64>n - finiteCount - nanCount, 16);
  store<f64>(out, none ? NaN : <f64>f32x4.extract_lane(low, 0), 24);
  store<f64>(out, none ? NaN : <f64>f32x4.extract_lane(high, 0), 32);
  store<f64>(out, mean, 40);
  store<f64>(out, sqrt(sumOfDoubles(f64x2.add(deviationA, deviationB)) / finiteCount), 48);
  store<f64>(out, sqrt(sumOfDoubles(f64x2.add(squaresA, squaresB))), 56);
  store<f64>(out, lanes(zeros), 64);
}

/** 1.5·2²³: adding it brings a whole number into the low bits. */
const ROUNDER: f32 = 12582912;
const ROUNDER_BITS: i32 = 0x4b400000;

/** Where four values are counted: their bins, or the places behind those for below, above and NaN. */
// @ts-ignore: decorator
@inline
function binsOf(v: v128, from: v128, to: v128, perUnit: v128, bins: v128): v128 {
  const one = i32x4.splat(1);
  const whole = f32x4.floor(f32x4.mul(f32x4.sub(v, from), perUnit));
  const inside = i32x4.sub(f32x4.add(whole, f32x4.splat(ROUNDER)), i32x4.splat(ROUNDER_BITS));
  const last = i32x4.sub(bins, one);
  let place = v128.bitselect(last, i32x4.min_s(inside, last), f32x4.eq(v, to));
  place = v128.bitselect(bins, place, f32x4.lt(v, from));
  place = v128.bitselect(i32x4.add(bins, one), place, f32x4.gt(v, to));
  return v128.bitselect(i32x4.add(bins, i32x4.splat(2)), place, f32x4.ne(v, v));
}

// @ts-ignore: decorator
@inline
function increment(counts: usize, place: i32): void {
  const at = counts + (<usize>place << 2);
  store<i32>(at, load<i32>(at) + 1);
}

/** Counts n places (at `block`) by twos into two tables, so that equal neighbours don't wait for each other. */
function countPlaces(n: i32, first: usize, second: usize): void {
  const end = block() + (<usize>(n & ~1) << 2);
  let at = block();
  for (; at < end; at += 8) {
    increment(first, load<i32>(at));
    increment(second, load<i32>(at, 4));
  }
  if (n & 1) increment(first, load<i32>(at));
}

const LOG10_E: f32 = 0.4342944819;

/** Counts of x, or of log10|x| when `logarithmic`, at out. */
// @ts-ignore: decorator
@inline
function count(x: usize, n: i32, from: f32, to: f32, bins: i32, out: usize, logarithmic: bool): void {
  const places = logarithmic ? bins + 4 : bins + 3;
  const second = places <= TABLE ? table() : out;
  memory.fill(out, 0, <usize>places << 2);
  memory.fill(table(), 0, TABLE << 2);
  const from4 = f32x4.splat(from);
  const to4 = f32x4.splat(to);
  const perUnit = f32x4.splat(<f32>bins / (to - from));
  const bins4 = i32x4.splat(bins);
  for (let done = 0; done < n; done += 256) {
    const some = min(256, n - done);
    for (let i = 0; i < some; i += 4) {
      let v = i + 4 <= some ? v128.load(x) : loadPart(x, some - i, f32x4.splat(0));
      x += 16;
      if (logarithmic) {
        const zero = f32x4.eq(v, f32x4.splat(0));
        v = f32x4.mul(log4(f32x4.abs(v)), f32x4.splat(LOG10_E));
        const place = binsOf(v, from4, to4, perUnit, bins4);
        v128.store(block() + (<usize>i << 2), v128.bitselect(i32x4.splat(bins + 3), place, zero));
      } else {
        v128.store(block() + (<usize>i << 2), binsOf(v, from4, to4, perUnit, bins4));
      }
    }
    countPlaces(some, out, second);
  }
  if (second != out) {
    for (let i = 0; i < places; i++) {
      const at = out + (<usize>i << 2);
      store<i32>(at, load<i32>(at) + load<i32>(second + (<usize>i << 2)));
    }
  }
}

export function histogram(x: usize, n: i32, from: f32, to: f32, bins: i32, out: usize): void {
  count(x, n, from, to, bins, out, false);
}

export function logHistogram(x: usize, n: i32, from: f32, to: f32, bins: i32, out: usize): void {
  count(x, n, from, to, bins, out, true);
}

export function firstNonFinite(x: usize, n: i32): i32 {
  let i = 0;
  while (i + 16 <= n) {
    const at = x + (<usize>i << 2);
    const ab = v128.and(isFinite4(v128.load(at)), isFinite4(v128.load(at, 16)));
    const cd = v128.and(isFinite4(v128.load(at, 32)), isFinite4(v128.load(at, 48)));
    if (!i32x4.all_true(v128.and(ab, cd))) break;
    i += 16;
  }
  for (; i < n; i++) {
    if (!isFinite<f32>(load<f32>(x + (<usize>i << 2)))) return i;
  }
  return -1;
}
