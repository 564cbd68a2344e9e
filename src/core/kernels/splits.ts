// Which kernels can be divided among threads, and how: one line a kernel. A part makes some of the output's numbers,
// each by the same operations in the same order as the whole call does, so the bits are the same whatever the parts.
// Kernels that sum over what would be divided (weight gradients over a batch) are divided along something else or not
// at all.
import type { Kernels } from './kernels.ts';
import type { ConvArgs } from './layerKernels.ts';
import type { Job, PartCall } from './pool.ts';

/** Kernels that are called for parts alone. */
export interface PartKernels {
  /** `gemm`, columns [from, to) of C; k is at least 1. */
  gemmColumns(...args: [...Parameters<Kernels['gemm']>, from: number, to: number]): void;
  /** `elementwise`, elements [from, to); from is a multiple of 4. */
  elementwiseRange(code: number, from: number, to: number): void;
  /** `conv2dWeightGradient`, of the weights of input channels [from, to); batch is at least 1. */
  conv2dWeightGradientOf(...args: [...Parameters<Kernels['conv2dWeightGradient']>, from: number, to: number]): void;
}

interface Split<Args extends readonly number[] = readonly number[]> {
  /** What is divided: how many there are, and of how many at least (and a multiple) a part is made. */
  pieces(...args: Args): { readonly count: number; readonly least: number };
  /** About how long the whole takes one thread. */
  nanoseconds(...args: Args): number;
  /** Pieces [from, to). */
  part(from: number, to: number, args: Args): PartCall;
  /** Argument that is the address of working space. */
  readonly spaceArgument?: number;
  /** Bytes of it that a part needs. */
  spaceBytes?(...args: Args): number;
}

/** From how many nanoseconds on a call is divided, and how many a part of it has at least. */
export interface Worth {
  readonly call: number;
  readonly part: number;
}

/**
 * Steps of 784-128-10 (calls of 250 µs) and of a small CNN (450 µs to 4 ms) were timed with one thread and with two in
 * turns, on two cores that others kept busy: there the former lost half its speed, because whoever holds a part waits for
 * a core. That a hand-over costs 1 µs, and 50 where the thread must be woken, is an estimate.
 */
const measured: Worth = { call: 400_000, part: 50_000 };
/** More parts than threads, so that one that is held up by others on the machine does fewer. */
const partsPerThread = 4;

/** The parts of a call; null where one thread had better do it alone. */
export function divide(
  kernel: keyof Kernels,
  args: readonly number[],
  threads: number,
  worth: Worth = measured,
): Job | null {
  const split: Split | undefined = splits[kernel];
  if (!split || threads < 2) return null;
  const nanoseconds = split.nanoseconds(...args);
  if (nanoseconds < worth.call) return null;
  return partsOf(split, args, Math.min(partsPerThread * threads, Math.floor(nanoseconds / worth.part)));
}

/** A call that takes longer is broken up, into jobs of about so long. */
const longCall = 50e6;
const shortJob = 8e6;

/**
 * The jobs of a call that takes long, to be done one after the other, so that between two of them one can do something
 * else; each for so many threads. Null where it isn't that long, or can't be divided.
 */
export function breakUp(kernel: keyof Kernels, args: readonly number[], threads: number): readonly Job[] | null {
  const split: Split | undefined = splits[kernel];
  const nanoseconds = split?.nanoseconds(...args) ?? 0;
  if (!split || nanoseconds < longCall) return null;
  const perJob = threads > 1 ? partsPerThread * threads : 1;
  const whole = partsOf(split, args, perJob * Math.ceil(nanoseconds / threads / shortJob));
  if (!whole) return null;
  const { parts } = whole;
  return Array.from({ length: Math.ceil(parts.length / perJob) }, (_, i) => {
    return { ...whole, parts: parts.slice(i * perJob, (i + 1) * perJob) };
  });
}

/** No more than `most` parts of equal size; null where that is but one. */
function partsOf(split: Split, args: readonly number[], most: number): Job | null {
  const { count, least } = split.pieces(...args);
  const size = Math.ceil(count / most / least) * least;
  if (size >= count) return null;
  const parts: PartCall[] = [];
  for (let from = 0; from < count; from += size) parts.push(split.part(from, Math.min(count, from + size), args));
  return { parts, spaceArgument: split.spaceArgument ?? -1, nanoseconds: (split.nanoseconds(...args) * size) / count };
}

/** About how long a call takes one thread; 0 where nobody has said. */
export function nanosecondsOf(kernel: string, args: readonly number[]): number {
  const split = (splits as Readonly<Record<string, Split | undefined>>)[kernel];
  return split?.nanoseconds(...args) ?? 0;
}

