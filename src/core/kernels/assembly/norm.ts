// Batch and layer normalisation: moments in float64, the rest in float32. A tensor is seen as [batch, channels,
// positions] where channels have moments of their own, and as [rows, columns] where rows have.
import { loadUpTo4, productsOf, squaresOf, storeUpTo4, sumOf } from './rows';

// @ts-ignore: decorator
@inline
function splatAt(values: usize, i: i32): v128 {
  return v128.load32_splat(values + (<usize>i << 2));
}

export function channelSum(x: usize, batch: i32, channels: i32, positions: i32, out: usize): void {
  const step = <usize>(channels * positions) << 2;
  for (let c = 0; c < channels; c++) {
    let total: f64 = 0;
    let at = x + (<usize>(c * positions) << 2);
    for (let b = 0; b < batch; b++) {
      total += sumOf(at, positions);
      at += step;
    }
    store<f32>(out + (<usize>c << 2), <f32>total);
  }
}

export function channelMoments(
  x: usize, batch: i32, channels: i32, positions: i32, eps: f64, mean: usize, variance: usize, invStd: usize,
): void {
  const step = <usize>(channels * positions) << 2;
  const n = <f64>(batch * positions);
  for (let c = 0; c < channels; c++) {
    const first = x + (<usize>(c * positions) << 2);
    let total: f64 = 0;
    let at = first;
    for (let b = 0; b < batch; b++) {
      total += sumOf(at, positions);
      at += step;
    }
    const centre = total / n;
    let squares: f64 = 0;
    at = first;
    for (let b = 0; b < batch; b++) {
      squares += squaresOf(at, positions, centre);
      at += step;
    }
    const to = <usize>c << 2;
    store<f32>(mean + to, <f32>centre);
    store<f32>(variance + to, <f32>(squares / n));
    store<f32>(invStd + to, <f32>(1 / sqrt<f64>(squares / n + eps)));
  }
}

export function updateRunning(
  mean: usize, variance: usize, channels: i32, n: i32, momentum: f64, tracked: usize, runningMean: usize, runningVar: usize,
): void {
  const count = load<i32>(tracked) + 1;
  store<i32>(tracked, count);
  const share = momentum < 0 ? 1 / <f64>count : momentum;
  const unbias: f64 = n > 1 ? <f64>n / <f64>(n - 1) : 1;
  for (let c = 0; c < channels; c++) {
    const at = <usize>c << 2;
    const m = share * <f64>load<f32>(mean + at) + (1 - share) * <f64>load<f32>(runningMean + at);
    const v = share * (<f64>load<f32>(variance + at) * unbias) + (1 - share) * <f64>load<f32>(runningVar + at);
    store<f32>(runningMean + at, <f32>m);
    store<f32>(runningVar + at, <f32>v);
  }
}

export function channelNormalize(
  x: usize, batch: i32, channels: i32, positions: i32, mean: usize, invStd: usize, weight: usize, bias: usize, y: usize,
): void {
  for (let b = 0; b < batch; b++) {
    for (let c = 0; c < channels; c++) {
      const centre = splatAt(mean, c);
      const scale = weight ? f32x4.mul(splatAt(invStd, c), splatAt(weight, c)) : splatAt(invStd, c);
      const shift = bias ? splatAt(bias, c) : f32x4.splat(0);
      for (let left = positions; left > 0; left -= 4) {
        const v = f32x4.sub(loadUpTo4(x, left), centre);
        storeUpTo4(y, f32x4.add(f32x4.mul(v, scale), shift), left);
        x += <usize>min(4, left) << 2;
        y += <usize>min(4, left) << 2;
      }
    }
  }
}

export function channelGradients(
  x: usize, dy: usize, batch: i32, channels: i32, positions: i32, mean: usize, invStd: usize, sums: usize, products: usize,
): void {
  const step = <usize>(channels * positions) << 2;
  for (let c = 0; c < channels; c++) {
    const centre = <f64>load<f32>(mean + (<usize>c << 2));
    const first = <usize>(c * positions) << 2;
    let total: f64 = 0;
    let product: f64 = 0;
    for (let b = 0; b < batch; b++) {
      const at = first + <usize>b * step;
      total += sumOf(dy + at, positions);
      product += productsOf(x + at, dy + at, positions, centre);
    }
    store<f32>(sums + (<usize>c << 2), <f32>total);
    store<f32>(products + (<usize>c << 2), <f32>(product * <f64>load<f32>(invStd + (<usize>c << 2))));
  }
}

