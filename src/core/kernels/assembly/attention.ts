// What attention needs beside plain products: many small products at once, and the scores' scale and mask.
import { gemm } from './gemm';
import { loadUpTo4, storeUpTo4 } from './rows';

export function gemmBatched(
  outer: i32, inner: i32, m: i32, n: i32, k: i32, a: usize, aOuter: i32, aInner: i32, aRow: i32, aColumn: i32,
  b: usize, bOuter: i32, bInner: i32, bRow: i32, bColumn: i32, c: usize,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      gemm(
        m, n, k, a + (<usize>(o * aOuter + i * aInner) << 2), aRow, aColumn,
        b + (<usize>(o * bOuter + i * bInner) << 2), bRow, bColumn, c, 0, 0,
      );
      c += <usize>(m * n) << 2;
    }
  }
}

export function scaleScores(scores: usize, matrices: i32, length: i32, scale: f32, causal: i32): void {
  const factor = f32x4.splat(scale);
  for (let matrix = 0; matrix < matrices; matrix++) {
    for (let i = 0; i < length; i++) {
      for (let j = 0; j < length; j += 4) {
        const at = scores + (<usize>j << 2);
        storeUpTo4(at, f32x4.mul(loadUpTo4(at, length - j), factor), length - j);
      }
      if (causal) for (let j = i + 1; j < length; j++) store<f32>(scores + (<usize>j << 2), -Infinity);
      scores += <usize>length << 2;
    }
  }
}
