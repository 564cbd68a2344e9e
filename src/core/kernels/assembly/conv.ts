// Convolution as a matrix product: sample by sample and group by group the patches under the kernel become the columns
// of a matrix (im2col: K. Chellapilla, S. Puri & P. Simard, 2006), K = channels of the group · kernel positions of them
// each, so that a map of the output is a row of weights times that matrix.
import { gemm, gemmColumns } from './gemm';

// @ts-ignore: decorator
@inline
function fillWith(to: usize, n: i32, value: f32): void {
  const four = f32x4.splat(value);
  for (; n >= 4; n -= 4) {
    v128.store(to, four);
    to += 16;
  }
  for (; n > 0; n--) {
    store<f32>(to, value);
    to += 4;
  }
}

// @ts-ignore: decorator
@inline
function zero(to: usize, n: i32): void {
  fillWith(to, n, 0);
}

// @ts-ignore: decorator
@inline
function take(from: usize, n: i32, to: usize): void {
  for (; n >= 4; n -= 4) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; n > 0; n--) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
  }
}

// @ts-ignore: decorator
@inline
function addTo(from: usize, n: i32, to: usize): void {
  for (; n >= 4; n -= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    from += 16;
    to += 16;
  }
  for (; n > 0; n--) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** ⌈a / b⌉ for b > 0, 0 where a is negative. */
// @ts-ignore: decorator
@inline
function steps(a: i32, b: i32): i32 {
  return a <= 0 ? 0 : (a + b - 1) / b;
}

/**
 * Walks over columns[(c, i, j), (oy, ox)] and x[c, oy·sh + i·dh − top, ox·sw + j·dw − left], row by row: from x to the
 * columns, 0 where they lie outside of x; or `back`, each column's number added to the place of x that it came from.
 */
// @ts-ignore: decorator
@inline
function walkColumns(
  back: bool, x: usize, channels: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, kernelHeight: i32,
  kernelWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, dilationHeight: i32, dilationWidth: i32,
  columns: usize,
): void {
  const stride = <usize>strideWidth << 2;
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < kernelHeight; i++) {
      for (let j = 0; j < kernelWidth; j++) {
        const shift = j * dilationWidth - left;
        const first = min(outWidth, steps(-shift, strideWidth));
        const last = max(first, min(outWidth, steps(width - shift, strideWidth)));
        let y = i * dilationHeight - top;
        for (let oy = 0; oy < outHeight; oy++) {
          let column = columns + (<usize>first << 2);
          const end = columns + (<usize>last << 2);
          let place = x + (<usize>(y * width + first * strideWidth + shift) << 2);
          const inside = y >= 0 && y < height;
          if (back) {
            if (inside && strideWidth == 1) {
              addTo(column, last - first, place);
            } else if (inside) {
              for (; column < end; column += 4) {
                store<f32>(place, load<f32>(place) + load<f32>(column));
                place += stride;
              }
            }
          } else if (inside) {
            zero(columns, first);
            if (strideWidth == 1) {
              take(place, last - first, column);
            } else {
              for (; column < end; column += 4) {
                store<f32>(column, load<f32>(place));
                place += stride;
              }
            }
            zero(end, outWidth - last);
          } else {
            zero(columns, outWidth);
          }
          y += strideHeight;
          columns += <usize>outWidth << 2;
        }
      }
    }
    x += <usize>(height * width) << 2;
  }
}

function toColumns(
  x: usize, channels: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, kernelHeight: i32, kernelWidth: i32,
  strideHeight: i32, strideWidth: i32, top: i32, left: i32, dilationHeight: i32, dilationWidth: i32, columns: usize,
): void {
  walkColumns(
    false, x, channels, height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top,
    left, dilationHeight, dilationWidth, columns,
  );
}

function fromColumns(
  x: usize, channels: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, kernelHeight: i32, kernelWidth: i32,
  strideHeight: i32, strideWidth: i32, top: i32, left: i32, dilationHeight: i32, dilationWidth: i32, columns: usize,
): void {
  walkColumns(
    true, x, channels, height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top,
    left, dilationHeight, dilationWidth, columns,
  );
}

// @ts-ignore: decorator
@inline
function isPlain(
  height: i32, width: i32, outHeight: i32, outWidth: i32, kernelHeight: i32, kernelWidth: i32,
  strideHeight: i32, strideWidth: i32, top: i32, left: i32,
): bool {
  return kernelHeight == 1 && kernelWidth == 1 && strideHeight == 1 && strideWidth == 1 && top == 0 && left == 0 &&
    height == outHeight && width == outWidth;
}

