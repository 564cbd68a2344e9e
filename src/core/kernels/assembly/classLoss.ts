// The losses on log probabilities and class indices: negative log likelihood with class weights, ignored targets and
// label smoothing, as torch.nn.functional.cross_entropy. A weight of 0 (no address) means 1 for each class.
import { exp4 } from './transcendental';
import { loadPart, storePart } from './vectors';

// @ts-ignore: decorator
@inline
function weightOf(weight: usize, index: i32): f64 {
  return weight ? <f64>load<f32>(weight + (<usize>index << 2)) : 1;
}

function totalWeight(weight: usize, columns: i32): f64 {
  let total: f64 = 0;
  for (let j = 0; j < columns; j++) total += weightOf(weight, j);
  return total;
}

/** −Σ weight·logProbabilities of a row. */
function weightedRow(logProbabilities: usize, weight: usize, columns: i32): f64 {
  let total: f64 = 0;
  for (let j = 0; j < columns; j++) total -= weightOf(weight, j) * <f64>load<f32>(logProbabilities + (<usize>j << 2));
  return total;
}

export function nll(
  logProbabilities: usize, target: usize, rows: i32, columns: i32, weight: usize, ignore: i32, smoothing: f64,
  terms: usize, divisor: usize,
): void {
  const rowBytes = <usize>columns << 2;
  let counted: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const hit = load<i32>(target);
    let term: f64 = 0;
    if (hit != ignore) {
      const w = weightOf(weight, hit);
      counted += w;
      term = -w * <f64>load<f32>(logProbabilities + (<usize>hit << 2));
      if (smoothing != 0) {
        const spread = smoothing / <f64>columns;
        term = (1 - smoothing) * term + spread * weightedRow(logProbabilities, weight, columns);
      }
    }
    store<f32>(terms, <f32>term);
    target += 4;
    terms += 4;
    logProbabilities += rowBytes;
  }
  store<f32>(divisor, <f32>counted);
}

export function nllBackward(
  target: usize, rows: i32, columns: i32, weight: usize, ignore: i32, divisor: usize, dx: usize,
): void {
  const scale: f64 = divisor ? 1 / <f64>load<f32>(divisor) : 1;
  memory.fill(dx, 0, <usize>rows * (<usize>columns << 2));
  for (let i = 0; i < rows; i++) {
    const hit = load<i32>(target + (<usize>i << 2));
    if (hit == ignore) continue;
    store<f32>(dx + ((<usize>i * <usize>columns + <usize>hit) << 2), <f32>(-scale * weightOf(weight, hit)));
  }
}

export function crossEntropyBackward(
  logProbabilities: usize, target: usize, rows: i32, columns: i32, weight: usize, ignore: i32, smoothing: f64,
  divisor: usize, dx: usize,
): void {
  const rowBytes = <usize>columns << 2;
  const scale: f64 = divisor ? 1 / <f64>load<f32>(divisor) : 1;
  const spread = smoothing / <f64>columns;
  const spreadTotal = smoothing != 0 ? spread * totalWeight(weight, columns) : 0;
  for (let i = 0; i < rows; i++) {
    const hit = load<i32>(target + (<usize>i << 2));
    if (hit == ignore) {
      memory.fill(dx, 0, rowBytes);
    } else {
      const own = (1 - smoothing) * weightOf(weight, hit);
      scaledExp(logProbabilities, columns, <f32>(scale * (own + spreadTotal)), dx);
      if (smoothing != 0) {
        for (let j = 0; j < columns; j++) {
          const at = dx + (<usize>j << 2);
          const away = spread * weightOf(weight, j) + (j == hit ? own : 0);
          store<f32>(at, load<f32>(at) - <f32>(scale * away));
        }
      } else {
        // exp − 1, taken before the scale, so that a sure prediction gives 0 exactly.
        const value = f32x4.extract_lane(exp4(v128.load32_splat(logProbabilities + (<usize>hit << 2))), 0) - 1;
        store<f32>(dx + (<usize>hit << 2), <f32>(scale * own) * value);
      }
    }
    logProbabilities += rowBytes;
    dx += rowBytes;
  }
}

/** y = factor · exp(x) of a row. */
function scaledExp(x: usize, columns: i32, factor: f32, y: usize): void {
  const by = f32x4.splat(factor);
  let j = columns;
  for (; j >= 4; j -= 4) {
    v128.store(y, f32x4.mul(by, exp4(v128.load(x))));
    x += 16;
    y += 16;
  }
  if (j > 0) storePart(y, f32x4.mul(by, exp4(loadPart(x, j, f32x4.splat(0)))), j);
}

export function dividedSum(x: usize, n: i32, divisor: usize, out: usize): void {
  let total: f64 = 0;
  for (let i = 0; i < n; i++) total += <f64>load<f32>(x + (<usize>i << 2));
  store<f32>(out, <f32>(total / <f64>load<f32>(divisor)));
}
