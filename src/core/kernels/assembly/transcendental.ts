// exp, log and their kin on four float32 at a time, at most 2 ulp from the true value, with plain multiplications and
// additions: no table, no fused operation, no host function, so the bits are the same everywhere.
// Methods: W. J. Cody & W. Waite's range reduction; polynomials of Cephes (S. Moshier) for exp, of FreeBSD's msun
// (e_logf.c, s_log1pf.c) for log and log1p, and of N. Juffa for erf.
import { highDoubles, joinDoubles, lowDoubles } from './vectors';

const LOG2_E: f32 = 1.44269504;
/** 1.5·2²³: adding it rounds to an integer, which then stands in the low bits. */
const ROUNDER: f32 = 12582912;
const ROUNDER_BITS: i32 = 0x4b400000;
const LN2: f64 = 0.6931471805599453;
const SIGN_BIT: i32 = 0x80000000;

/** ln 2 as a short part, whose product with an exponent is exact, and the rest. */
const LN2_HIGH: f32 = 6.9313812256e-1;
const LN2_LOW: f32 = 9.0580006145e-6;

// @ts-ignore: decorator
@inline
function all(value: f32): v128 {
  return f32x4.splat(value);
}

/** a·b + c, both rounded. */
// @ts-ignore: decorator
@inline
function step(a: v128, b: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(a, b), f32x4.splat(c));
}

/** 2ⁿ for −126 ≤ n ≤ 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** y·2ⁿ for |n| ≤ 252, in two halves so that neither factor leaves float32's range; rounded once. */
// @ts-ignore: decorator
@inline
function scale(y: v128, n: v128): v128 {
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(n, half)));
}

/** x kept within bounds; NaN stays. */
// @ts-ignore: decorator
@inline
function clamp(x: v128, from: f32, to: f32): v128 {
  return f32x4.pmax(f32x4.pmin(x, all(to)), all(from));
}

// @ts-ignore: decorator
@inline
function withSignOf(y: v128, x: v128): v128 {
  return v128.or(y, v128.and(x, i32x4.splat(SIGN_BIT)));
}

/** eʳ − 1 − r for |r| ≤ ½·ln 2. */
// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  let p = step(all(1.9875691500e-4), r, 1.3981999507e-3);
  p = step(p, r, 8.3334519073e-3);
  p = step(p, r, 4.1665795894e-2);
  p = step(p, r, 1.6666665459e-1);
  p = step(p, r, 5.0000001201e-1);
  return f32x4.mul(f32x4.mul(r, r), p);
}

/** x − n·ln 2, ln 2 in two parts of which the first has 9 bits, so that n times it is exact. */
// @ts-ignore: decorator
@inline
function reduce(x: v128, n: v128): v128 {
  return f32x4.sub(f32x4.sub(x, f32x4.mul(n, all(0.693359375))), f32x4.mul(n, all(-2.12194440e-4)));
}

// @ts-ignore: decorator
@inline
export function exp4(argument: v128): v128 {
  const x = clamp(argument, -104, 89);
  const rounded = step(x, all(LOG2_E), ROUNDER);
  const r = reduce(x, f32x4.sub(rounded, all(ROUNDER)));
  const y = f32x4.add(f32x4.add(expTail(r), r), all(1));
  return scale(y, i32x4.sub(rounded, i32x4.splat(ROUNDER_BITS)));
}

/** eˣ − 2ᵏ over 2ᵏ, two lanes in float64: what is added up here must not be rounded to float32 on the way. */
// @ts-ignore: decorator
@inline
function expm1Doubles(x: v128, n: v128, tail: v128): v128 {
  return f64x2.add(f64x2.sub(x, f64x2.mul(n, f64x2.splat(LN2))), tail);
}

/** 2ᵏ in float64, k int64. */
// @ts-ignore: decorator
@inline
function powerOfTwoDoubles(k: v128): v128 {
  return i64x2.shl(i64x2.add(k, i64x2.splat(1023)), 52);
}

/** From e = eʳ − 1 and p = 2ᵏ, two lanes in float64: eˣ − 1, or what `kind` makes of it. */
// @ts-ignore: decorator
@inline
function finishDoubles(kind: i32, e: v128, p: v128, x: v128): v128 {
  const one = f64x2.splat(1);
  if (kind == EXPM1) return f64x2.add(f64x2.mul(e, p), f64x2.sub(p, one));
  if (kind == TANH) {
    const t = f64x2.add(f64x2.mul(e, p), f64x2.sub(p, one));
    return f64x2.div(t, f64x2.add(t, f64x2.splat(2)));
  }
  const y = f64x2.mul(f64x2.add(one, e), p);
  return f64x2.div(v128.bitselect(y, one, f64x2.lt(x, f64x2.splat(0))), f64x2.add(one, y));
}

const EXPM1: i32 = 0;
const TANH: i32 = 1;
const SIGMOID: i32 = 2;

/** A function of eˣ whose last steps run in float64; `original` is the argument that x was made from. */
// @ts-ignore: decorator
@inline
function throughDoubles(kind: i32, x: v128, original: v128): v128 {
  const rounded = step(x, all(LOG2_E), ROUNDER);
  const n = f32x4.sub(rounded, all(ROUNDER));
  const k = i32x4.sub(rounded, i32x4.splat(ROUNDER_BITS));
  const tail = expTail(reduce(x, n));
  const low = expm1Doubles(lowDoubles(x), lowDoubles(n), lowDoubles(tail));
  const high = expm1Doubles(highDoubles(x), highDoubles(n), highDoubles(tail));
  return joinDoubles(
    finishDoubles(kind, low, powerOfTwoDoubles(i64x2.extend_low_i32x4_s(k)), lowDoubles(original)),
    finishDoubles(kind, high, powerOfTwoDoubles(i64x2.extend_high_i32x4_s(k)), highDoubles(original)),
  );
}

