// What a condition asks of a whole tensor, in one pass at the speed of reading it (its sum: `total` in
// reductions). NaN and ∞ count as in arithmetic.
import { loadPart } from './vectors';

/** SIMD's min and max make NaN of a NaN. */
export function smallest(x: usize, n: i32): f32 {
  let a = f32x4.splat(Infinity);
  let b = a;
  let c = a;
  let d = a;
  for (; n >= 16; n -= 16) {
    a = f32x4.min(a, v128.load(x));
    b = f32x4.min(b, v128.load(x, 16));
    c = f32x4.min(c, v128.load(x, 32));
    d = f32x4.min(d, v128.load(x, 48));
    x += 64;
  }
  for (; n > 0; n -= 4) {
    a = f32x4.min(a, n >= 4 ? v128.load(x) : loadPart(x, n, f32x4.splat(Infinity)));
    x += 16;
  }
  a = f32x4.min(f32x4.min(a, b), f32x4.min(c, d));
  a = f32x4.min(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.min(a, i32x4.shuffle(a, a, 1, 0, 3, 2)), 0);
}

export function largest(x: usize, n: i32): f32 {
  let a = f32x4.splat(-Infinity);
  let b = a;
  let c = a;
  let d = a;
  for (; n >= 16; n -= 16) {
    a = f32x4.max(a, v128.load(x));
    b = f32x4.max(b, v128.load(x, 16));
    c = f32x4.max(c, v128.load(x, 32));
    d = f32x4.max(d, v128.load(x, 48));
    x += 64;
  }
  for (; n > 0; n -= 4) {
    a = f32x4.max(a, n >= 4 ? v128.load(x) : loadPart(x, n, f32x4.splat(-Infinity)));
    x += 16;
  }
  a = f32x4.max(f32x4.max(a, b), f32x4.max(c, d));
  a = f32x4.max(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.max(a, i32x4.shuffle(a, a, 1, 0, 3, 2)), 0);
}

export function countZeros(x: usize, n: i32): i32 {
  const zero = f32x4.splat(0);
  let a = i32x4.splat(0);
  let b = a;
  for (; n >= 8; n -= 8) {
    a = i32x4.sub(a, f32x4.eq(v128.load(x), zero));
    b = i32x4.sub(b, f32x4.eq(v128.load(x, 16), zero));
    x += 32;
  }
  for (; n > 0; n -= 4) {
    a = i32x4.sub(a, f32x4.eq(n >= 4 ? v128.load(x) : loadPart(x, n, f32x4.splat(1)), zero));
    x += 16;
  }
  a = i32x4.add(a, b);
  a = i32x4.add(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  return i32x4.extract_lane(a, 0) + i32x4.extract_lane(a, 1);
}

const PRIME: i32 = 16777619;

/** One word of FNV-1a in each lane; all NaN are one. */
// @ts-ignore: decorator
@inline
function mix(h: v128, v: v128): v128 {
  const word = v128.bitselect(v, i32x4.splat(0x7fc00000), f32x4.eq(v, v));
  return i32x4.mul(v128.xor(h, word), i32x4.splat(PRIME));
}

/** The bits of four lanes into one number. */
// @ts-ignore: decorator
@inline
function fold(h: i32, v: v128): i32 {
  h = (h ^ i32x4.extract_lane(v, 0)) * PRIME;
  h = (h ^ i32x4.extract_lane(v, 1)) * PRIME;
  h = (h ^ i32x4.extract_lane(v, 2)) * PRIME;
  return (h ^ i32x4.extract_lane(v, 3)) * PRIME;
}

export function fingerprint(x: usize, n: i32): i32 {
  let a = i32x4.splat(0x811c9dc5);
  let b = a;
  let c = a;
  let d = a;
  for (; n >= 16; n -= 16) {
    a = mix(a, v128.load(x));
    b = mix(b, v128.load(x, 16));
    c = mix(c, v128.load(x, 32));
    d = mix(d, v128.load(x, 48));
    x += 64;
  }
  for (; n > 0; n -= 4) {
    a = mix(a, n >= 4 ? v128.load(x) : loadPart(x, n, f32x4.splat(0)));
    x += 16;
  }
  return fold(fold(fold(fold(0x811c9dc5, a), b), c), d);
}