export function batchNormBackward(
  x: usize, dy: usize, batch: i32, channels: i32, positions: i32, mean: usize, invStd: usize, weight: usize,
  sums: usize, products: usize, dx: usize,
): void {
  const n = <f32>(batch * positions);
  for (let b = 0; b < batch; b++) {
    for (let c = 0; c < channels; c++) {
      const at = <usize>c << 2;
      const inverse = load<f32>(invStd + at);
      const centre = splatAt(mean, c);
      const meanGradient = f32x4.splat(load<f32>(sums + at) / n);
      const along = f32x4.splat((load<f32>(products + at) / n) * inverse);
      const scale = f32x4.splat(weight ? inverse * load<f32>(weight + at) : inverse);
      for (let left = positions; left > 0; left -= 4) {
        const v = f32x4.mul(f32x4.sub(loadUpTo4(x, left), centre), along);
        const g = f32x4.sub(f32x4.sub(loadUpTo4(dy, left), meanGradient), v);
        storeUpTo4(dx, f32x4.mul(g, scale), left);
        const bytes = <usize>min(4, left) << 2;
        x += bytes;
        dy += bytes;
        dx += bytes;
      }
    }
  }
}

export function layerNorm(
  x: usize, rows: i32, columns: i32, eps: f64, weight: usize, bias: usize, y: usize, mean: usize, invStd: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const centre = sumOf(x, columns) / <f64>columns;
    const inverse = 1 / sqrt<f64>(squaresOf(x, columns, centre) / <f64>columns + eps);
    const centres = f32x4.splat(<f32>centre);
    const scale = f32x4.splat(<f32>inverse);
    store<f32>(mean + (<usize>i << 2), <f32>centre);
    store<f32>(invStd + (<usize>i << 2), <f32>inverse);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const at = <usize>j << 2;
      let v = f32x4.mul(f32x4.sub(loadUpTo4(x + at, left), centres), scale);
      if (weight) v = f32x4.mul(v, loadUpTo4(weight + at, left));
      if (bias) v = f32x4.add(v, loadUpTo4(bias + at, left));
      storeUpTo4(y + at, v, left);
    }
    x += <usize>columns << 2;
    y += <usize>columns << 2;
  }
}

export function layerNormBackward(
  x: usize, dy: usize, rows: i32, columns: i32, mean: usize, invStd: usize, weight: usize, dx: usize,
): void {
  const n = <f64>columns;
  for (let i = 0; i < rows; i++) {
    const centre = load<f32>(mean + (<usize>i << 2));
    const inverse = load<f32>(invStd + (<usize>i << 2));
    let total: f64 = 0;
    let product: f64 = 0;
    for (let j = 0; j < columns; j++) {
      const at = <usize>j << 2;
      const g = <f64>load<f32>(dy + at) * (weight ? <f64>load<f32>(weight + at) : 1);
      total += g;
      product += g * (<f64>load<f32>(x + at) - <f64>centre);
    }
    const meanGradient = f32x4.splat(<f32>(total / n));
    const along = f32x4.splat(<f32>((product / n) * <f64>inverse * <f64>inverse));
    const centres = f32x4.splat(centre);
    const scale = f32x4.splat(inverse);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const at = <usize>j << 2;
      let g = loadUpTo4(dy + at, left);
      if (weight) g = f32x4.mul(g, loadUpTo4(weight + at, left));
      const v = f32x4.mul(f32x4.sub(loadUpTo4(x + at, left), centres), along);
      storeUpTo4(dx + at, f32x4.mul(f32x4.sub(f32x4.sub(g, meanGradient), v), scale), left);
    }
    x += <usize>columns << 2;
    dy += <usize>columns << 2;
    dx += <usize>columns << 2;
  }
}

export function layerNormWeightGradient(
  x: usize, dy: usize, rows: i32, columns: i32, mean: usize, invStd: usize, dweight: usize,
): void {
  memory.fill(dweight, 0, <usize>columns << 2);
  for (let i = 0; i < rows; i++) {
    const centre = splatAt(mean, i);
    const scale = splatAt(invStd, i);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const at = <usize>j << 2;
      const v = f32x4.mul(f32x4.sub(loadUpTo4(x + at, left), centre), scale);
      storeUpTo4(dweight + at, f32x4.add(loadUpTo4(dweight + at, left), f32x4.mul(v, loadUpTo4(dy + at, left))), left);
    }
    x += <usize>columns << 2;
    dy += <usize>columns << 2;
  }
}
