// Sums over a stretch of numbers in float64, and vectors of any width: what norms, pools and recurrent steps are made of.
import { highDoubles, loadPart, lowDoubles, storePart, sumOfDoubles } from './vectors';

/** `count` elements at x (from 1; 4 and more are a whole vector), the missing ones 0. */
// @ts-ignore: decorator
@inline
export function loadUpTo4(x: usize, count: i32): v128 {
  return count >= 4 ? v128.load(x) : loadPart(x, count, f32x4.splat(0));
}

/** The first `count` lanes to y; 4 and more are all. */
// @ts-ignore: decorator
@inline
export function storeUpTo4(y: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(y, v);
  else storePart(y, v, count);
}

/** Σ x. */
export function sumOf(x: usize, n: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; n >= 4; n -= 4) {
    const v = v128.load(x);
    low = f64x2.add(low, lowDoubles(v));
    high = f64x2.add(high, highDoubles(v));
    x += 16;
  }
  let total = sumOfDoubles(f64x2.add(low, high));
  for (; n > 0; n--) {
    total += <f64>load<f32>(x);
    x += 4;
  }
  return total;
}

/** Σ (x − centre)². */
export function squaresOf(x: usize, n: i32, centre: f64): f64 {
  const c = f64x2.splat(centre);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; n >= 4; n -= 4) {
    const v = v128.load(x);
    const a = f64x2.sub(lowDoubles(v), c);
    const b = f64x2.sub(highDoubles(v), c);
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
    x += 16;
  }
  let total = sumOfDoubles(f64x2.add(low, high));
  for (; n > 0; n--) {
    const d = <f64>load<f32>(x) - centre;
    total += d * d;
    x += 4;
  }
  return total;
}

/** Σ (x − centre)·y. */
export function productsOf(x: usize, y: usize, n: i32, centre: f64): f64 {
  const c = f64x2.splat(centre);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; n >= 4; n -= 4) {
    const v = v128.load(x);
    const w = v128.load(y);
    low = f64x2.add(low, f64x2.mul(f64x2.sub(lowDoubles(v), c), lowDoubles(w)));
    high = f64x2.add(high, f64x2.mul(f64x2.sub(highDoubles(v), c), highDoubles(w)));
    x += 16;
    y += 16;
  }
  let total = sumOfDoubles(f64x2.add(low, high));
  for (; n > 0; n--) {
    total += (<f64>load<f32>(x) - centre) * <f64>load<f32>(y);
    x += 4;
    y += 4;
  }
  return total;
}
