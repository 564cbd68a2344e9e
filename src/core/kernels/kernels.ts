// contract — The kernels as seen from TypeScript. Every pointer is a byte offset into the one memory, every size counts
// elements unless it says bytes. float32, row-major. Kernels allocate nothing. The same bits on every machine.
import type { Memory } from '../tensor.ts';
import type { LayerKernels } from './layerKernels.ts';
import type { Pool } from './pool.ts';

export interface Kernels extends LayerKernels {
  /**
   * C[m, n] = A[m, k] · B[k, n] (+ bias[n]) (+ C when accumulate is 1). C is contiguous; A's element (i, p) is at
   * a + 4·(i·aRow + p·aColumn), B's (p, j) at b + 4·(p·bRow + j·bColumn), so a transpose is a swap of strides.
   * bias 0 means none.
   */
  gemm(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    c: number,
    bias: number,
    accumulate: number,
  ): void;
  /** Runs assembled elementwise code (`elementwise.ts`) over n elements; may touch the padding up to the next multiple of 4. */
  elementwise(code: number, n: number): void;
  /** out[0] = scale · Σ x[0..n). Summed in a fixed order, several partial sums (accurate for long n). */
  sum(x: number, n: number, scale: number, out: number): void;
  /** out[j] = Σᵢ x[i, j] (+ out[j] when accumulate is 1). */
  columnSum(x: number, rows: number, columns: number, out: number, accumulate: number): void;
  /** y[i, :] = softmax(x[i, :]). */
  softmax(x: number, rows: number, columns: number, y: number): void;
  /** dx = y · (dy − Σⱼ dy·y) by row. */
  softmaxBackward(y: number, dy: number, rows: number, columns: number, dx: number): void;
  logSoftmax(x: number, rows: number, columns: number, y: number): void;
  /** dx = dy − exp(y) · Σⱼ dy by row. */
  logSoftmaxBackward(y: number, dy: number, rows: number, columns: number, dx: number): void;
  /**
   * terms[i] = (1 − smoothing)·w[y]·−logp[y] + smoothing/columns · Σ w·−logp of row i, y its target; 0 where y is `ignore`.
   * divisor[0] = Σ w[y] over the others. w: float32 [columns] at `weight`, 0 for none (all 1). target int32, in range or
   * `ignore` (checked before).
   */
  nll(
    logProbabilities: number,
    target: number,
    rows: number,
    columns: number,
    weight: number,
    ignore: number,
    smoothing: number,
    terms: number,
    divisor: number,
  ): void;
  /** dx = 0 but dx[i, y] = −w[y] / divisor[0]; divisor 0: undivided. */
  nllBackward(
    target: number,
    rows: number,
    columns: number,
    weight: number,
    ignore: number,
    divisor: number,
    dx: number,
  ): void;
  /** The gradient of nll's Σ terms / divisor[0] (0: undivided) through log softmax. */
  crossEntropyBackward(
    logProbabilities: number,
    target: number,
    rows: number,
    columns: number,
    weight: number,
    ignore: number,
    smoothing: number,
    divisor: number,
    dx: number,
  ): void;
  /** out[0] = Σ x[0..n) / divisor[0]. */
  dividedSum(x: number, n: number, divisor: number, out: number): void;
  /** out[0] = √Σ x². */
  norm(x: number, n: number, out: number): void;
  /** out[i, :] = source[index[i], :] for 32-bit elements; index int32. */
  gatherRows(source: number, index: number, rows: number, columns: number, out: number): void;
  copy(source: number, bytes: number, out: number): void;
  fill(out: number, n: number, value: number): void;
  /** Copies `blocks` blocks of `bytes` bytes: block i from source + i·sourceStride to out + i·outStride (strides in bytes). */
  copyBlocks(source: number, sourceStride: number, bytes: number, blocks: number, out: number, outStride: number): void;
  /** Nine float64 at out: count, nan, infinite, min, max, mean, std (population), l2 norm, zeros — over the finite values (nan, infinite, zeros are counts). */
  statistics(x: number, n: number, out: number): void;
  /** int32 counts at out: bins of equal width on [from, to] (last bin closed), then below, above, NaN: bins + 3 numbers, overwritten. */
  histogram(x: number, n: number, from: number, to: number, bins: number, out: number): void;
  /** The same for log10|x|: bins on [from, to] of the exponent, then below, above, NaN, zeros: bins + 4 numbers. ∞ counts as above. */
  logHistogram(x: number, n: number, from: number, to: number, bins: number, out: number): void;
  /** First index of a NaN or ∞ in x, −1 when all are finite. */
  firstNonFinite(x: number, n: number): number;
  /** Smallest and largest of at least one element; NaN where one is. */
  smallest(x: number, n: number): number;
  largest(x: number, n: number): number;
  /** Sum in float64. */
  total(x: number, n: number): number;
  countZeros(x: number, n: number): number;
  /** A number that mostly is another one when any bit of x is, but for those of NaN. */
  fingerprint(x: number, n: number): number;
  /** Index of each row's largest element (the first of equals; a NaN wins, as in PyTorch), int32 at out. */
  argmax(x: number, rows: number, columns: number, out: number): void;
  /** FNV-1a over n 32-bit words, NaN bits made canonical, continued from `seed`. Returns an unsigned 32-bit number. */
  hash(x: number, n: number, seed: number): number;
}

/** Kernels bound to a memory of their own. */
export interface KernelModule {
  readonly kernels: Kernels;
  readonly memory: Memory;
  /** First byte that is free for tensors, a multiple of 64. */
  readonly base: number;
  /** Other threads over the same memory; then `kernels` has `parallel(job)` too. */
  readonly pool?: Pool;
}
