// The length of a vector, for clipping gradients by their norm.
import { highDoubles, loadPart, lowDoubles, sumOfDoubles } from './vectors';

/** Squares in float64, where no float32 overflows or vanishes; rounded once at the end. */
export function norm(x: usize, n: i32, out: usize): void {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (; n >= 8; n -= 8) {
    const v = v128.load(x);
    const w = v128.load(x, 16);
    const lowV = lowDoubles(v);
    const highV = highDoubles(v);
    const lowW = lowDoubles(w);
    const highW = highDoubles(w);
    a = f64x2.add(a, f64x2.mul(lowV, lowV));
    b = f64x2.add(b, f64x2.mul(highV, highV));
    c = f64x2.add(c, f64x2.mul(lowW, lowW));
    d = f64x2.add(d, f64x2.mul(highW, highW));
    x += 32;
  }
  for (; n > 0; n -= 4) {
    const v = n >= 4 ? v128.load(x) : loadPart(x, n, f32x4.splat(0));
    const low = lowDoubles(v);
    const high = highDoubles(v);
    a = f64x2.add(a, f64x2.mul(low, low));
    b = f64x2.add(b, f64x2.mul(high, high));
    x += 16;
  }
  store<f32>(out, <f32>sqrt<f64>(sumOfDoubles(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)))));
}
