// One time step of the recurrent layers. Each gate's argument comes in two parts, from the input (`fromInput`) and from
// the hidden state before (`fromHidden`), both [rows, gates·size]; h is written to rows that are `stride` elements apart,
// because two directions share them.
import { loadUpTo4, storeUpTo4 } from './rows';
import { sigmoid4, tanh4 } from './transcendental';

// @ts-ignore: decorator
@inline
function part(a: usize, b: usize, at: usize, left: i32): v128 {
  return f32x4.add(loadUpTo4(a + at, left), loadUpTo4(b + at, left));
}

/** dy·(1 − y²) */
// @ts-ignore: decorator
@inline
function throughTanh(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
}

/** dy·y·(1 − y) */
// @ts-ignore: decorator
@inline
function throughSigmoid(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
}

/** The gradient that reaches h: from above, and from the step after unless there is none. */
// @ts-ignore: decorator
@inline
function arriving(dh: usize, dhNext: usize, at: usize, left: i32): v128 {
  const g = loadUpTo4(dh + at, left);
  return dhNext ? f32x4.add(g, loadUpTo4(dhNext + at, left)) : g;
}

export function rnnStep(
  fromInput: usize, fromHidden: usize, rows: i32, size: i32, relu: i32, h: usize, stride: i32,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < size; j += 4) {
      const at = <usize>j << 2;
      const z = part(fromInput, fromHidden, at, size - j);
      storeUpTo4(h + at, relu ? f32x4.max(z, f32x4.splat(0)) : tanh4(z), size - j);
    }
    fromInput += <usize>size << 2;
    fromHidden += <usize>size << 2;
    h += <usize>stride << 2;
  }
}

export function rnnStepBackward(
  h: usize, dh: usize, stride: i32, dhNext: usize, rows: i32, size: i32, relu: i32, dz: usize,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < size; j += 4) {
      const at = <usize>j << 2;
      const g = arriving(dh, dhNext, at, size - j);
      const y = loadUpTo4(h + at, size - j);
      storeUpTo4(dz + at, relu ? v128.and(g, f32x4.gt(y, f32x4.splat(0))) : throughTanh(g, y), size - j);
    }
    h += <usize>stride << 2;
    dh += <usize>stride << 2;
    if (dhNext) dhNext += <usize>size << 2;
    dz += <usize>size << 2;
  }
}

export function lstmStep(
  fromInput: usize, fromHidden: usize, cBefore: usize, rows: i32, size: i32, gates: usize, c: usize, h: usize, stride: i32,
): void {
  const width = <usize>size << 2;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < size; j += 4) {
      const left = size - j;
      const at = <usize>j << 2;
      const i = sigmoid4(part(fromInput, fromHidden, at, left));
      const f = sigmoid4(part(fromInput, fromHidden, at + width, left));
      const g = tanh4(part(fromInput, fromHidden, at + 2 * width, left));
      const o = sigmoid4(part(fromInput, fromHidden, at + 3 * width, left));
      let cell = f32x4.mul(i, g);
      if (cBefore) cell = f32x4.add(f32x4.mul(f, loadUpTo4(cBefore + at, left)), cell);
      storeUpTo4(gates + at, i, left);
      storeUpTo4(gates + at + width, f, left);
      storeUpTo4(gates + at + 2 * width, g, left);
      storeUpTo4(gates + at + 3 * width, o, left);
      storeUpTo4(c + at, cell, left);
      storeUpTo4(h + at, f32x4.mul(o, tanh4(cell)), left);
    }
    fromInput += 4 * width;
    fromHidden += 4 * width;
    gates += 4 * width;
    c += width;
    if (cBefore) cBefore += width;
    h += <usize>stride << 2;
  }
}

