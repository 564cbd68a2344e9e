// Pooling over windows of a map. `planes` counts maps: samples times channels.

/** The larger of two, the second only where it is larger or NaN: with it its place. */
// @ts-ignore: decorator
@inline
function isBetter(value: v128, best: v128): v128 {
  return v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
}

/** Windows of 2×2 side by side, the usual pool: four of them at a time. */
function maxPoolHalves(x: usize, y: usize, indices: usize, planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32): void {
  const row = <usize>width << 2;
  for (let plane = 0; plane < planes; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const place = 2 * oy * width;
      const upper = x + (<usize>place << 2);
      for (let ox = 0; ox < outWidth; ox += 4) {
        // The last four may have been done in part before.
        const from = outWidth >= 4 ? min(ox, outWidth - 4) : ox;
        const at = upper + (<usize>from << 3);
        if (outWidth >= 4) {
          const a = v128.load(at);
          const b = v128.load(at, 16);
          const c = v128.load(at + row);
          const d = v128.load(at + row, 16);
          let best = i32x4.shuffle(a, b, 0, 2, 4, 6);
          let index = i32x4.add(i32x4.splat(place + 2 * from), i32x4(0, 2, 4, 6));
          const right = i32x4.shuffle(a, b, 1, 3, 5, 7);
          const below = i32x4.shuffle(c, d, 0, 2, 4, 6);
          const both = i32x4.shuffle(c, d, 1, 3, 5, 7);
          let better = isBetter(right, best);
          const first = index;
          best = v128.bitselect(right, best, better);
          index = v128.bitselect(i32x4.add(first, i32x4.splat(1)), index, better);
          better = isBetter(below, best);
          best = v128.bitselect(below, best, better);
          index = v128.bitselect(i32x4.add(first, i32x4.splat(width)), index, better);
          better = isBetter(both, best);
          best = v128.bitselect(both, best, better);
          index = v128.bitselect(i32x4.add(first, i32x4.splat(width + 1)), index, better);
          v128.store(y + (<usize>from << 2), best);
          v128.store(indices + (<usize>from << 2), index);
        } else {
          for (let o = ox; o < outWidth; o++) {
            let best = place + 2 * o;
            let bestValue = load<f32>(x + (<usize>best << 2));
            for (let i = 1; i < 4; i++) {
              const candidate = place + 2 * o + (i & 1) + (i >> 1) * width;
              const value = load<f32>(x + (<usize>candidate << 2));
              if (value > bestValue || value != value) {
                best = candidate;
                bestValue = value;
              }
            }
            store<f32>(y + (<usize>o << 2), bestValue);
            store<i32>(indices + (<usize>o << 2), best);
          }
        }
      }
      y += <usize>outWidth << 2;
      indices += <usize>outWidth << 2;
    }
    x += <usize>(height * width) << 2;
  }
}

export function maxPool2d(
  x: usize, y: usize, indices: usize, planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32,
  kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
  dilationHeight: i32, dilationWidth: i32,
): void {
  const halves = kernelHeight == 2 && kernelWidth == 2 && strideHeight == 2 && strideWidth == 2 && dilationHeight == 1 &&
    dilationWidth == 1 && top == 0 && left == 0 && 2 * outHeight <= height && 2 * outWidth <= width;
  if (halves) return maxPoolHalves(x, y, indices, planes, height, width, outHeight, outWidth);
  for (let plane = 0; plane < planes; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideHeight - top;
      const yEnd = min(height, y0 + (kernelHeight - 1) * dilationHeight + 1);
      // The first row and column of the window that lie inside.
      const yFirst = y0 < 0 ? y0 + ((-y0 + dilationHeight - 1) / dilationHeight) * dilationHeight : y0;
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideWidth - left;
        const xEnd = min(width, x0 + (kernelWidth - 1) * dilationWidth + 1);
        const xFirst = x0 < 0 ? x0 + ((-x0 + dilationWidth - 1) / dilationWidth) * dilationWidth : x0;
        // A dilated window can miss a narrow map altogether.
        let best = yFirst < yEnd && xFirst < xEnd ? yFirst * width + xFirst : -1;
        let bestValue: f32 = -Infinity;
        for (let iy = yFirst; iy < yEnd; iy += dilationHeight) {
          for (let ix = xFirst; ix < xEnd; ix += dilationWidth) {
            const at = iy * width + ix;
            const value = load<f32>(x + (<usize>at << 2));
            if (value > bestValue || value != value) {
              best = at;
              bestValue = value;
            }
          }
        }
        store<f32>(y, bestValue);
        store<i32>(indices, best);
        y += 4;
        indices += 4;
      }
    }
    x += <usize>(height * width) << 2;
  }
}

