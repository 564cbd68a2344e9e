// Table look-ups, moves with strides, and elementwise steps with an operand that repeats.
import { loadUpTo4, storeUpTo4 } from './rows';

/** The row that a number names, −1 where it names none. */
// @ts-ignore: decorator
@inline
function rowOf(value: f32, count: i32): i32 {
  if (!(value >= 0 && value < <f32>count) || floor<f32>(value) != value) return -1;
  return <i32>value;
}

export function embedding(x: usize, n: i32, weight: usize, count: i32, columns: i32, y: usize): void {
  const bytes = <usize>columns << 2;
  for (let i = 0; i < n; i++) {
    const row = rowOf(load<f32>(x + (<usize>i << 2)), count);
    if (row >= 0) memory.copy(y, weight + <usize>row * bytes, bytes);
    else for (let j = 0; j < columns; j++) store<f32>(y + (<usize>j << 2), NaN);
    y += bytes;
  }
}

export function embeddingBackward(x: usize, dy: usize, n: i32, count: i32, columns: i32, dweight: usize): void {
  const bytes = <usize>columns << 2;
  memory.fill(dweight, 0, <usize>count * bytes);
  for (let i = 0; i < n; i++) {
    const row = rowOf(load<f32>(x + (<usize>i << 2)), count);
    if (row >= 0) {
      const to = dweight + <usize>row * bytes;
      for (let j = 0; j < columns; j += 4) {
        const at = <usize>j << 2;
        storeUpTo4(to + at, f32x4.add(loadUpTo4(to + at, columns - j), loadUpTo4(dy + at, columns - j)), columns - j);
      }
    }
    dy += bytes;
  }
}

export function addRepeated(x: usize, a: usize, size: i32, count: i32, y: usize): void {
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < size; j += 4) {
      const at = <usize>j << 2;
      storeUpTo4(y + at, f32x4.add(loadUpTo4(x + at, size - j), loadUpTo4(a + at, size - j)), size - j);
    }
    x += <usize>size << 2;
    y += <usize>size << 2;
  }
}

export function copyStrided(
  source: usize, n0: i32, n1: i32, n2: i32, n3: i32, s0: i32, s1: i32, s2: i32, s3: i32,
  out: usize, o0: i32, o1: i32, o2: i32, o3: i32,
): void {
  for (let i0 = 0; i0 < n0; i0++) {
    for (let i1 = 0; i1 < n1; i1++) {
      for (let i2 = 0; i2 < n2; i2++) {
        let from = source + (<usize>(i0 * s0 + i1 * s1 + i2 * s2) << 2);
        let to = out + (<usize>(i0 * o0 + i1 * o1 + i2 * o2) << 2);
        if (s3 == 1 && o3 == 1) {
          for (let left = n3; left > 0; left -= 4) {
            storeUpTo4(to, loadUpTo4(from, left), left);
            from += 16;
            to += 16;
          }
        } else {
          for (let i3 = 0; i3 < n3; i3++) {
            store<f32>(to, load<f32>(from));
            from += <usize>s3 << 2;
            to += <usize>o3 << 2;
          }
        }
      }
    }
  }
}

export function prelu(x: usize, batch: i32, channels: i32, positions: i32, weight: usize, y: usize): void {
  for (let b = 0; b < batch; b++) {
    for (let c = 0; c < channels; c++) {
      const slope = v128.load32_splat(weight + (<usize>c << 2));
      for (let left = positions; left > 0; left -= 4) {
        const v = loadUpTo4(x, left);
        storeUpTo4(y, v128.bitselect(v, f32x4.mul(v, slope), f32x4.gt(v, f32x4.splat(0))), left);
        x += <usize>min(4, left) << 2;
        y += <usize>min(4, left) << 2;
      }
    }
  }
}

export function preluBackward(
  x: usize, dy: usize, batch: i32, channels: i32, positions: i32, weight: usize, dx: usize,
): void {
  for (let b = 0; b < batch; b++) {
    for (let c = 0; c < channels; c++) {
      const slope = v128.load32_splat(weight + (<usize>c << 2));
      for (let left = positions; left > 0; left -= 4) {
        const g = loadUpTo4(dy, left);
        storeUpTo4(dx, v128.bitselect(g, f32x4.mul(g, slope), f32x4.gt(loadUpTo4(x, left), f32x4.splat(0))), left);
        const bytes = <usize>min(4, left) << 2;
        x += bytes;
        dy += bytes;
        dx += bytes;
      }
    }
  }
}

export function preluWeightGradient(
  x: usize, dy: usize, batch: i32, channels: i32, positions: i32, dweight: usize,
): void {
  const step = <usize>(channels * positions) << 2;
  for (let c = 0; c < channels; c++) {
    let total: f64 = 0;
    for (let b = 0; b < batch; b++) {
      const first = <usize>b * step + (<usize>(c * positions) << 2);
      for (let i = 0; i < positions; i++) {
        const at = first + (<usize>i << 2);
        const v = load<f32>(x + at);
        if (!(v > 0)) total += <f64>v * <f64>load<f32>(dy + at);
      }
    }
    store<f32>(dweight + (<usize>c << 2), <f32>total);
  }
}
