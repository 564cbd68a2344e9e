// Runs the network forward in eval mode over any rows, in tensors of its own: metrics of a whole part, predictions over
// a grid. What is looked at in the run is not disturbed.
import { layerType } from '../core/layers/layers.ts';
import { lossType } from '../core/losses/losses.ts';
import { sizeOf } from '../core/shape.ts';
import { floats, integers, type Tensor } from '../core/tensor.ts';
import { compileEvaluation, type Evaluation } from '../model/compile.ts';
import type { PartCall } from '../core/kernels/pool.ts';
import { workOfRow } from '../model/workOfRow.ts';
import { executeCalls } from './execute.ts';
import { finish } from './finish.ts';
import type { Machine } from './machine.ts';

export interface Metrics {
  /** In eval mode over the whole part, with the loss's own reduction. */
  readonly loss: number;
  /** Fraction of right answers; null for regression. */
  readonly accuracy: number | null;
}

/** Rows evaluated at once, at most. */
const mostRows = 1024;
/** Products that a batch may take: about 20 ms, the slices in which a part is measured. */
const batchWork = 2e8;
/** What they may take: half of what the run takes, but something between these; and where a part must be one batch. */
const [fewBytes, manyBytes, togetherBytes] = [4 << 20, 64 << 20, 1 << 30];

/** How many rows of a part are one batch of the evaluation. */
function rowsAtOnce({ network, program }: Machine): number {
  const { train, test } = network.dataset;
  const all = Math.max(train.rows, test.rows, 1);
  const bytesOf = (rows: number) => compileEvaluation(network, program, 0, [rows]).bytes;
  const perRow = bytesOf(2) - bytesOf(1);
  const fit = (bytes: number) => Math.max(1, Math.min(all, Math.floor(bytes / perRow)));
  // Where rows count for one another, the whole part goes through together, as it does in `model(x)`.
  const together = network.layers.some(({ type, options }) => layerType(type)!.mixesRows?.(options));
  if (together) return fit(togetherBytes);
  const most = Math.floor(Math.min(mostRows, batchWork / workOfRow(network)));
  // What any run of it takes, however many threads and whether looked at or not: so that all have the same bits.
  const taken = program.persistent.to - program.persistent.from + perRow * network.batchSize;
  return Math.max(1, Math.min(most, fit(Math.min(manyBytes, Math.max(fewBytes, taken / 2)))));
}

/** The right answer and the given one of each row, as class indices. */
export type Prediction = (row: number, truth: number, predicted: number) => void;

export class Evaluator {
  private readonly machine: Machine;
  private readonly compiled: Evaluation;
  /** Its forward calls by number of rows. */
  private readonly forward = new Map<number, readonly PartCall[]>();

  constructor(machine: Machine) {
    this.machine = machine;
    const { network } = machine;
    const { train, test } = network.dataset;
    const rows = rowsAtOnce(machine);
    const counts = new Set([rows, 1]);
    for (const part of [train, test]) {
      counts.add(Math.min(rows, Math.max(1, part.rows)));
      if (part.rows % rows) counts.add(part.rows % rows);
    }
    this.compiled = compileEvaluation(
      network,
      machine.program,
      machine.free,
      [...counts].sort((a, b) => b - a),
    );
    machine.claim(this.compiled.bytes);
    for (const { offset, words } of this.compiled.code)
      new Int32Array(machine.memory.buffer, offset, words.length).set(words);
    for (const count of counts) this.forward.set(count, machine.divided([this.compiled.forward(count)])[0].flat());
  }

  /** Loss and accuracy over a part of the data; null when it has no rows. */
  metrics(part: 'train' | 'test', each?: Prediction): Metrics | null {
    return finish(this.measuring(part, each));
  }

  /** The same, a batch at a time. The machine must stand still meanwhile. */
  *measuring(part: 'train' | 'test', each?: Prediction): Generator<void, Metrics | null> {
    const { network, memory, kernels } = this.machine;
    const { rows } = network.dataset[part];
    if (rows === 0) return null;
    const lossOf = lossType(network.model.loss.type)!;
    const weighs = lossOf.batchWeight(network.model.loss.options);
    const counts = lossOf.accuracy !== null;
    let weight = 0;
    let loss = 0;
    let right = 0;
    let answers = 0;
    for (const [start, count] of this.batches(part)) {
      executeCalls(kernels, this.compiled.lossCalls(count));
      const batchLoss = floats(memory, this.compiled.loss)[0];
      const batchWeight =
        weighs === 'divisor' ? floats(memory, this.compiled.divisor)[0] : weighs === 'rows' ? count : 1;
      weight += batchWeight;
      // A batch all of whose targets are ignored has no mean.
      if (batchWeight !== 0) loss += batchLoss * batchWeight;
      if (counts) {
        this.eachAnswer(count, (i, truth, predicted) => {
          answers++;
          if (truth === predicted) right++;
          each?.(start + i, truth, predicted);
        });
      }
      yield;
    }
    return { loss: weighs === 'one' ? loss : loss / weight, accuracy: counts ? right / answers : null };
  }

