// Sums and maxima in a fixed order. Sums run in float64 and are rounded once at the end: as accurate as float32 can
// show, for any length.
import { highDoubles, joinDoubles, loadPart, lowDoubles, storePart, sumOfDoubles } from './vectors';

/** Σ x[0..n), in four pairs of float64. */
export function total(x: usize, n: i32): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  while (n >= 8) {
    const v = v128.load(x);
    const w = v128.load(x, 16);
    a = f64x2.add(a, lowDoubles(v));
    b = f64x2.add(b, highDoubles(v));
    c = f64x2.add(c, lowDoubles(w));
    d = f64x2.add(d, highDoubles(w));
    x += 32;
    n -= 8;
  }
  if (n >= 4) {
    const v = v128.load(x);
    a = f64x2.add(a, lowDoubles(v));
    b = f64x2.add(b, highDoubles(v));
    x += 16;
    n -= 4;
  }
  const rest = loadPart(x, n, f32x4.splat(0));
  c = f64x2.add(c, lowDoubles(rest));
  d = f64x2.add(d, highDoubles(rest));
  return sumOfDoubles(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
}

export function sum(x: usize, n: i32, scale: f64, out: usize): void {
  store<f32>(out, <f32>(scale * total(x, n)));
}

/** Four float64 sums, plus what stands at out when accumulating, as float32. */
// @ts-ignore: decorator
@inline
function rounded(low: v128, high: v128, before: v128): v128 {
  return joinDoubles(f64x2.add(low, lowDoubles(before)), f64x2.add(high, highDoubles(before)));
}

export function columnSum(x: usize, rows: i32, columns: i32, out: usize, accumulate: i32): void {
  const rowBytes = <usize>columns << 2;
  const zero = f32x4.splat(0);
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    let a = zero;
    let b = zero;
    let c = zero;
    let d = zero;
    let at = x + (<usize>j << 2);
    for (let i = 0; i < rows; i++) {
      const v = v128.load(at);
      const w = v128.load(at, 16);
      a = f64x2.add(a, lowDoubles(v));
      b = f64x2.add(b, highDoubles(v));
      c = f64x2.add(c, lowDoubles(w));
      d = f64x2.add(d, highDoubles(w));
      at += rowBytes;
    }
    const to = out + (<usize>j << 2);
    v128.store(to, rounded(a, b, accumulate ? v128.load(to) : zero));
    v128.store(to, rounded(c, d, accumulate ? v128.load(to, 16) : zero), 16);
  }
  for (; j < columns; j += 4) {
    const width = min(4, columns - j);
    let a = zero;
    let b = zero;
    let at = x + (<usize>j << 2);
    for (let i = 0; i < rows; i++) {
      const v = width == 4 ? v128.load(at) : loadPart(at, width, zero);
      a = f64x2.add(a, lowDoubles(v));
      b = f64x2.add(b, highDoubles(v));
      at += rowBytes;
    }
    const to = out + (<usize>j << 2);
    if (width == 4) v128.store(to, rounded(a, b, accumulate ? v128.load(to) : zero));
    else storePart(to, rounded(a, b, accumulate ? loadPart(to, width, zero) : zero), width);
  }
}

export function argmax(x: usize, rows: i32, columns: i32, out: usize): void {
  for (let i = 0; i < rows; i++) {
    let best = 0;
    let bestValue = load<f32>(x);
    for (let j = 0; j < columns; j++) {
      const value = load<f32>(x + (<usize>j << 2));
      if (value != value) {
        best = j;
        break;
      }
      if (value > bestValue) {
        best = j;
        bestValue = value;
      }
    }
    store<i32>(out, best);
    out += 4;
    x += <usize>columns << 2;
  }
}
