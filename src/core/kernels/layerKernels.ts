// The kernels of single layers: convolution, pooling, norms, recurrence, attention, look-ups. Same rules as in kernels.ts.

/**
 * Geometry of a convolution or pooling window. Maps are [height, width]; padding says what is added above and to the left
 * (what is added below and to the right follows from the output's size).
 */
export type WindowArgs = [
  height: number,
  width: number,
  outHeight: number,
  outWidth: number,
  kernelHeight: number,
  kernelWidth: number,
  strideHeight: number,
  strideWidth: number,
  top: number,
  left: number,
];

/** x [batch, channels, height, width], y [batch, outChannels, outHeight, outWidth], weight [outChannels, channels/groups, kernelHeight, kernelWidth]. */
export type ConvArgs = [
  batch: number,
  channels: number,
  height: number,
  width: number,
  outChannels: number,
  outHeight: number,
  outWidth: number,
  kernelHeight: number,
  kernelWidth: number,
  strideHeight: number,
  strideWidth: number,
  top: number,
  left: number,
  dilationHeight: number,
  dilationWidth: number,
  groups: number,
];

/** A margin of a map: what is added on each side, and what it is made of: 1 reflect, 2 replicate, 3 circular. */
export type PadArgs = [
  height: number,
  width: number,
  top: number,
  bottom: number,
  left: number,
  right: number,
  mode: number,
];

export interface LayerKernels {
  /** y = x ∗ weight (+ bias, 0: none). columns: room for channels/groups · kernel positions · output positions. */
  conv2d(x: number, weight: number, bias: number, y: number, columns: number, ...geometry: ConvArgs): void;
  conv2dWeightGradient(x: number, dy: number, dweight: number, columns: number, ...geometry: ConvArgs): void;
  conv2dInputGradient(dy: number, weight: number, dx: number, columns: number, ...geometry: ConvArgs): void;

  /** y = x with a margin; planes = batch · channels. */
  pad2d(x: number, y: number, planes: number, ...margin: PadArgs): void;
  /** dx = Σ dy over the places where each number of x stands. */
  pad2dBackward(dy: number, dx: number, planes: number, ...margin: PadArgs): void;

  /** Largest of each window (NaN wins, as in PyTorch), and its int32 place in its map; −∞ and −1 where a window is all padding. planes = batch · channels. */
  maxPool2d(
    x: number,
    y: number,
    indices: number,
    planes: number,
    ...geometry: [...WindowArgs, dilationHeight: number, dilationWidth: number]
  ): void;
  /** dx[plane, indices] += dy; size and outSize: places of a map. */
  maxPool2dBackward(dy: number, indices: number, dx: number, planes: number, size: number, outSize: number): void;
  /** Mean of each window: its sum over `divisor`, or where that is 0 over its places, padding counted or not. */
  avgPool2d(
    x: number,
    y: number,
    planes: number,
    ...geometry: [...WindowArgs, countPadding: number, divisor: number]
  ): void;
  avgPool2dBackward(
    dy: number,
    dx: number,
    planes: number,
    ...geometry: [...WindowArgs, countPadding: number, divisor: number]
  ): void;
  /** Means over outHeight·outWidth windows from ⌊i·n/out⌋ to ⌈(i+1)·n/out⌉. */
  adaptiveAvgPool2d(
    x: number,
    y: number,
    planes: number,
    height: number,
    width: number,
    outHeight: number,
    outWidth: number,
  ): void;
  adaptiveAvgPool2dBackward(
    dy: number,
    dx: number,
    planes: number,
    height: number,
    width: number,
    outHeight: number,
    outWidth: number,
  ): void;

  /** out[c] = Σ x[:, c, :] of x [batch, channels, positions]. */
  channelSum(x: number, batch: number, channels: number, positions: number, out: number): void;
  /** Each channel's mean, variance (biased) and 1/√(variance + eps). */
  channelMoments(
    x: number,
    batch: number,
    channels: number,
    positions: number,
    eps: number,
    mean: number,
    variance: number,
    invStd: number,
  ): void;
  /**
   * running = (1 − momentum)·running + momentum·new, the variance unbiased: n/(n − 1), for n = 1 as it is. tracked (int32)
   * counts one up; a negative momentum means 1/tracked, a plain average.
   */
  updateRunning(
    mean: number,
    variance: number,
    channels: number,
    n: number,
    momentum: number,
    tracked: number,
    runningMean: number,
    runningVar: number,
  ): void;
  /** y = (x − mean)·invStd·weight + bias by channel; weight or bias 0: none. */
  channelNormalize(
    x: number,
    batch: number,
    channels: number,
    positions: number,
    mean: number,
    invStd: number,
    weight: number,
    bias: number,
    y: number,
  ): void;
  /** sums[c] = Σ dy, products[c] = Σ dy·(x − mean)·invStd. */
  channelGradients(
    x: number,
    dy: number,
    batch: number,
    channels: number,
    positions: number,
    mean: number,
    invStd: number,
    sums: number,
    products: number,
  ): void;
  /** dx = weight·invStd·(dy − sums/n − x̂·products/n), n = batch·positions; weight 0: none. */
  batchNormBackward(
    x: number,
    dy: number,
    batch: number,
    channels: number,
    positions: number,
    mean: number,
    invStd: number,
    weight: number,
    sums: number,
    products: number,
    dx: number,
  ): void;
  /** Rows of zero mean and unit variance, then ·weight + bias by column (0: none); mean and invStd by row. */
  layerNorm(
    x: number,
    rows: number,
    columns: number,
    eps: number,
    weight: number,
    bias: number,
    y: number,
    mean: number,
    invStd: number,
  ): void;
  layerNormBackward(
    x: number,
    dy: number,
    rows: number,
    columns: number,
    mean: number,
    invStd: number,
    weight: number,
    dx: number,
  ): void;
  layerNormWeightGradient(
    x: number,
    dy: number,
    rows: number,
    columns: number,
    mean: number,
    invStd: number,
    dweight: number,
  ): void;