// @ts-ignore: decorator
@inline
export function expm14(x: v128): v128 {
  return withSignOf(throughDoubles(EXPM1, clamp(x, -25, 89), x), x);
}

// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  // e^−|x| can't overflow, and for negative x keeps what 1/(1 + e^−x) would lose.
  return throughDoubles(SIGMOID, f32x4.pmax(v128.or(x, i32x4.splat(SIGN_BIT)), all(-104)), x);
}

// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  // tanh a = t/(t + 2) with t = e²ᵃ − 1.
  const a = f32x4.pmin(f32x4.abs(x), all(12));
  return withSignOf(throughDoubles(TANH, f32x4.add(a, a), x), x);
}

/** log(1 + f) + k·ln 2 + c for 1 + f within [√½, √2]. */
// @ts-ignore: decorator
@inline
function logOfParts(f: v128, k: v128, c: v128): v128 {
  const s = f32x4.div(f, f32x4.add(all(2), f));
  const z = f32x4.mul(s, s);
  const w = f32x4.mul(z, z);
  const odd = f32x4.mul(z, step(w, all(0.28498786688), 0.66666662693));
  const even = f32x4.mul(w, step(w, all(0.24279078841), 0.40000972152));
  const r = f32x4.add(odd, even);
  const h = f32x4.mul(all(0.5), f32x4.mul(f, f));
  const small = f32x4.add(f32x4.mul(s, f32x4.add(h, r)), f32x4.add(f32x4.mul(k, all(LN2_LOW)), c));
  return f32x4.add(f32x4.add(f32x4.sub(small, h), f), f32x4.mul(k, all(LN2_HIGH)));
}

/** log's values at its borders: −∞ at 0, NaN below, ∞ at ∞; `x` is the argument of log. */
// @ts-ignore: decorator
@inline
function atBorders(y: v128, x: v128): v128 {
  const finite = v128.bitselect(y, x, f32x4.lt(x, all(Infinity)));
  const positive = v128.bitselect(finite, all(NaN), f32x4.gt(x, all(0)));
  return v128.bitselect(all(-Infinity), positive, f32x4.eq(x, all(0)));
}

/** Offset that brings a mantissa from [1, 2) to [√½, √2). */
const SQRT_HALF_BITS: i32 = 0x3f3504f3;
const ONE_BITS: i32 = 0x3f800000;

// @ts-ignore: decorator
@inline
export function log4(argument: v128): v128 {
  const tiny = f32x4.lt(argument, all(1.17549435e-38));
  const x = v128.bitselect(f32x4.mul(argument, all(33554432)), argument, tiny);
  const bits = i32x4.add(x, i32x4.splat(ONE_BITS - SQRT_HALF_BITS));
  const bias = i32x4.add(i32x4.splat(127), v128.and(tiny, i32x4.splat(25)));
  const k = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(bits, 23), bias));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(SQRT_HALF_BITS));
  return atBorders(logOfParts(f32x4.sub(mantissa, all(1)), k, all(0)), argument);
}

// @ts-ignore: decorator
@inline
export function log1p4(x: v128): v128 {
  const u = f32x4.add(x, all(1));
  const bits = i32x4.add(u, i32x4.splat(ONE_BITS - SQRT_HALF_BITS));
  const exponent = i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(SQRT_HALF_BITS));
  // What rounding 1 + x lost, relative to it.
  const lostSmall = f32x4.sub(x, f32x4.sub(u, all(1)));
  const lostLarge = f32x4.sub(all(1), f32x4.sub(u, x));
  const lost = f32x4.div(v128.bitselect(lostLarge, lostSmall, i32x4.gt_s(exponent, i32x4.splat(1))), u);

  const direct = v128.and(f32x4.gt(x, all(-0.29289323)), f32x4.lt(x, all(0.41421357)));
  const f = v128.bitselect(x, f32x4.sub(mantissa, all(1)), direct);
  const k = v128.andnot(f32x4.convert_i32x4_s(exponent), direct);
  const c = v128.andnot(lost, direct);
  return withSignOf(atBorders(logOfParts(f, k, c), u), v128.andnot(x, f32x4.ne(x, x)));
}

// @ts-ignore: decorator
@inline
export function erf4(x: v128): v128 {
  const t = f32x4.pmin(f32x4.abs(x), all(4));
  const s = f32x4.mul(t, t);
  let r = step(t, all(-1.72853470e-5), 3.83197126e-4);
  r = f32x4.add(f32x4.mul(r, s), step(t, all(-3.88396438e-3), 2.42546219e-2));
  r = step(r, t, -1.06777877e-1);
  r = step(r, t, -6.34846687e-1);
  r = step(r, t, -1.28717512e-1);
  r = f32x4.sub(f32x4.mul(r, t), t);
  const outer = f32x4.sub(all(1), exp4(r));

  let q = step(s, all(-5.96761703e-4), 4.99119423e-3);
  q = step(q, s, -2.67681349e-2);
  q = step(q, s, 1.12819925e-1);
  q = step(q, s, -3.76125336e-1);
  q = step(q, s, 1.28379166e-1);
  const inner = f32x4.add(f32x4.mul(q, t), t);
  return withSignOf(v128.bitselect(outer, inner, f32x4.gt(t, all(0.927734375))), x);
}
