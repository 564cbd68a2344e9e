// Dropout's draws: a number's fate follows from (seed, layer, iteration, place) alone, so a step gone back to and taken
// again drops the same ones, and no state has to be kept. Mixing: C. Wellons' hash with three rounds (triple32).

// @ts-ignore: decorator
@inline
function mix(h: u32): u32 {
  h ^= h >>> 17;
  h *= 0xed5ad4bb;
  h ^= h >>> 11;
  h *= 0xac4c1b51;
  h ^= h >>> 15;
  h *= 0x31848bab;
  return h ^ (h >>> 14);
}

// @ts-ignore: decorator
@inline
function mix4(h: v128): v128 {
  h = v128.xor(h, i32x4.shr_u(h, 17));
  h = i32x4.mul(h, i32x4.splat(0xed5ad4bb));
  h = v128.xor(h, i32x4.shr_u(h, 11));
  h = i32x4.mul(h, i32x4.splat(0xac4c1b51));
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(0x31848bab));
  return v128.xor(h, i32x4.shr_u(h, 14));
}

export function dropoutMask(n: i32, p: f64, seed: i32, layer: i32, iteration: usize, mask: usize): void {
  // The hash of 0 is 0: from seed 0 on, without an addend, an iteration's key would be the hash of its own place.
  const key = mix(mix(mix(<u32>seed + 0x9e3779b9) + <u32>layer) + load<u32>(iteration));
  // A draw's upper 31 bits against p, as a whole number.
  const limit = i32x4.splat(<i32>min<f64>(2147483647, ceil<f64>(p * 2147483648)));
  const scale = f32x4.splat(p < 1 ? <f32>(1 / (1 - p)) : 0);
  for (let i = 0; i < n; i += 4) {
    const place = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
    const draw = mix4(v128.xor(mix4(place), i32x4.splat(key)));
    const kept = v128.and(scale, i32x4.ge_s(i32x4.shr_u(draw, 1), limit));
    const at = mask + (<usize>i << 2);
    if (n - i >= 4) {
      v128.store(at, kept);
    } else {
      store<i32>(at, i32x4.extract_lane(kept, 0));
      if (n - i > 1) store<i32>(at, i32x4.extract_lane(kept, 1), 4);
      if (n - i > 2) store<i32>(at, i32x4.extract_lane(kept, 2), 8);
    }
  }
}