  /**
   * h = tanh (or ReLU) of fromInput + fromHidden, both [rows, size]. Rows of h are `stride` elements apart, in all of
   * the steps.
   */
  rnnStep(
    fromInput: number,
    fromHidden: number,
    rows: number,
    size: number,
    relu: number,
    h: number,
    stride: number,
  ): void;
  /** dz from dh (+ dhNext, [rows, size], 0: none). */
  rnnStepBackward(
    h: number,
    dh: number,
    stride: number,
    dhNext: number,
    rows: number,
    size: number,
    relu: number,
    dz: number,
  ): void;
  /** Gates i, f, g, o from fromInput + fromHidden [rows, 4·size]; c = f·cBefore + i·g (cBefore 0: zeros), h = o·tanh c. */
  lstmStep(
    fromInput: number,
    fromHidden: number,
    cBefore: number,
    rows: number,
    size: number,
    gates: number,
    c: number,
    h: number,
    stride: number,
  ): void;
  /** dz [rows, 4·size]. dc holds ∂L/∂c from the next step where dhNext isn't 0, and gets that of the step before. */
  lstmStepBackward(
    gates: number,
    cBefore: number,
    c: number,
    dh: number,
    stride: number,
    dhNext: number,
    dc: number,
    rows: number,
    size: number,
    dz: number,
  ): void;
  /** Gates r, z, n [rows, 3·size], n = tanh(fromInput + r·fromHidden); h = (1 − z)·n + z·hBefore (0: zeros). */
  gruStep(
    fromInput: number,
    fromHidden: number,
    hBefore: number,
    rows: number,
    size: number,
    gates: number,
    h: number,
    stride: number,
  ): void;
  /** dInput, dHidden [rows, 3·size]; dhBefore = dh·z, the part that goes past the gates. dhNext may be dhBefore. */
  gruStepBackward(
    gates: number,
    fromHidden: number,
    hBefore: number,
    dh: number,
    stride: number,
    dhNext: number,
    rows: number,
    size: number,
    dInput: number,
    dHidden: number,
    dhBefore: number,
  ): void;

  /** outer·inner products C[m, n] = A·B, the C one after another; strides in elements, as in gemm. */
  gemmBatched(
    outer: number,
    inner: number,
    m: number,
    n: number,
    k: number,
    a: number,
    aOuter: number,
    aInner: number,
    aRow: number,
    aColumn: number,
    b: number,
    bOuter: number,
    bInner: number,
    bRow: number,
    bColumn: number,
    c: number,
  ): void;
  /** Matrices [length, length] times scale in place; causal: −∞ right of the diagonal. */
  scaleScores(scores: number, matrices: number, length: number, scale: number, causal: number): void;

  /** y[i, :] = weight[x[i], :] of weight [count, columns]; x float32. A row of NaN where x[i] isn't a whole number in 0..count−1. */
  embedding(x: number, n: number, weight: number, count: number, columns: number, y: number): void;
  embeddingBackward(x: number, dy: number, n: number, count: number, columns: number, dweight: number): void;
  /** y[i, :] = x[i, :] + a[:] for `count` stretches of `size`. */
  addRepeated(x: number, a: number, size: number, count: number, y: number): void;
  /** out[i·o] = source[i·s] over four indices i below n; strides in elements. */
  copyStrided(
    source: number,
    n0: number,
    n1: number,
    n2: number,
    n3: number,
    s0: number,
    s1: number,
    s2: number,
    s3: number,
    out: number,
    o0: number,
    o1: number,
    o2: number,
    o3: number,
  ): void;
  /** y = x > 0 ? x : weight[c]·x of x [batch, channels, positions]. */
  prelu(x: number, batch: number, channels: number, positions: number, weight: number, y: number): void;
  preluBackward(
    x: number,
    dy: number,
    batch: number,
    channels: number,
    positions: number,
    weight: number,
    dx: number,
  ): void;
  preluWeightGradient(x: number, dy: number, batch: number, channels: number, positions: number, dweight: number): void;
  /** mask[i] = 0 with probability p, else 1/(1 − p), drawn from seed, layer, the int32 at iteration and i alone. */
  dropoutMask(n: number, p: number, seed: number, layer: number, iteration: number, mask: number): void;
}