export function maxPool2dBackward(dy: usize, indices: usize, dx: usize, planes: i32, size: i32, outSize: i32): void {
  memory.fill(dx, 0, <usize>(planes * size) << 2);
  for (let plane = 0; plane < planes; plane++) {
    for (let o = 0; o < outSize; o++) {
      const at = load<i32>(indices);
      if (at >= 0) {
        const to = dx + (<usize>at << 2);
        store<f32>(to, load<f32>(to) + load<f32>(dy));
      }
      indices += 4;
      dy += 4;
    }
    dx += <usize>size << 2;
  }
}

/** By how much a window's sum is divided: the given divisor, else its places, those in the padding counted or not. */
// @ts-ignore: decorator
@inline
function divisorOf(
  y0: i32, x0: i32, yEnd: i32, xEnd: i32, height: i32, width: i32, top: i32, left: i32, countPadding: i32, divisor: i32,
): f32 {
  if (divisor != 0) return <f32>divisor;
  if (countPadding != 0) return <f32>((min(yEnd, height + top) - y0) * (min(xEnd, width + left) - x0));
  return <f32>((min(yEnd, height) - max(y0, 0)) * (min(xEnd, width) - max(x0, 0)));
}

export function avgPool2d(
  x: usize, y: usize, planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32,
  kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
  countPadding: i32, divisor: i32,
): void {
  for (let plane = 0; plane < planes; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideHeight - top;
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideWidth - left;
        const xEnd = min(width, x0 + kernelWidth);
        let total: f64 = 0;
        for (let iy = max(y0, 0); iy < min(height, y0 + kernelHeight); iy++) {
          for (let ix = max(x0, 0); ix < xEnd; ix++) total += <f64>load<f32>(x + (<usize>(iy * width + ix) << 2));
        }
        const by = divisorOf(
          y0, x0, y0 + kernelHeight, x0 + kernelWidth, height, width, top, left, countPadding, divisor,
        );
        store<f32>(y, <f32>(total / <f64>by));
        y += 4;
      }
    }
    x += <usize>(height * width) << 2;
  }
}

export function avgPool2dBackward(
  dy: usize, dx: usize, planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32,
  kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
  countPadding: i32, divisor: i32,
): void {
  memory.fill(dx, 0, <usize>(planes * height * width) << 2);
  for (let plane = 0; plane < planes; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * strideHeight - top;
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideWidth - left;
        const xEnd = min(width, x0 + kernelWidth);
        const by = divisorOf(
          y0, x0, y0 + kernelHeight, x0 + kernelWidth, height, width, top, left, countPadding, divisor,
        );
        const part = load<f32>(dy) / by;
        for (let iy = max(y0, 0); iy < min(height, y0 + kernelHeight); iy++) {
          for (let ix = max(x0, 0); ix < xEnd; ix++) {
            const to = dx + (<usize>(iy * width + ix) << 2);
            store<f32>(to, load<f32>(to) + part);
          }
        }
        dy += 4;
      }
    }
    dx += <usize>(height * width) << 2;
  }
}

/** Where window `o` of `out` begins over `n` places. */
// @ts-ignore: decorator
@inline
function windowStart(o: i32, n: i32, out: i32): i32 {
  return (o * n) / out;
}

/** Where it ends: windows overlap where `out` doesn't divide n. */
// @ts-ignore: decorator
@inline
function windowEnd(o: i32, n: i32, out: i32): i32 {
  return ((o + 1) * n + out - 1) / out;
}

export function adaptiveAvgPool2d(
  x: usize, y: usize, planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32,
): void {
  for (let plane = 0; plane < planes; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = windowStart(oy, height, outHeight);
      const y1 = windowEnd(oy, height, outHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = windowStart(ox, width, outWidth);
        const x1 = windowEnd(ox, width, outWidth);
        let total: f64 = 0;
        for (let iy = y0; iy < y1; iy++) {
          for (let ix = x0; ix < x1; ix++) total += <f64>load<f32>(x + (<usize>(iy * width + ix) << 2));
        }
        store<f32>(y, <f32>(total / <f64>((y1 - y0) * (x1 - x0))));
        y += 4;
      }
    }
    x += <usize>(height * width) << 2;
  }
}

export function adaptiveAvgPool2dBackward(
  dy: usize, dx: usize, planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32,
): void {
  memory.fill(dx, 0, <usize>(planes * height * width) << 2);
  for (let plane = 0; plane < planes; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = windowStart(oy, height, outHeight);
      const y1 = windowEnd(oy, height, outHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = windowStart(ox, width, outWidth);
        const x1 = windowEnd(ox, width, outWidth);
        const part = load<f32>(dy) / <f32>((y1 - y0) * (x1 - x0));
        for (let iy = y0; iy < y1; iy++) {
          for (let ix = x0; ix < x1; ix++) {
            const to = dx + (<usize>(iy * width + ix) << 2);
            store<f32>(to, load<f32>(to) + part);
          }
        }
        dy += 4;
      }
    }
    dx += <usize>(height * width) << 2;
  }
}
