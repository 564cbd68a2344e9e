// One sample, of the data set or of one's own, fed forward in eval mode with the weights of this moment, in tensors of its
// own: all that comes about on the way can be looked at, and the run is as if nobody had.
import type { PartCall } from '../core/kernels/pool.ts';
import { sizeOf } from '../core/shape.ts';
import { floats, integers, type Tensor } from '../core/tensor.ts';
import { lossType } from '../core/losses/losses.ts';
import { compileEvaluation, type Evaluation } from '../model/compile.ts';
import type { Network } from '../model/model.ts';
import { executeCalls } from './execute.ts';
import type { Machine } from './machine.ts';
import type { LoneSample, OwnSample } from './loneSample.ts';

interface Compiled {
  readonly evaluation: Evaluation;
  readonly forward: readonly PartCall[];
  readonly loss: readonly PartCall[];
}

interface Shown {
  readonly tick: number;
  readonly sample: LoneSample;
  readonly hasTarget: boolean;
}

export class Probe {
  private readonly machine: Machine;
  /** Made when first asked for: most runs are never asked. */
  private compiled: Compiled | null = null;
  private shown: Shown | null = null;
  private readonly own: (number: number) => OwnSample | null;

  /** @param own the samples of the viewers' own */
  constructor(machine: Machine, own: (number: number) => OwnSample | null = () => null) {
    this.machine = machine;
    this.own = own;
  }

  /** A tensor of the sample, [1, ...]; null where there is no such sample, or no such tensor in eval mode. */
  tensor(name: string, sample: LoneSample): Tensor | null {
    return this.show(sample) ? this.find(name) : null;
  }

  /** Of the sample that is shown. */
  find(name: string): Tensor | null {
    if (!this.hasTarget && (name === 'target' || name === 'loss' || name.startsWith('loss.'))) return null;
    return this.compiled?.evaluation.tensors.get(name) ?? null;
  }

  /** Whether there is a loss of the sample that is shown. */
  get hasTarget(): boolean {
    return this.shown?.hasTarget ?? false;
  }

  /** Whether this moment's numbers of that sample are there. */
  shows({ part, row }: LoneSample): boolean {
    const { shown } = this;
    return shown?.tick === this.machine.tick && shown.sample.part === part && shown.sample.row === row;
  }

  get sample(): LoneSample | null {
    return this.shown?.sample ?? null;
  }

  /** Feeds a sample forward, unless that is done; false where there is none such. */
  show(sample: LoneSample): boolean {
    if (this.shows(sample)) return true;
    const { machine } = this;
    if (!this.isThere(sample)) return false;
    const { evaluation, forward, loss } = (this.compiled ??= this.compile());
    const hasTarget = this.fill(evaluation, sample);
    executeCalls(machine.kernels, forward);
    if (hasTarget) executeCalls(machine.kernels, loss);
    this.shown = { tick: machine.tick, sample, hasTarget };
    return true;
  }

  private isThere({ part, row }: LoneSample): boolean {
    const { dataset } = this.machine.network;
    if (part !== 'own') return row < dataset[part].rows;
    return this.own(row)?.x.length === sizeOf(dataset.sampleShape);
  }

  /** Puts x, and the target where it has one, into their places. */
  private fill({ input, target }: Evaluation, { part, row }: LoneSample): boolean {
    const { memory, kernels, data, network } = this.machine;
    if (part === 'own') {
      const own = this.own(row)!;
      floats(memory, input).set(own.x);
      if (!own.target || !isTarget(network, own.target)) return false;
      (network.dataset.targetType === 'int32' ? integers(memory, target) : floats(memory, target)).set(own.target);
      return true;
    }
    for (const [from, to] of [
      [data[part].x, input],
      [data[part].y, target],
    ]) {
      const bytes = 4 * sizeOf(to.shape);
      kernels.copy(from.offset + row * bytes, bytes, to.offset);
    }
    return true;
  }

  /** The run was changed at this moment. */
  forget(): void {
    this.shown = null;
  }

  private compile(): Compiled {
    const { machine } = this;
    const evaluation = compileEvaluation(machine.network, machine.program, machine.free, [1]);
    machine.claim(evaluation.bytes);
    for (const { offset, words } of evaluation.code)
      new Int32Array(machine.memory.buffer, offset, words.length).set(words);
    const [forward, loss] = machine.divided([evaluation.forward(1), evaluation.lossCalls(1)]);
    return { evaluation, forward: forward.flat(), loss: loss.flat() };
  }
}

/** Whether the loss can be taken of it: as many numbers as it wants, and classes that there are. */
function isTarget({ dataset, layers, model }: Network, target: readonly number[]): boolean {
  if (target.length !== sizeOf(dataset.targetShape)) return false;
  if (dataset.targetType !== 'int32') return true;
  const classes = layers[layers.length - 1].outputShape.at(-1)!;
  const ignored = lossType(model.loss.type)!.ignored?.(model.loss.options);
  return target.every((value) => value === ignored || (Number.isInteger(value) && value >= 0 && value < classes));
}