  /**
   * Each row of a part by itself, a batch at a time: its own loss, and its target and output, the classes where there are
   * any (of several answers a row the first wrong one, else the first), else the first values.
   */
  *visiting(
    part: 'train' | 'test',
    visit: (row: number, loss: number, truth: number, said: number) => void,
  ): Generator<void, void> {
    const { network, memory, kernels } = this.machine;
    const { compiled } = this;
    const answersPerRow = sizeOf(network.dataset.targetShape);
    const hasClasses = lossType(network.model.loss.type)!.accuracy !== null;
    for (const [start, count] of this.batches(part)) {
      const answers = new Map<number, readonly [truth: number, said: number]>();
      if (hasClasses) {
        this.eachAnswer(count, (i, truth, said) => {
          const row = Math.floor(i / answersPerRow);
          const before = answers.get(row);
          if (!before || (before[0] === before[1] && truth !== said)) answers.set(row, [truth, said]);
        });
      }
      const outputs = floats(memory, compiled.output);
      const targets = network.dataset.targetType === 'int32' ? null : floats(memory, compiled.target);
      const [width, targetWidth] = [sizeOf(compiled.output.shape.slice(1)), sizeOf(compiled.target.shape.slice(1))];
      for (let i = 0; i < count; i++) {
        const [truth, said] = answers.get(i) ?? [
          targets?.[i * targetWidth] ?? NaN,
          hasClasses ? NaN : outputs[i * width],
        ];
        // A batch of one has its row at the front; those before were visited.
        if (i > 0) {
          kernels.copy(compiled.output.offset + 4 * i * width, 4 * width, compiled.output.offset);
          kernels.copy(compiled.target.offset + 4 * i * targetWidth, 4 * targetWidth, compiled.target.offset);
        }
        executeCalls(kernels, compiled.lossCalls(1));
        visit(start + i, floats(memory, compiled.loss)[0], truth, said);
      }
      yield;
    }
  }

  /** First row and rows of each batch of a part, when its outputs are there. */
  private *batches(part: 'train' | 'test'): Generator<readonly [start: number, count: number], void> {
    const { rows } = this.machine.network.dataset[part];
    for (let start = 0; start < rows; start += this.compiled.rows) {
      const count = Math.min(this.compiled.rows, rows - start);
      this.copyRows(this.machine.data[part].x, start, count, this.compiled.input);
      this.copyRows(this.machine.data[part].y, start, count, this.compiled.target);
      executeCalls(this.machine.kernels, this.forward.get(count)!);
      yield [start, count];
    }
  }

  /** The output for rows given as x, [rows, ...sampleShape] flat: [rows, ...outputShape] flat, a copy. */
  predict(x: Float32Array, rows: number): Float32Array {
    const { layers } = this.machine.network;
    const last = layers.length - 1;
    return this.outputsOf(
      x,
      rows,
      layers.map((_, i) => i === last),
    )[last]!;
  }

  /** As `predict`, of each layer that `wanted` says by its index; null for the others. */
  outputsOf(x: Float32Array, rows: number, wanted: readonly boolean[]): readonly (Float32Array | null)[] {
    const { network, memory, kernels } = this.machine;
    const width = sizeOf(network.dataset.sampleShape);
    const units = network.layers.map(({ outputShape }) => sizeOf(outputShape));
    const outputs = units.map((count, i) => (wanted[i] ? new Float32Array(rows * count) : null));
    const { rows: most } = this.compiled;
    for (let start = 0; start < rows; start += most) {
      const count = Math.min(most, rows - start);
      const input = floats(memory, this.compiled.input);
      input.set(x.subarray(start * width, (start + count) * width));
      const calls = this.forward.get(count);
      // More rows than are asked for are computed and left out: the same ones again, for where rows count for one another.
      if (!calls) for (let at = count * width; at < most * width; at++) input[at] = input[at - count * width];
      executeCalls(kernels, calls ?? this.forward.get(most)!);
      outputs.forEach((output, i) =>
        output?.set(floats(memory, this.compiled.outputs[i]).subarray(0, count * units[i]), start * units[i]),
      );
    }
    return outputs;
  }

  private copyRows(from: Tensor, start: number, count: number, to: Tensor): void {
    const rowBytes = 4 * sizeOf(from.shape.slice(1));
    this.machine.kernels.copy(from.offset + start * rowBytes, count * rowBytes, to.offset);
  }

  /** Class answers of the rows just run. */
  private eachAnswer(count: number, each: Prediction): void {
    const { network, memory } = this.machine;
    const type = lossType(network.model.loss.type)!;
    const { accuracy } = type;
    const output = floats(memory, this.compiled.output);
    if (accuracy?.kind === 'argmax') {
      const classes = network.layers[network.layers.length - 1].outputShape.at(-1)!;
      const ignored = type.ignored?.(network.model.loss.options);
      const target = integers(memory, this.compiled.target);
      const answers = count * sizeOf(network.dataset.targetShape);
      for (let i = 0; i < answers; i++) {
        if (target[i] === ignored) continue;
        let best = 0;
        for (let c = 1; c < classes; c++) if (output[i * classes + c] > output[i * classes + best]) best = c;
        each(i, target[i], best);
      }
    } else if (accuracy?.kind === 'threshold') {
      const target = floats(memory, this.compiled.target);
      const answers = count * sizeOf(network.dataset.targetShape);
      for (let i = 0; i < answers; i++) each(i, target[i] > 0.5 ? 1 : 0, output[i] > accuracy.threshold ? 1 : 0);
    }
  }
}
