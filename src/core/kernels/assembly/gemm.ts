// Matrix product after Goto & van de Geijn ("Anatomy of High-Performance Matrix Multiplication", 2008): B is copied,
// block by block, into panels of 8 columns that are read straight through, and a tile of 4×8 sums stays in registers.
// Each element of C is summed over k in ascending order, in blocks of KC, whatever tile it falls in: a row's bits don't
// depend on how many rows there are.
import { KC, NC, panels, STRIP_ROWS, strips } from './scratch';
import { loadPart, storePart } from './vectors';

/** Four columns of B from p on, contiguous along k: read as rows of 4, transposed, stored as 4 rows of the panel. */
// @ts-ignore: decorator
@inline
function transpose4(b0: usize, b1: usize, b2: usize, b3: usize, to: usize, rowBytes: usize): void {
  const r0 = v128.load(b0);
  const r1 = v128.load(b1);
  const r2 = v128.load(b2);
  const r3 = v128.load(b3);
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to + rowBytes, i64x2.shuffle(low01, low23, 1, 3));
  v128.store(to + 2 * rowBytes, i64x2.shuffle(high01, high23, 0, 2));
  v128.store(to + 3 * rowBytes, i64x2.shuffle(high01, high23, 1, 3));
}

/** Packs `columns` (1 to 8) columns of B, `depth` long, as one panel. What stands for absent columns is never used. */
function packPanel(b: usize, bRow: usize, bColumn: usize, depth: i32, columns: i32, to: usize): void {
  if (columns == 8 && bColumn == 4) {
    for (let p = 0; p < depth; p++) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
      b += bRow;
      to += 32;
    }
    return;
  }
  const start = to;
  let p = 0;
  if (columns == 8 && bRow == 4) {
    const b4 = b + 4 * bColumn;
    for (; p + 4 <= depth; p += 4) {
      const at = <usize>p << 2;
      const low = b + at;
      const high = b4 + at;
      transpose4(low, low + bColumn, low + 2 * bColumn, low + 3 * bColumn, to, 32);
      transpose4(high, high + bColumn, high + 2 * bColumn, high + 3 * bColumn, to + 16, 32);
      to += 128;
    }
  }
  for (let j = 0; j < columns; j++) {
    let at = b + <usize>j * bColumn + <usize>p * bRow;
    const end = start + (<usize>depth << 5);
    for (let cell = to + (<usize>j << 2); cell < end; cell += 32) {
      store<f32>(cell, load<f32>(at));
      at += bRow;
    }
  }
}

/** Copies four rows of A side by side, where they are columns in memory: far apart, they would push each other out of the cache. */
function packStrip(a: usize, aColumn: usize, depth: i32, to: usize): void {
  for (const end = to + (<usize>depth << 4); to < end; to += 16) {
    v128.store(to, v128.load(a));
    a += aColumn;
  }
}

/** Four sums to C: plus the bias, then plus what stood there. */
// @ts-ignore: decorator
@inline
function finish(sum: v128, c: usize, bias: usize, add: bool): void {
  if (bias) sum = f32x4.add(sum, v128.load(bias));
  if (add) sum = f32x4.add(v128.load(c), sum);
  v128.store(c, sum);
}

/** The same where C's row ends after `count` (1 to 3) elements. */
function finishPart(sum: v128, c: usize, count: i32, bias: usize, add: bool): void {
  const zero = f32x4.splat(0);
  if (bias) sum = f32x4.add(sum, loadPart(bias, count, zero));
  if (add) sum = f32x4.add(loadPart(c, count, zero), sum);
  storePart(c, sum, count);
}

/** A row of a tile to C. */
// @ts-ignore: decorator
@inline
function finishRow(low: v128, high: v128, c: usize, columns: i32, bias: usize, add: bool): void {
  const biasHigh = bias ? bias + 16 : 0;
  if (columns == 8) {
    finish(low, c, bias, add);
    finish(high, c + 16, biasHigh, add);
  } else if (columns < 4) {
    finishPart(low, c, columns, bias, add);
  } else {
    finish(low, c, bias, add);
    if (columns > 4) finishPart(high, c + 16, columns - 4, biasHigh, add);
  }
}

/** One tile of C: `rows`×`columns` (at most 4×8) from four rows of A and a panel of B, `depth` long. */
// @ts-ignore: decorator
@inline
function tile(
  depth: i32, a0: usize, a1: usize, a2: usize, a3: usize, aStep: usize, b: usize,
  c: usize, cRow: usize, rows: i32, columns: i32, bias: usize, add: bool,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  for (const end = b + (<usize>depth << 5); b < end; b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
  }
  finishRow(s00, s01, c, columns, bias, add);
  if (rows > 1) finishRow(s10, s11, c + cRow, columns, bias, add);
  if (rows > 2) finishRow(s20, s21, c + 2 * cRow, columns, bias, add);
  if (rows > 3) finishRow(s30, s31, c + 3 * cRow, columns, bias, add);
}

