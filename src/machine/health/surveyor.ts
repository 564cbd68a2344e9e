// Looks at the whole data with the weights of the moment: which units never wake, which are always in the flat, how many
// answers are right in train and test. In tensors of its own, so that the run isn't disturbed.
import { lossType } from '../../core/losses/losses.ts';
import { sizeOf } from '../../core/shape.ts';
import { floats } from '../../core/tensor.ts';
import type { Part } from '../../data/part.ts';
import { compileEvaluation, type Evaluation } from '../../model/compile.ts';
import { executeCalls } from '../execute.ts';
import type { Machine } from '../machine.ts';
import type { PartSurvey, Survey, UnitCount } from './evidence.ts';
import type { NetworkFacts } from './facts.ts';
import { scoreKeeper } from './score.ts';
import { countBeyond, countOf, markAlive, type UnitAxis, unitAxis } from './units.ts';

/** Rows of each part that are looked at, spread evenly. */
const surveyedRows = 512;
/** Bytes that its activations may take at once. */
const chunkBytes = 16 << 20;

/** How far from 0 the input of an activation is in its flat part, and on which share of the rows it must be there. */
export interface Flatness {
  readonly tanh: number;
  readonly sigmoid: number;
  readonly share: number;
}

interface Watched {
  readonly layer: number;
  readonly axis: UnitAxis;
  /** Index of the layer whose output is looked at. */
  readonly source: number;
}

export class Surveyor {
  private readonly machine: Machine;
  private readonly compiled: Evaluation;
  private readonly index: number;
  /** By which units are counted from here on. */
  flatness: Flatness;
  private readonly rectified: readonly Watched[];
  private readonly squashed: readonly (Watched & { readonly type: 'Tanh' | 'Sigmoid' })[];

  constructor(machine: Machine, facts: NetworkFacts, flatness: Flatness) {
    const { network } = machine;
    this.machine = machine;
    this.flatness = flatness;
    const rowBytes = 4 * network.layers.reduce((sum, layer) => sum + sizeOf(layer.outputShape), 1);
    const most = Math.max(network.dataset.train.rows, network.dataset.test.rows);
    const rows = Math.max(1, Math.min(surveyedRows, most, Math.floor(chunkBytes / rowBytes)));
    this.compiled = compileEvaluation(network, machine.program, machine.free, [rows]);
    this.index = this.compiled.bytes;
    machine.claim(this.index + 4 * rows);
    for (const { offset, words } of this.compiled.code)
      new Int32Array(machine.memory.buffer, offset, words.length).set(words);
    const hidden = network.layers.filter(({ index }) => facts.isHidden(index) && facts.reached.has(index));
    const watched = (index: number, source: number) => ({
      layer: index,
      axis: unitAxis(network, network.layers[index]),
      source,
    });
    this.rectified = hidden.filter(({ type }) => type === 'ReLU').map(({ index }) => watched(index, index));
    this.squashed = hidden.flatMap(({ index, type, inputs: [input] }) => {
      if ((type !== 'Tanh' && type !== 'Sigmoid') || input < 0 || facts.isGate(index)) return [];
      return [{ ...watched(index, input), type }];
    });
  }

  /** Iterations that it costs, about: a forward pass is a third of one, looking at all units as much again or more. */
  get cost(): number {
    const { train, test } = this.machine.network.dataset;
    const rows = Math.min(surveyedRows, train.rows) + Math.min(surveyedRows, test.rows);
    return rows / this.machine.network.batchSize;
  }

  survey(iteration: number): Survey {
    const alive = this.rectified.map(({ axis }) => new Uint8Array(axis.units));
    const flat = this.squashed.map(({ axis }) => new Float64Array(axis.units));
    const limits = { Tanh: this.flatness.tanh, Sigmoid: this.flatness.sigmoid };
    let positions = 0;
    const train = this.look('train', (count) => {
      positions += count;
      const values = (index: number) => {
        const tensor = this.compiled.outputs[index];
        return floats(this.machine.memory, { ...tensor, shape: [count, ...tensor.shape.slice(1)] });
      };
      this.rectified.forEach(({ source, axis }, i) => markAlive(values(source), axis, alive[i]));
      this.squashed.forEach(({ source, axis, type }, i) => countBeyond(values(source), axis, limits[type], flat[i]));
    });
    const counted = ({ layer, axis: { units } }: Watched, count: number): UnitCount => ({ layer, units, count });
    return {
      iteration,
      dead: this.rectified.map((one, i) =>
        counted(
          one,
          countOf(alive[i], (value) => value === 0),
        ),
      ),
      saturated: this.squashed.map((one, i) => {
        const perUnit = (positions * sizeOf(this.machine.network.layers[one.layer].outputShape)) / one.axis.units;
        return counted(
          one,
          countOf(flat[i], (count) => count >= this.flatness.share * perUnit),
        );
      }),
      train: train!,
      test: this.look('test', () => undefined),
    };
  }

  /** `each`: called with the rows in the compiled tensors after each forward pass. */
  private look(part: 'train' | 'test', each: (count: number) => void): PartSurvey | null {
    const { network, kernels, memory, data } = this.machine;
    const source: Part = network.dataset[part];
    const total = Math.min(surveyedRows, source.rows);
    if (total === 0) return null;
    const { sampleShape, targetShape } = network.dataset;
    const chunk = this.compiled.rows;
    const last = network.layers[network.layers.length - 1];
    const keeper = scoreKeeper(network, lossType(network.model.loss.type)!.accuracy, sizeOf(last.outputShape));
    for (let start = 0; start < total; start += chunk) {
      const count = Math.min(chunk, total - start);
      const rows = new Int32Array(memory.buffer, this.index, chunk);
      for (let i = 0; i < chunk; i++) rows[i] = Math.floor((Math.min(start + i, total - 1) * source.rows) / total);
      const { input, target, output } = this.compiled;
      kernels.gatherRows(data[part].x.offset, this.index, chunk, sizeOf(sampleShape), input.offset);
      kernels.gatherRows(data[part].y.offset, this.index, chunk, sizeOf(targetShape), target.offset);
      executeCalls(kernels, this.compiled.forward(chunk));
      each(count);
      keeper.add(floats(memory, output), memory.buffer, target, count);
    }
    return keeper.result();
  }
}