/** Bytes of working space that each part of a divided call needs. */
export function spaceOf(kernel: keyof Kernels, args: readonly number[]): number {
  const split: Split | undefined = splits[kernel];
  return split?.spaceBytes?.(...args) ?? 0;
}

type Moves = Readonly<Record<number, number>>;

/**
 * The same kernel on fewer pieces: argument `counted` is their number, and of the arguments that are addresses those in
 * `moves` go on by so many bytes a piece (0, "none", stays).
 */
function along<Name extends keyof Kernels>(
  kernel: Name,
  counted: number,
  moves: (...args: Parameters<Kernels[Name]>) => Moves,
  nanoseconds: (...args: Parameters<Kernels[Name]>) => number,
  least = 1,
): Split<Parameters<Kernels[Name]>> {
  return {
    pieces: (...args) => ({ count: args[counted], least }),
    nanoseconds,
    part: (from, to, args) => movedPart(kernel, counted, moves(...args), from, to, args),
  };
}

function movedPart(
  kernel: string,
  counted: number,
  moves: Moves,
  from: number,
  to: number,
  args: readonly number[],
): PartCall {
  const moved = args.map((value, i) => {
    if (i === counted) return to - from;
    return i in moves && value !== 0 ? value + from * moves[i] : value;
  });
  return { kernel, args: moved };
}

/** By samples: each needs space for its columns. */
function bySamples(
  kernel: 'conv2d' | 'conv2dInputGradient',
  [source, target, columns, firstGeometry]: readonly [number, number, number, number],
  sizes: (...geometry: ConvArgs) => readonly [source: number, target: number],
): Split {
  const geometry = (args: readonly number[]) => args.slice(firstGeometry) as unknown as ConvArgs;
  return {
    pieces: (...args) => ({ count: args[firstGeometry], least: 1 }),
    nanoseconds: (...args) => convolution(...geometry(args)),
    part(from, to, args) {
      const [read, written] = sizes(...geometry(args));
      return movedPart(kernel, firstGeometry, { [source]: 4 * read, [target]: 4 * written }, from, to, args);
    },
    spaceArgument: columns,
    spaceBytes: (...args) => columnBytes(...geometry(args)),
  };
}

type Convolution = (...geometry: ConvArgs) => number;

const convolution: Convolution = (batch, channels, _h, _w, outChannels, outHeight, outWidth, kh, kw, ...rest) =>
  (batch * outChannels * outHeight * outWidth * (channels / rest[rest.length - 1]) * kh * kw) / 8;
const columnBytes: Convolution = (_b, channels, _h, _w, _o, outHeight, outWidth, kh, kw, ...rest) =>
  4 * (channels / rest[rest.length - 1]) * kh * kw * outHeight * outWidth;

/** Rows of a matrix: `rows` and `columns` are arguments' indices, `whole` those of matrices, `single` of a number a row. */
function byRows<Name extends keyof Kernels>(
  kernel: Name,
  rows: number,
  columns: number,
  whole: readonly number[],
  perElement: number,
  single: readonly number[] = [],
): Split<Parameters<Kernels[Name]>> {
  return along(
    kernel,
    rows,
    (...args) => ({
      ...Object.fromEntries(whole.map((i) => [i, 4 * args[columns]])),
      ...Object.fromEntries(single.map((i) => [i, 4])),
    }),
    (...args) => args[rows] * args[columns] * perElement,
  );
}

/** By maps: `sizes` are the bytes a map of each of the first arguments takes. */
function byPlanes<Name extends 'maxPool2d' | 'avgPool2d' | 'avgPool2dBackward' | 'maxPool2dBackward'>(
  kernel: Name,
  counted: number,
  moves: (...args: Parameters<Kernels[Name]>) => Moves,
  perElement: number,
): Split<Parameters<Kernels[Name]>> {
  return along(kernel, counted, moves, (...args) => {
    const largest = Math.max(...Object.values(moves(...args))) / 4;
    return args[counted] * largest * perElement;
  });
}

