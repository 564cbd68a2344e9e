// One frame: a single ArrayBuffer with a header, an offset table and the answers to a view's watches.
//   Float64 × headerLength   the header, in the order of `Header`
//   Float64 × 2 × entries    byte offset and length in floats of each answer; length −1: no such tensor (yet), −2: as before
//   Float32 …                the answers
// Every answer is float32, its layout told below by the reader of its kind.

import type { Calculation } from '../machine/calculation.ts';

/** The moment a frame shows. */
export interface Header {
  /** Version of the watch list that it answers. */
  readonly version: number;
  /** Instructions executed since the start of the run. */
  readonly tick: number;
  /** Furthest tick reached: the known future reaches to here. */
  readonly lastTick: number;
  /** First tick that can be gone back to (more than 0 after an edit that kept the weights). */
  readonly firstTick: number;
  /** Loss of the batch last computed; NaN before the first. */
  readonly loss: number;
  /** Learning rate of the current iteration. */
  readonly lr: number;
  /** 1 while running, 0 paused. */
  readonly running: number;
  /** Iterations a second, measured while running, else 0. */
  readonly rate: number;
  /** Full batch's rows or the short last one's: rows of the batch shown. */
  readonly rows: number;
  /** Grows when what `timeline()` tells has changed. */
  readonly timeline: number;
  readonly entries: number;
}

const headerFields = [
  'version',
  'tick',
  'lastTick',
  'firstTick',
  'loss',
  'lr',
  'running',
  'rate',
  'rows',
  'timeline',
  'entries',
] as const satisfies (keyof Header)[];

/** Lengths that stand for no answer. */
const none = -1;
const asBefore = -2;

/** @param answers undefined: as in the frame before */
export function encodeFrame(
  header: Omit<Header, 'entries'>,
  answers: readonly (Float32Array | null | undefined)[],
): ArrayBuffer {
  const tableStart = headerFields.length * 8;
  let bytes = tableStart + answers.length * 16;
  for (const answer of answers) bytes += (answer?.length ?? 0) * 4;
  const buffer = new ArrayBuffer(bytes + (bytes % 8));
  const full: Header = { ...header, entries: answers.length };
  const numbers = new Float64Array(buffer, 0, headerFields.length + answers.length * 2);
  headerFields.forEach((field, i) => (numbers[i] = full[field]));
  let offset = tableStart + answers.length * 16;
  answers.forEach((answer, i) => {
    numbers[headerFields.length + 2 * i] = offset;
    numbers[headerFields.length + 2 * i + 1] = answer ? answer.length : answer === null ? none : asBefore;
    if (!answer) return;
    new Float32Array(buffer, offset, answer.length).set(answer);
    offset += answer.length * 4;
  });
  return buffer;
}

export class Frame {
  readonly header: Header;
  private readonly table: Float64Array;
  private readonly buffer: ArrayBuffer;

  constructor(buffer: ArrayBuffer) {
    this.buffer = buffer;
    const numbers = new Float64Array(buffer, 0, headerFields.length);
    this.header = Object.fromEntries(headerFields.map((field, i) => [field, numbers[i]])) as unknown as Header;
    this.table = new Float64Array(buffer, headerFields.length * 8, this.header.entries * 2);
  }

  /** The answer to watch i; null when its tensor does not exist at this moment, undefined when it is the one told before, or none yet. */
  answer(i: number): Float32Array | null | undefined {
    if (i >= this.header.entries) return null;
    const length = this.table[2 * i + 1];
    if (length < 0) return length === asBefore ? undefined : null;
    return new Float32Array(this.buffer, this.table[2 * i], length);
  }
}

/** kind 'statistics': nine numbers over the finite values. */
export function readStatistics(answer: Float32Array) {
  const [count, nan, infinite, min, max, mean, std, norm, zeros] = answer;
  return { count, nan, infinite, min, max, mean, std, norm, zeros };
}

/** kinds 'histogram' and 'logHistogram': from, to, below, above, nan, zeros (log only, else 0), then the counts. */
export function readHistogram(answer: Float32Array) {
  const [from, to, below, above, nan, zeros] = answer;
  return { from, to, below, above, nan, zeros, counts: answer.subarray(6) };
}

/** kind 'window': first row, rows covered, first column, columns covered, height, width of the cells, then the cells; NaN where NaN. */
export function readWindow(answer: Float32Array) {
  const [row, rows, column, columns, height, width] = answer;
  return { row, rows, column, columns, height, width, cells: answer.subarray(6) };
}

/** kind 'ridge': floats of a row, then rows of an iteration and a histogram, the oldest first. */
export function readRidge(answer: Float32Array) {
  const row = 1 + answer[0];
  return Array.from({ length: answer[0] > 0 ? Math.floor((answer.length - 1) / row) : 0 }, (_, i) => {
    const at = 1 + i * row;
    return { iteration: answer[at], ...readHistogram(answer.subarray(at + 1, at + row)) };
  });
}

/** kind 'calculation': JSON in the bytes, `#NaN`, `#Infinity` and `#-Infinity` for what JSON has no number for. */
export function readCalculation(answer: Float32Array): Calculation {
  const text = new TextDecoder().decode(new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength));
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('#') ? Number(value.slice(1)) : value,
  ) as Calculation;
}

/** kind 'losses': first iteration, iterations a bucket, then (min, max) a bucket, NaN where unknown. */
export function readLosses(answer: Float32Array) {
  return { from: answer[0], perBucket: answer[1], minMax: answer.subarray(2) };
}

/** kind 'metrics'; NaN where there is none. */
export function readMetrics(answer: Float32Array) {
  const [trainLoss, trainAccuracy, testLoss, testAccuracy] = answer;
  return { trainLoss, trainAccuracy, testLoss, testAccuracy };
}

/** kind 'metricsHistory': rows of five (see watch.ts). */
export const metricsHistoryColumns = 5;

/** kind 'points': rows of x₀, x₁ (NaN for a 1-D input), y. */
export const pointColumns = 3;

/** kinds 'boundary' and 'unitMaps': units, then for each unit height × width values, the first row at y's `from`. */
export function readBoundary(answer: Float32Array) {
  return { units: answer[0], values: answer.subarray(1) };
}

/** kind 'fit': units, then for each unit `points` values. */
export function readFit(answer: Float32Array) {
  return { units: answer[0], values: answer.subarray(1) };
}

/** kind 'sample': target (first element or class), then x, flat. */
export function readSample(answer: Float32Array) {
  return { target: answer[0], x: answer.subarray(1) };
}

/** kind 'confusion': classes, then classes × classes counts, row = true class. */
export function readConfusion(answer: Float32Array) {
  return { classes: answer[0], counts: answer.subarray(1) };
}

/** kind 'ranking': how many there are, then row, loss, truth and what was said of each that was asked for. */
export function readRanking(answer: Float32Array) {
  const [count, ...numbers] = answer;
  const samples = Array.from({ length: numbers.length / 4 }, (_, i) => {
    const [row, loss, truth, said] = numbers.slice(4 * i, 4 * i + 4);
    return { row, loss, truth, said };
  });
  return { count, samples };
}

/** kind 'learningRates': first iteration, iterations from one to the next, then the rates. */
export function readLearningRates(answer: Float32Array) {
  return { from: answer[0], perBucket: answer[1], rates: answer.subarray(2) };
}

/** kind 'layerHistory': rows of iteration, norm of the gradients, norm of the updates ÷ that of the weights. */
export const layerHistoryColumns = 3;
