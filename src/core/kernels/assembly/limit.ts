// Not a kernel: what the machine can do at most, for the bench (`test/bench/kernels.mjs`) to compare the kernels with.

/** Thirteen chains of a multiplication and an addition that stay in registers: 104 · rounds floating-point operations. */
export function limit(rounds: i32): f32 {
  const a = f32x4.splat(0.999);
  const b = f32x4.splat(0.001);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  let s6 = f32x4.splat(6);
  let s7 = f32x4.splat(7);
  let s8 = f32x4.splat(8);
  let s9 = f32x4.splat(9);
  let s10 = f32x4.splat(10);
  let s11 = f32x4.splat(11);
  let s12 = f32x4.splat(12);
  for (let i = 0; i < rounds; i++) {
    s0 = f32x4.add(f32x4.mul(s0, a), b);
    s1 = f32x4.add(f32x4.mul(s1, a), b);
    s2 = f32x4.add(f32x4.mul(s2, a), b);
    s3 = f32x4.add(f32x4.mul(s3, a), b);
    s4 = f32x4.add(f32x4.mul(s4, a), b);
    s5 = f32x4.add(f32x4.mul(s5, a), b);
    s6 = f32x4.add(f32x4.mul(s6, a), b);
    s7 = f32x4.add(f32x4.mul(s7, a), b);
    s8 = f32x4.add(f32x4.mul(s8, a), b);
    s9 = f32x4.add(f32x4.mul(s9, a), b);
    s10 = f32x4.add(f32x4.mul(s10, a), b);
    s11 = f32x4.add(f32x4.mul(s11, a), b);
    s12 = f32x4.add(f32x4.mul(s12, a), b);
  }
  const x = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7)));
  const y = f32x4.add(f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11)), s12);
  return f32x4.extract_lane(f32x4.add(x, y), 0);
}

/** Reads `bytes` (a multiple of 64) from x on and does next to nothing with them. */
export function readAll(x: usize, bytes: i32): i32 {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  for (const end = x + bytes; x < end; x += 64) {
    a = v128.xor(a, v128.load(x));
    b = v128.xor(b, v128.load(x, 16));
    c = v128.xor(c, v128.load(x, 32));
    d = v128.xor(d, v128.load(x, 48));
  }
  return i32x4.extract_lane(v128.xor(v128.xor(a, b), v128.xor(c, d)), 0);
}
