// What a machine writes into an iteration before its kernels read it: the batch's rows, the optimizer's figures. By views
// made anew only when the memory has grown, so that a step makes no garbage: the one exception to "never keep a view".
// Whoever keeps them compares `buffer` before each use.
import type { OptimizerType } from '../core/optimizers/optimizer.ts';
import { optimizerType } from '../core/optimizers/optimizers.ts';
import { floats, integers, type Memory } from '../core/tensor.ts';
import { iterationName, scalarsName } from '../model/draft.ts';
import type { Network } from '../model/model.ts';
import type { Program } from '../model/program.ts';
import { optimizerGroups, type Schedule } from '../model/schedule.ts';
import type { Batches } from './batches.ts';
import type { Edits } from './edits.ts';

interface IterationViews {
  readonly buffer: ArrayBuffer;
  readonly batch: Int32Array;
  readonly iteration: Int32Array;
  readonly loss: Float32Array;
  readonly scalars: Float32Array;
}

export class IterationInputs {
  private readonly memory: Memory;
  private readonly program: Program;
  private readonly optimizer: OptimizerType;
  private readonly groups: readonly { readonly lr: number }[];
  private kept: IterationViews | null = null;

  constructor(memory: Memory, program: Program, network: Network) {
    this.memory = memory;
    this.program = program;
    this.optimizer = optimizerType(network.model.optimizer.type)!;
    this.groups = optimizerGroups(network);
  }

  get loss(): Float32Array {
    return this.views().loss;
  }

  writeBatch(batches: Batches, iteration: number): void {
    const views = this.views();
    batches.writeRows(iteration, views.batch);
    views.iteration[0] = iteration;
  }

  /** The figures of an update at a tick: as scheduled, or as set by hand. */
  writeScalars(schedule: Schedule, edits: Edits, iteration: number, tick: number): void {
    const { scalars } = this.views();
    for (let group = 0; group < this.groups.length; group++) {
      const figures = edits.figuresAt(tick, schedule.figures(group, iteration));
      const at = group * this.optimizer.scalars.length;
      this.optimizer.writeScalars(this.groups[group], figures, iteration + 1, scalars, at);
    }
  }

  private views(): IterationViews {
    if (this.kept?.buffer !== this.memory.buffer) this.kept = iterationViews(this.memory, this.program);
    return this.kept;
  }
}

/** Takes the program and no closure: a function that has one makes room for what it sees at every call. */
function iterationViews(memory: Memory, { tensors }: Program): IterationViews {
  const planned = (name: string) => tensors.get(name)!.tensor;
  return {
    buffer: memory.buffer,
    batch: integers(memory, planned('batch')),
    iteration: integers(memory, planned(iterationName)),
    loss: floats(memory, planned('loss')),
    scalars: floats(memory, planned(scalarsName)),
  };
}
