// Executes instructions of one iteration after the other: writes what their kernels read (the batch's rows, the optimizer's
// figures), calls the kernels, takes the loss. By views made anew only when the memory has grown, so that a step makes no
// garbage: the one exception to "never keep a view". Whoever keeps them compares `buffer` before each use.
import type { KernelModule } from '../core/kernels/kernels.ts';
import type { OptimizerType } from '../core/optimizers/optimizer.ts';
import { optimizerType } from '../core/optimizers/optimizers.ts';
import { floats, integers, type Memory } from '../core/tensor.ts';
import { iterationName, scalarsName } from '../model/draft.ts';
import type { Program } from '../model/program.ts';
import { optimizerGroups, type Schedule } from '../model/schedule.ts';
import type { Batches } from './batches.ts';
import type { CallLists } from './callLists.ts';
import type { Edits } from './edits.ts';
import { executeCalls } from './execute.ts';
import { LongOperations } from './longOperation.ts';
import type { LossRecord } from './lossRecord.ts';
import type { Onlooker } from './onlooker.ts';

interface IterationViews {
  readonly buffer: ArrayBuffer;
  readonly batch: Int32Array;
  readonly iteration: Int32Array;
  readonly loss: Float32Array;
  readonly scalars: Float32Array;
}

export class Executor {
  /** Whether some operations take long: only they can be given up. */
  readonly hasLong: boolean;
  private readonly module: KernelModule;
  private readonly program: Program;
  private readonly lists: readonly CallLists[];
  private readonly long: LongOperations;
  private readonly batches: Batches;
  private readonly edits: Edits;
  private readonly losses: LossRecord;
  private readonly lossWriter: number;
  private readonly optimizer: OptimizerType;
  private readonly groups: readonly { readonly lr: number }[];
  private kept: IterationViews | null = null;
  private iteration = 0;
  private calls: CallLists['all'] = [];
  private isLong: CallLists['isLong'] = [];
  private schedule: Schedule | null = null;

  constructor(
    module: KernelModule,
    program: Program,
    lists: readonly CallLists[],
    batches: Batches,
    edits: Edits,
    losses: LossRecord,
  ) {
    this.module = module;
    this.program = program;
    this.lists = lists;
    this.hasLong = lists.some(({ isLong }) => isLong.includes(true));
    this.long = new LongOperations(module, program);
    this.batches = batches;
    this.edits = edits;
    this.losses = losses;
    this.lossWriter = program.tensors.get('loss')!.writer;
    this.optimizer = optimizerType(program.network.model.optimizer.type)!;
    this.groups = optimizerGroups(program.network);
  }

  /** Which iteration the next instructions are of; `isBare`: nobody will look, what only a look needs is left out. */
  turnTo(iteration: number, isLastBatch: boolean, isBare: boolean, schedule: Schedule): void {
    const lists = this.lists[isLastBatch ? this.lists.length - 1 : 0];
    this.iteration = iteration;
    this.calls = isBare ? lists.own : lists.all;
    this.isLong = lists.isLong;
    this.schedule = schedule;
  }

  /**
   * Executes instructions [from, to).
   * @returns the one that comes next: `to`, but where the onlooker made it give one up
   */
  execute(from: number, to: number, onlooker: Onlooker | null): number {
    const { instructions } = this.program;
    const { calls, isLong, iteration } = this;
    for (let index = from; index < to; index++) {
      const { prepare } = instructions[index];
      if (prepare === 'batch') this.writeBatch(iteration);
      else if (prepare === 'scalars') this.writeScalars(iteration * instructions.length + index);
      if (onlooker === null || !isLong[index]) executeCalls(this.module.kernels, calls[index]);
      else if (!this.long.execute(index, calls[index], onlooker.givesUp)) return index;
      if (index === this.lossWriter) this.losses.take(iteration, this.views().loss);
    }
    return to;
  }

  writeBatch(iteration: number): void {
    const views = this.views();
    this.batches.writeRows(iteration, views.batch);
    views.iteration[0] = iteration;
  }

  /** The figures of an update at a tick: as scheduled, or as set by hand. */
  private writeScalars(tick: number): void {
    const { iteration, schedule } = this;
    const { scalars } = this.views();
    for (let group = 0; group < this.groups.length; group++) {
      const figures = this.edits.figuresAt(tick, schedule!.figures(group, iteration));
      const at = group * this.optimizer.scalars.length;
      this.optimizer.writeScalars(this.groups[group], figures, iteration + 1, scalars, at);
    }
  }

  private views(): IterationViews {
    const { memory } = this.module;
    if (this.kept?.buffer !== memory.buffer) this.kept = iterationViews(memory, this.program);
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