/** The same for at most 4 columns. */
function narrowTile(
  depth: i32, a0: usize, a1: usize, a2: usize, a3: usize, aStep: usize, b: usize,
  c: usize, cRow: usize, rows: i32, columns: i32, bias: usize, add: bool,
): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (const end = b + (<usize>depth << 5); b < end; b += 32) {
    const b0 = v128.load(b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a0), b0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a1), b0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a2), b0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a3), b0));
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
  }
  finishRow(s0, s0, c, columns, bias, add);
  if (rows > 1) finishRow(s1, s1, c + cRow, columns, bias, add);
  if (rows > 2) finishRow(s2, s2, c + 2 * cRow, columns, bias, add);
  if (rows > 3) finishRow(s3, s3, c + 3 * cRow, columns, bias, add);
}

/** What a product over no terms is: the bias or 0, or C as it was, plus the bias. */
function empty(m: i32, n: i32, c: usize, bias: usize, accumulate: bool): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const value: f32 = bias ? load<f32>(bias + (<usize>j << 2)) : 0;
      store<f32>(c, accumulate ? load<f32>(c) + value : value);
      c += 4;
    }
  }
}

/** Columns of C from which copying A pays. */
const PACKED_WIDTH: i32 = 64;

export function gemm(
  m: i32, n: i32, k: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  c: usize, bias: usize, accumulate: i32,
): void {
  if (m <= 0 || n <= 0) return;
  if (k <= 0) return empty(m, n, c, bias, accumulate != 0);
  gemmColumns(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, bias, accumulate, 0, n);
}

/** Columns [from, to) of the same product, k at least 1. An element's bits don't depend on where a part begins. */
export function gemmColumns(
  m: i32, n: i32, k: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  c: usize, bias: usize, accumulate: i32, from: i32, to: i32,
): void {
  const aRowBytes = <usize>aRow << 2;
  const aColumnBytes = <usize>aColumn << 2;
  const bRowBytes = <usize>bRow << 2;
  const bColumnBytes = <usize>bColumn << 2;
  const cRow = <usize>n << 2;
  for (let j0 = from; j0 < to; j0 += NC) {
    const width = min(NC, to - j0);
    for (let p0 = 0; p0 < k; p0 += KC) {
      const depth = min(KC, k - p0);
      const panelBytes = <usize>depth << 5;
      const bBlock = b + <usize>p0 * bRowBytes + <usize>j0 * bColumnBytes;
      for (let j = 0; j < width; j += 8) {
        packPanel(
          bBlock + <usize>j * bColumnBytes, bRowBytes, bColumnBytes, depth, min(8, width - j),
          panels() + <usize>(j >> 3) * panelBytes,
        );
      }
      const add = p0 > 0 || accumulate != 0;
      const biasBlock: usize = p0 == 0 && bias ? bias + (<usize>j0 << 2) : 0;
      const aBlock = a + <usize>p0 * aColumnBytes;
      const pack = aRow == 1 && width >= PACKED_WIDTH;
      const stripBytes = <usize>depth << 4;
      for (let i = 0; i < m; i += 4) {
        const rows = min(4, m - i);
        let a0 = aBlock + <usize>i * aRowBytes;
        let rowBytes = aRowBytes;
        let step = aColumnBytes;
        if (pack && rows == 4) {
          // As many at a time as a cache line holds, so that it is fetched once.
          if (i % STRIP_ROWS == 0) {
            for (let r = 0; r < STRIP_ROWS && i + r + 4 <= m; r += 4) {
              packStrip(a0 + (<usize>r << 2), aColumnBytes, depth, strips() + <usize>(r >> 2) * stripBytes);
            }
          }
          a0 = strips() + <usize>((i % STRIP_ROWS) >> 2) * stripBytes;
          rowBytes = 4;
          step = 16;
        }
        // Rows that aren't there repeat the last one; their sums are dropped.
        const a1 = rows > 1 ? a0 + rowBytes : a0;
        const a2 = rows > 2 ? a1 + rowBytes : a1;
        const a3 = rows > 3 ? a2 + rowBytes : a2;
        const cTile = c + <usize>i * cRow + (<usize>j0 << 2);
        for (let j = 0; j < width; j += 8) {
          const columns = width - j;
          const panel = panels() + <usize>(j >> 3) * panelBytes;
          const cPart = cTile + (<usize>j << 2);
          const biasPart = biasBlock ? biasBlock + (<usize>j << 2) : 0;
          if (columns > 4) {
            tile(depth, a0, a1, a2, a3, step, panel, cPart, cRow, rows, min(8, columns), biasPart, add);
          } else {
            narrowTile(depth, a0, a1, a2, a3, step, panel, cPart, cRow, rows, columns, biasPart, add);
          }
        }
      }
    }
  }
}
