// Softmax by row. A row's largest element is subtracted first, so that nothing
// overflows; rows with NaN, +∞ or only −∞ become NaN, as in PyTorch.
import { exp4, log4 } from './transcendental';
import { highDoubles, loadPart, lowDoubles, storePart, sumOfDoubles } from './vectors';

function rowMax(x: usize, columns: i32): f32 {
  let v = f32x4.splat(-Infinity);
  let j = columns;
  for (; j >= 4; j -= 4) {
    v = f32x4.max(v, v128.load(x));
    x += 16;
  }
  v = f32x4.max(v, loadPart(x, j, f32x4.splat(-Infinity)));
  v = f32x4.max(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.max(v, i32x4.shuffle(v, v, 1, 0, 3, 2)), 0);
}

/** Σ exp(x − top), the terms stored at y unless it is 0. */
// @ts-ignore: decorator
@inline
function sumExp(x: usize, columns: i32, top: v128, y: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let j = columns;
  for (; j >= 4; j -= 4) {
    const e = exp4(f32x4.sub(v128.load(x), top));
    low = f64x2.add(low, lowDoubles(e));
    high = f64x2.add(high, highDoubles(e));
    x += 16;
    if (y) {
      v128.store(y, e);
      y += 16;
    }
  }
  if (j > 0) {
    const e = exp4(f32x4.sub(loadPart(x, j, f32x4.splat(-Infinity)), top));
    if (y) storePart(y, e, j);
    const terms = loadPartOf(e, j);
    low = f64x2.add(low, lowDoubles(terms));
    high = f64x2.add(high, highDoubles(terms));
  }
  return sumOfDoubles(f64x2.add(low, high));
}

/** The first `count` (1 to 3) lanes of v, the others 0. */
// @ts-ignore: decorator
@inline
function loadPartOf(v: v128, count: i32): v128 {
  return v128.and(v, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}

export function softmax(x: usize, rows: i32, columns: i32, y: usize): void {
  for (let i = 0; i < rows; i++) {
    const sum = sumExp(x, columns, f32x4.splat(rowMax(x, columns)), y);
    const divisor = f32x4.splat(<f32>sum);
    let j = columns;
    for (; j >= 4; j -= 4) {
      v128.store(y, f32x4.div(v128.load(y), divisor));
      y += 16;
    }
    storePart(y, f32x4.div(loadPart(y, j, divisor), divisor), j);
    y += <usize>j << 2;
    x += <usize>columns << 2;
  }
}

export function logSoftmax(x: usize, rows: i32, columns: i32, y: usize): void {
  for (let i = 0; i < rows; i++) {
    const top = f32x4.splat(rowMax(x, columns));
    const logSum = log4(f32x4.splat(<f32>sumExp(x, columns, top, 0)));
    let j = columns;
    for (; j >= 4; j -= 4) {
      v128.store(y, f32x4.sub(f32x4.sub(v128.load(x), top), logSum));
      x += 16;
      y += 16;
    }
    storePart(y, f32x4.sub(f32x4.sub(loadPart(x, j, top), top), logSum), j);
    x += <usize>j << 2;
    y += <usize>j << 2;
  }
}

/** Σ a·b over a row, in float64. */
function dot(a: usize, b: usize, columns: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let j = columns;
  for (; j >= 4; j -= 4) {
    const v = v128.load(a);
    const w = v128.load(b);
    low = f64x2.add(low, f64x2.mul(lowDoubles(v), lowDoubles(w)));
    high = f64x2.add(high, f64x2.mul(highDoubles(v), highDoubles(w)));
    a += 16;
    b += 16;
  }
  const v = loadPart(a, j, f32x4.splat(0));
  const w = loadPart(b, j, f32x4.splat(0));
  low = f64x2.add(low, f64x2.mul(lowDoubles(v), lowDoubles(w)));
  high = f64x2.add(high, f64x2.mul(highDoubles(v), highDoubles(w)));
  return sumOfDoubles(f64x2.add(low, high));
}

export function softmaxBackward(y: usize, dy: usize, rows: i32, columns: i32, dx: usize): void {
  for (let i = 0; i < rows; i++) {
    const mean = f32x4.splat(<f32>dot(y, dy, columns));
    let j = columns;
    for (; j >= 4; j -= 4) {
      v128.store(dx, f32x4.mul(v128.load(y), f32x4.sub(v128.load(dy), mean)));
      y += 16;
      dy += 16;
      dx += 16;
    }
    storePart(dx, f32x4.mul(loadPart(y, j, mean), f32x4.sub(loadPart(dy, j, mean), mean)), j);
    y += <usize>j << 2;
    dy += <usize>j << 2;
    dx += <usize>j << 2;
  }
}

/** Σ x over a row, in float64. */
function rowSum(x: usize, columns: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let j = columns;
  for (; j >= 4; j -= 4) {
    const v = v128.load(x);
    low = f64x2.add(low, lowDoubles(v));
    high = f64x2.add(high, highDoubles(v));
    x += 16;
  }
  const v = loadPart(x, j, f32x4.splat(0));
  return sumOfDoubles(f64x2.add(f64x2.add(low, lowDoubles(v)), f64x2.add(high, highDoubles(v))));
}

export function logSoftmaxBackward(y: usize, dy: usize, rows: i32, columns: i32, dx: usize): void {
  for (let i = 0; i < rows; i++) {
    const sum = f32x4.splat(<f32>rowSum(dy, columns));
    let j = columns;
    for (; j >= 4; j -= 4) {
      v128.store(dx, f32x4.sub(v128.load(dy), f32x4.mul(exp4(v128.load(y)), sum)));
      y += 16;
      dy += 16;
      dx += 16;
    }
    if (j > 0) storePart(dx, f32x4.sub(loadPart(dy, j, sum), f32x4.mul(exp4(loadPart(y, j, sum)), sum)), j);
    y += <usize>j << 2;
    dy += <usize>j << 2;
    dx += <usize>j << 2;
  }
}