export const splits: { readonly [Name in keyof Kernels]?: Split<Parameters<Kernels[Name]>> } = {
  // Along the longer side of C. Columns are better where they are many: each part then packs its own part of B alone.
  gemm: {
    pieces: (m, n) => ({ count: Math.max(m, n), least: 64 }),
    nanoseconds: (m, n, k) => (m * n * k) / 10,
    part(from, to, args) {
      const [m, n, , , aRow] = args;
      if (n >= m) return { kernel: 'gemmColumns' satisfies keyof PartKernels, args: [...args, from, to] };
      return movedPart('gemm', 0, { 3: 4 * aRow, 9: 4 * n }, from, to, args);
    },
  },
  // In whole blocks of the interpreter.
  elementwise: {
    pieces: (_code, n) => ({ count: n, least: 256 }),
    nanoseconds: (_code, n) => n / 2,
    part: (from, to, [code]) => ({ kernel: 'elementwiseRange' satisfies keyof PartKernels, args: [code, from, to] }),
  },
  conv2d: bySamples('conv2d', [0, 3, 4, 5], (_b, channels, height, width, outChannels, outHeight, outWidth) => [
    channels * height * width,
    outChannels * outHeight * outWidth,
  ]),
  conv2dInputGradient: bySamples(
    'conv2dInputGradient',
    [0, 2, 3, 4],
    (_b, channels, height, width, outChannels, outHeight, outWidth) => [
      outChannels * outHeight * outWidth,
      channels * height * width,
    ],
  ),
  // Samples are summed in their order, so not by them but by input channels, whose columns are a part's own too.
  conv2dWeightGradient: {
    pieces: (_x, _dy, _dw, _columns, _batch, channels) => ({ count: channels, least: 1 }),
    nanoseconds: (_x, _dy, _dw, _columns, ...geometry) => convolution(...geometry),
    part: (from, to, args) => ({
      kernel: 'conv2dWeightGradientOf' satisfies keyof PartKernels,
      args: [...args, from, to],
    }),
    spaceArgument: 3,
    spaceBytes: (_x, _dy, _dw, _columns, ...geometry) => columnBytes(...geometry),
  },
  gemmBatched: along(
    'gemmBatched',
    0,
    (_outer, inner, m, n, _k, _a, aOuter, _ai, _ar, _ac, _b, bOuter) => ({
      5: 4 * aOuter,
      10: 4 * bOuter,
      15: 4 * inner * m * n,
    }),
    (outer, inner, m, n, k) => (outer * inner * m * n * k) / 8,
  ),
  scaleScores: along(
    'scaleScores',
    1,
    (_scores, _matrices, length) => ({ 0: 4 * length * length }),
    (_scores, matrices, length) => (matrices * length * length) / 2,
  ),
  softmax: byRows('softmax', 1, 2, [0, 3], 2),
  softmaxBackward: byRows('softmaxBackward', 2, 3, [0, 1, 4], 1),
  logSoftmax: byRows('logSoftmax', 1, 2, [0, 3], 2),
  logSoftmaxBackward: byRows('logSoftmaxBackward', 2, 3, [0, 1, 4], 2),
  crossEntropyBackward: byRows('crossEntropyBackward', 2, 3, [0, 8], 2, [1]),
  layerNorm: byRows('layerNorm', 1, 2, [0, 6], 1, [7, 8]),
  layerNormBackward: byRows('layerNormBackward', 2, 3, [0, 1, 7], 1, [4, 5]),
  embedding: byRows('embedding', 1, 4, [5], 0.5, [0]),
  gatherRows: byRows('gatherRows', 2, 3, [4], 0.5, [1]),
  channelNormalize: along(
    'channelNormalize',
    1,
    (_x, _batch, channels, positions) => ({ 0: 4 * channels * positions, 8: 4 * channels * positions }),
    (_x, batch, channels, positions) => (batch * channels * positions) / 2,
  ),
  maxPool2d: byPlanes(
    'maxPool2d',
    3,
    (_x, _y, _indices, _planes, height, width, outHeight, outWidth) => ({
      0: 4 * height * width,
      1: 4 * outHeight * outWidth,
      2: 4 * outHeight * outWidth,
    }),
    1,
  ),
  maxPool2dBackward: byPlanes(
    'maxPool2dBackward',
    3,
    (_dy, _indices, _dx, _planes, size, outSize) => ({ 0: 4 * outSize, 1: 4 * outSize, 2: 4 * size }),
    0.5,
  ),
  avgPool2d: byPlanes(
    'avgPool2d',
    2,
    (_x, _y, _planes, height, width, outHeight, outWidth) => ({ 0: 4 * height * width, 1: 4 * outHeight * outWidth }),
    1,
  ),
  avgPool2dBackward: byPlanes(
    'avgPool2dBackward',
    2,
    (_dy, _dx, _planes, height, width, outHeight, outWidth) => ({ 0: 4 * outHeight * outWidth, 1: 4 * height * width }),
    1,
  ),
};