/** dc holds ∂L/∂c from the step after unless this is the last, and gets that for the step before. */
export function lstmStepBackward(
  gates: usize, cBefore: usize, c: usize, dh: usize, stride: i32, dhNext: usize, dc: usize, rows: i32, size: i32, dz: usize,
): void {
  const width = <usize>size << 2;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < size; j += 4) {
      const left = size - j;
      const at = <usize>j << 2;
      const i = loadUpTo4(gates + at, left);
      const f = loadUpTo4(gates + at + width, left);
      const g = loadUpTo4(gates + at + 2 * width, left);
      const o = loadUpTo4(gates + at + 3 * width, left);
      const t = tanh4(loadUpTo4(c + at, left));
      const d = arriving(dh, dhNext, at, left);
      let cell = throughTanh(f32x4.mul(d, o), t);
      if (dhNext) cell = f32x4.add(cell, loadUpTo4(dc + at, left));
      const before = cBefore ? loadUpTo4(cBefore + at, left) : f32x4.splat(0);
      storeUpTo4(dz + at, throughSigmoid(f32x4.mul(cell, g), i), left);
      storeUpTo4(dz + at + width, throughSigmoid(f32x4.mul(cell, before), f), left);
      storeUpTo4(dz + at + 2 * width, throughTanh(f32x4.mul(cell, i), g), left);
      storeUpTo4(dz + at + 3 * width, throughSigmoid(f32x4.mul(d, t), o), left);
      storeUpTo4(dc + at, f32x4.mul(cell, f), left);
    }
    gates += 4 * width;
    dz += 4 * width;
    c += width;
    dc += width;
    if (cBefore) cBefore += width;
    if (dhNext) dhNext += width;
    dh += <usize>stride << 2;
  }
}

export function gruStep(
  fromInput: usize, fromHidden: usize, hBefore: usize, rows: i32, size: i32, gates: usize, h: usize, stride: i32,
): void {
  const width = <usize>size << 2;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < size; j += 4) {
      const left = size - j;
      const at = <usize>j << 2;
      const r = sigmoid4(part(fromInput, fromHidden, at, left));
      const z = sigmoid4(part(fromInput, fromHidden, at + width, left));
      const hidden = f32x4.mul(r, loadUpTo4(fromHidden + at + 2 * width, left));
      const n = tanh4(f32x4.add(loadUpTo4(fromInput + at + 2 * width, left), hidden));
      const before = hBefore ? loadUpTo4(hBefore + at, left) : f32x4.splat(0);
      storeUpTo4(gates + at, r, left);
      storeUpTo4(gates + at + width, z, left);
      storeUpTo4(gates + at + 2 * width, n, left);
      // (1 − z)·n + z·h, as PyTorch computes it.
      storeUpTo4(h + at, f32x4.add(f32x4.mul(f32x4.sub(before, n), z), n), left);
    }
    fromInput += 3 * width;
    fromHidden += 3 * width;
    gates += 3 * width;
    h += <usize>stride << 2;
    if (hBefore) hBefore += <usize>stride << 2;
  }
}

/** dhNext is null in the last step; dhBefore gets the part of the gradient that goes past the gates, dh·z. */
export function gruStepBackward(
  gates: usize, fromHidden: usize, hBefore: usize, dh: usize, stride: i32, dhNext: usize, rows: i32, size: i32,
  dInput: usize, dHidden: usize, dhBefore: usize,
): void {
  const width = <usize>size << 2;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < size; j += 4) {
      const left = size - j;
      const at = <usize>j << 2;
      const r = loadUpTo4(gates + at, left);
      const z = loadUpTo4(gates + at + width, left);
      const n = loadUpTo4(gates + at + 2 * width, left);
      const before = hBefore ? loadUpTo4(hBefore + at, left) : f32x4.splat(0);
      const d = arriving(dh, dhNext, at, left);
      const dn = throughTanh(f32x4.mul(d, f32x4.sub(f32x4.splat(1), z)), n);
      const dr = throughSigmoid(f32x4.mul(dn, loadUpTo4(fromHidden + at + 2 * width, left)), r);
      const dz = throughSigmoid(f32x4.mul(d, f32x4.sub(before, n)), z);
      storeUpTo4(dInput + at, dr, left);
      storeUpTo4(dInput + at + width, dz, left);
      storeUpTo4(dInput + at + 2 * width, dn, left);
      storeUpTo4(dHidden + at, dr, left);
      storeUpTo4(dHidden + at + width, dz, left);
      storeUpTo4(dHidden + at + 2 * width, f32x4.mul(dn, r), left);
      storeUpTo4(dhBefore + at, f32x4.mul(d, z), left);
    }
    gates += 3 * width;
    fromHidden += 3 * width;
    dInput += 3 * width;
    dHidden += 3 * width;
    dhBefore += width;
    if (dhNext) dhNext += width;
    dh += <usize>stride << 2;
    if (hBefore) hBefore += <usize>stride << 2;
  }
}