export function conv2d(
  x: usize, weight: usize, bias: usize, y: usize, columns: usize, batch: i32, channels: i32, height: i32, width: i32,
  outChannels: i32, outHeight: i32, outWidth: i32, kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32,
  top: i32, left: i32, dilationHeight: i32, dilationWidth: i32, groups: i32,
): void {
  const inputs = channels / groups;
  const outputs = outChannels / groups;
  const k = inputs * kernelHeight * kernelWidth;
  const positions = outHeight * outWidth;
  const plain = isPlain(height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top, left);
  for (let sample = 0; sample < batch; sample++) {
    for (let group = 0; group < groups; group++) {
      const w = weight + (<usize>(group * outputs * k) << 2);
      if (!plain) {
        toColumns(
          x, inputs, height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top, left,
          dilationHeight, dilationWidth, columns,
        );
      }
      if (bias) {
        for (let o = 0; o < outputs; o++) {
          const value = load<f32>(bias + (<usize>(group * outputs + o) << 2));
          const to = y + (<usize>(o * positions) << 2);
          fillWith(to, positions, value);
        }
      }
      gemm(outputs, positions, k, w, k, 1, plain ? x : columns, positions, 1, y, 0, bias ? 1 : 0);
      x += <usize>(inputs * height * width) << 2;
      y += <usize>(outputs * positions) << 2;
    }
  }
}

export function conv2dWeightGradient(
  x: usize, dy: usize, dweight: usize, columns: usize, batch: i32, channels: i32, height: i32, width: i32,
  outChannels: i32, outHeight: i32, outWidth: i32, kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32,
  top: i32, left: i32, dilationHeight: i32, dilationWidth: i32, groups: i32,
): void {
  const k = channels / groups * kernelHeight * kernelWidth;
  if (batch == 0) memory.fill(dweight, 0, <usize>(outChannels * k) << 2);
  conv2dWeightGradientOf(
    x, dy, dweight, columns, batch, channels, height, width, outChannels, outHeight, outWidth, kernelHeight, kernelWidth,
    strideHeight, strideWidth, top, left, dilationHeight, dilationWidth, groups, 0, channels,
  );
}

/** Of the weights that input channels [from, to) are multiplied with, a batch of at least 1. */
export function conv2dWeightGradientOf(
  x: usize, dy: usize, dweight: usize, columns: usize, batch: i32, channels: i32, height: i32, width: i32,
  outChannels: i32, outHeight: i32, outWidth: i32, kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32,
  top: i32, left: i32, dilationHeight: i32, dilationWidth: i32, groups: i32, from: i32, to: i32,
): void {
  const inputs = channels / groups;
  const outputs = outChannels / groups;
  const places = kernelHeight * kernelWidth;
  const k = inputs * places;
  const positions = outHeight * outWidth;
  const plain = isPlain(height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top, left);
  for (let sample = 0; sample < batch; sample++) {
    for (let group = 0; group < groups; group++) {
      // The channels of this group that are asked for, counted within it.
      const first = max(from - group * inputs, 0);
      const end = min(to - group * inputs, inputs);
      if (first < end) {
        if (!plain) {
          toColumns(
            x + (<usize>(first * height * width) << 2), end - first, height, width, outHeight, outWidth, kernelHeight,
            kernelWidth, strideHeight, strideWidth, top, left, dilationHeight, dilationWidth,
            columns + (<usize>(first * places * positions) << 2),
          );
        }
        const dw = dweight + (<usize>(group * outputs * k) << 2);
        if (positions > 0) {
          gemmColumns(
            outputs, k, positions, dy, positions, 1, plain ? x : columns, 1, positions, dw, 0, sample > 0 ? 1 : 0,
            first * places, end * places,
          );
        } else if (sample == 0) {
          memory.fill(dw, 0, <usize>(outputs * k) << 2);
        }
      }
      x += <usize>(inputs * height * width) << 2;
      dy += <usize>(outputs * positions) << 2;
    }
  }
}

export function conv2dInputGradient(
  dy: usize, weight: usize, dx: usize, columns: usize, batch: i32, channels: i32, height: i32, width: i32,
  outChannels: i32, outHeight: i32, outWidth: i32, kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32,
  top: i32, left: i32, dilationHeight: i32, dilationWidth: i32, groups: i32,
): void {
  const inputs = channels / groups;
  const outputs = outChannels / groups;
  const k = inputs * kernelHeight * kernelWidth;
  const positions = outHeight * outWidth;
  const size = inputs * height * width;
  const plain = isPlain(height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top, left);
  for (let sample = 0; sample < batch; sample++) {
    for (let group = 0; group < groups; group++) {
      const w = weight + (<usize>(group * outputs * k) << 2);
      gemm(k, positions, outputs, w, 1, k, dy, positions, 1, plain ? dx : columns, 0, 0);
      if (!plain) {
        memory.fill(dx, 0, <usize>size << 2);
        fromColumns(
          dx, inputs, height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top, left,
          dilationHeight, dilationWidth, columns,
        );
      }
      dx += <usize>size << 2;
      dy += <usize>(outputs * positions) << 2;
    }
  }
}
