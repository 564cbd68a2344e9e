// Runs a program: a program counter, the tensors in memory, the generator, and a history to go back in. Always exact:
// the same tick has the same bits, however it was reached.
import type { KernelModule } from '../core/kernels/kernels.ts';
import { ensureMemory } from '../core/memory.ts';
import { createGenerator } from '../core/random.ts';
import { floats, type Tensor } from '../core/tensor.ts';
import type { Text } from '../core/text.ts';
import { compile, type DataTensors } from '../model/compile.ts';
import type { Network } from '../model/model.ts';
import type { PreparedCall, Program } from '../model/program.ts';
import { createSchedule, judgesLosses, type Schedule } from '../model/schedule.ts';
import { type Batches, createBatches } from './batches.ts';
import { callLists } from './callLists.ts';
import { type Change, checkChange, type Edit, Edits } from './edits.ts';
import { divideCalls } from './divide.ts';
import { fillBuffers, fillData, fillGiven } from './fill.ts';
import { type Checkpoint, checkpointInterval, createHistory, type History } from './history.ts';
import { initialise } from './initialise.ts';
import { Executor } from './executor.ts';
import { type LossRecord, lossRecord } from './lossRecord.ts';
import { type MachineOptions, type MachineState, persistentTensors, takeTensors } from './machineOptions.ts';
import type { Onlooker } from './onlooker.ts';
import { nextTick, previousTick, type StepSize } from './stepSize.ts';

export class Machine {
  readonly network: Network;
  readonly program: Program;
  readonly data: DataTensors;
  readonly losses: LossRecord;
  /** Ticks before this one are not known: the run went on from another program here. */
  readonly firstTick: number;
  private readonly module: KernelModule;
  private readonly batches: Batches;
  private schedule: Schedule;
  private readonly edits: Edits;
  private readonly executor: Executor;
  private readonly history: History;
  private readonly lossWriter: number;
  private position: number;
  private furthest: number;
  private claimed: number;
  /** The last iteration of which parameters' changes were not kept. */
  private bare = -1;
  /** Whether the last advance ended because a long operation was given up. */
  gaveUp = false;
  /** Before this tick some of what is seen is not of this moment: a replay was begun. */
  private exactFrom = 0;

  constructor(network: Network, module: KernelModule, options: MachineOptions) {
    const { observed, sharesSpace, historyLimit } = options;
    const { program, data } = compile(network, { base: module.base, observed, sharesSpace });
    this.network = network;
    this.module = module;
    this.program = program;
    this.data = data;
    this.lossWriter = program.tensors.get('loss')!.writer;
    ensureMemory(module.memory, program.bytes);
    this.claimed = program.bytes;
    const lists = callLists(program, (calls) => this.divided(calls));
    for (const { offset, words } of program.code) new Int32Array(module.memory.buffer, offset, words.length).set(words);
    fillData(module.memory, network, data, options.holdsData);
    const generator = options.drawn?.generator ?? createGenerator(network.model.seed);
    const view = (fullName: string) => floats(module.memory, this.planned(fullName));
    initialise(network, generator, view, options.drawn);
    fillBuffers(module.memory, network, (name) => this.planned(name));
    fillGiven(module.memory, options.weights ?? new Map(), (name) => this.planned(name));
    this.batches = createBatches(network, generator);
    this.losses = lossRecord(judgesLosses(network) ? Infinity : undefined);
    this.schedule = this.newSchedule();
    this.edits = new Edits(options.edits);
    this.executor = new Executor(module, program, lists, this.batches, this.edits, this.losses);
    const start = options.from?.iteration ?? 0;
    if (options.from) this.takeOver(options.from);
    this.firstTick = start * this.length;
    this.position = this.firstTick;
    this.furthest = this.firstTick;
    const first = this.checkpoint(start, historyLimit !== null);
    this.history = createHistory(first, checkpointInterval(program), historyLimit ?? 0);
    this.applyEdits();
  }

  /** Instructions of an iteration. */
  private get length(): number {
    return this.program.instructions.length;
  }

  get memory() {
    return this.module.memory;
  }

  get kernels() {
    return this.module.kernels;
  }

  /** Instructions executed since the start of the run. */
  get tick(): number {
    return this.position;
  }

  /** The furthest tick reached. */
  get lastTick(): number {
    return this.furthest;
  }

  /** Iterations completed. */
  get iteration(): number {
    return Math.floor(this.position / this.length);
  }

  /** First byte of the memory that nobody has claimed. */
  get free(): number {
    return this.claimed;
  }

  /** Claims the memory up to `end` for tensors beside the program's; grows it. */
  claim(end: number): void {
    ensureMemory(this.memory, end);
    this.claimed = Math.max(this.claimed, end);
  }

  /** What this machine executes for each call: by several threads where that pays. */
  divided(calls: readonly (readonly PreparedCall[])[]) {
    return divideCalls(this.module, calls, this);
  }

  /** Whether some operations take long: only they can be given up. */
  get hasLong(): boolean {
    return this.executor.hasLong;
  }

  /** Ends the threads; it can still be run, by one. */
  close(): void {
    this.module.pool?.close();
  }

  /** Learning rate of the current iteration, of layers that have none of their own. */
  get lr(): number {
    return this.edits.lrAt(this.position, this.scheduledLr);
  }

  /** The same of any iteration, of which all earlier ones have been run. */
  lrOf(iteration: number): number {
    return this.edits.lrAt(iteration * this.length, this.schedule.figures(0, iteration).lr);
  }

  private get scheduledLr(): number {
    return this.schedule.figures(0, this.iteration).lr;
  }

  /** Loss of the batch last computed; NaN before the first. */
  get loss(): number {
    return this.losses.at(this.iterationOf(this.lossWriter));
  }

  /** Iteration (0-based) whose batch the tensors written by instruction `writer` belong to now. */
  iterationOf(writer: number): number {
    const { iteration } = this;
    return this.position - iteration * this.length > writer ? iteration : iteration - 1;
  }

  /** Whether an iteration's batch is the epoch's last, perhaps short one. */
  private isLastBatch(iteration: number): boolean {
    return iteration % this.network.batches === this.network.batches - 1;
  }

  /** Rows of the batch that the input holds. */
  get rows(): number {
    return this.batches.count(Math.max(0, this.iterationOf(0)));
  }

  /** A tensor with its shape at this moment; null when there is none of that name, or it has no value yet. */
  tensor(name: string): Tensor | null {
    const known = this.program.tensors.get(name);
    if (!known) return null;
    const form = this.formOf(known.writer);
    return form === null ? null : form === 'last' ? { ...known.tensor, shape: known.lastShape } : known.tensor;
  }

  /** Which of its shapes a tensor written by instruction `writer` has now; null: it has no value yet. */
  formOf(writer: number): 'full' | 'last' | null {
    if (writer < 0) return 'full';
    const iteration = this.iterationOf(writer);
    // After an edit that kept the weights, the first program's tensors are gone too.
    if (iteration * this.length < this.firstTick) return null;
    return this.isLastBatch(iteration) ? 'last' : 'full';
  }

  /** All parameters, in `named_parameters()` order. */
  parameters(): readonly Tensor[] {
    return this.network.layers.flatMap((layer) => layer.parameters.map(({ fullName }) => this.planned(fullName)));
  }

  /** Where a step of this size from here leads. */
  next(size: StepSize): number {
    return nextTick(this.program, this.position, size);
  }

  previous(size: StepSize): number {
    return Math.max(this.firstTick, previousTick(this.program, this.position, size));
  }

  advance(size: StepSize): void {
    this.advanceTo(this.next(size));
  }

  back(size: StepSize): void {
    this.seek(this.previous(size));
  }

  /** Executes instructions until `target`, which is not before now; false where the onlooker ended it, or made it give up an operation. */
  advanceTo(target: number, onlooker: Onlooker | null = null): boolean {
    const { length } = this;
    this.gaveUp = false;
    // What is seen at `target` is of its iteration and the one before; whoever may end it sooner settles then.
    const bareUntil = onlooker === null || (!onlooker.seesUpdates && this.history.isDense) ? target - 2 * length : -1;
    while (this.position < target) {
      const start = this.iteration * length;
      const end = Math.min(length, Math.min(target, this.edits.nextAfter(this.position)) - start);
      if (!this.executeIteration(start, this.position - start, end, onlooker, start <= bareUntil)) return false;
      this.applyEdits();
      if (onlooker?.places.has[end] === 1 && onlooker.ask(end % length)) return false;
    }
    return true;
  }

  /** Makes up for what an advance left out that was ended by its onlooker. */
  settle(): void {
    this.seek(this.position);
  }

  /** Goes to any tick, forward or back. */
  seek(target: number): void {
    this.prepareSeek(target);
    this.advanceTo(target);
  }

  /** Looks at another moment and comes back: what was the known future stays it. */
  visit(target: number, look: () => void): void {
    const { position, furthest } = this;
    this.seek(target);
    look();
    this.seek(position);
    this.furthest = furthest;
  }

  /**
   * Goes to a moment from which `advanceTo(target)` leads exactly to `target`, at once. The outputs and gradients
   * at a tick are partly of the iteration before, so the replay starts no later than that iteration's start.
   */
  prepareSeek(target: number): void {
    if (target < this.firstTick) throw new Error(`tick ${target} is before the first, ${this.firstTick}`);
    const iteration = Math.floor(target / this.length);
    const checkpoint = this.history.before(iteration - 1);
    // Going on from here is as exact, and shorter where no checkpoint lies between.
    const isWhole = target >= this.exactFrom && (this.bare < 0 || this.bare < this.iteration - 1);
    if (isWhole && this.position <= target && this.position >= checkpoint.iteration * this.length) return;
    this.restore(checkpoint);
  }

  /** Tick of the last checkpoint before a tick; the first there is, where none is before. */
  checkpointBefore(tick: number): number {
    return this.history.before(Math.ceil(tick / this.length) - 1).iteration * this.length;
  }

  /** Checkpoints up to now, and what `persistent` of the program lies in each: what a run was, to be read but not changed. */
  past(): readonly Checkpoint[] {
    return this.history.upTo(this.iteration).filter(({ bytes }) => bytes.length > 0);
  }

  /** Ends a replay that was given up where what is seen is exact again. */
  makeExact(): void {
    this.advanceTo(this.exactFrom);
  }

  private restore(checkpoint: Checkpoint): void {
    const { from, to } = this.program.persistent;
    if (checkpoint.bytes.length !== to - from) throw new Error('this run keeps no history to go back in');
    new Uint8Array(this.memory.buffer, from, checkpoint.bytes.length).set(checkpoint.bytes);
    this.batches.restore(checkpoint.iteration, checkpoint.generator);
    this.bare = -1;
    this.position = checkpoint.iteration * this.length;
    this.applyEdits();
    this.exactFrom = this.position === this.firstTick ? this.position : this.position + this.length;
  }

  /** Edits of this run, and the branches that they began, the newest last: `undoEdit` takes that one back. */
  get hand(): Pick<Edits, 'all' | 'branches'> {
    return this.edits;
  }

  /** Changes the run at this moment: what was known of its future is no longer its. Null when done, else why not. */
  edit(change: Change): Text | null {
    const problem = checkChange(change, (name) => this.tensor(name));
    if (problem) return problem;
    const tick = this.position;
    const from = tick % this.length > this.lossWriter ? this.iteration + 1 : this.iteration;
    const edit: Edit = change.kind === 'lr' ? { ...change, tick, scheduled: this.scheduledLr } : { ...change, tick };
    this.edits.begin({ edit, furthest: this.furthest, from, losses: this.losses.cut(from) });
    this.history.dropFrom(this.iteration + 1);
    this.furthest = tick;
    this.leaveFuture(from);
    this.applyEdits();
    return null;
  }

  /** Takes the newest edit back and stands no later than where it was made; false where there is none. */
  undoEdit(): boolean {
    const branch = this.edits.undo();
    if (!branch) return false;
    const { tick } = branch.edit;
    this.history.dropFrom(Math.ceil(tick / this.length));
    this.leaveFuture(branch.from);
    this.losses.add(branch.losses);
    if (this.position >= tick) {
      this.restore(this.history.before(Math.floor(tick / this.length) - 1));
      this.advanceTo(tick);
    }
    this.furthest = branch.furthest;
    return true;
  }

  /** The schedule may have judged losses that are no longer this run's. */
  private leaveFuture(iteration: number): void {
    this.losses.cut(iteration);
    this.schedule = this.newSchedule();
  }

  private newSchedule(): Schedule {
    const { network, losses, batches } = this;
    const rows = (iteration: number) => batches.count(iteration);
    return createSchedule(network, (iteration, out) => losses.give(iteration, out), rows);
  }

  private applyEdits(): void {
    for (const edit of this.edits.all)
      if (edit.tick === this.position && edit.kind === 'value')
        floats(this.memory, this.planned(edit.tensor))[edit.index] = edit.value;
  }

  /** The state at the last iteration's boundary at or before now, to be taken into another program. Moves there. */
  state(): MachineState {
    this.seek(this.iteration * this.length);
    const tensors = persistentTensors(this.program, this.memory);
    return { iteration: this.iteration, tensors, losses: this.losses.copyUpTo(this.iteration) };
  }

  private takeOver(state: MachineState): void {
    takeTensors(this.program, this.memory, state.tensors);
    this.losses.add(state.losses);
    // The permutations drawn so far are drawn again, so that the batches that come are those of a run from the start.
    for (let iteration = 0; iteration < state.iteration; iteration += this.network.batches)
      this.executor.writeBatch(iteration);
  }

  private planned(name: string): Tensor {
    const known = this.program.tensors.get(name);
    if (!known) throw new Error(`no tensor ${name}`);
    return known.tensor;
  }

  /** Executes instructions [from, to) of the iteration that begins at tick `start`; false where the onlooker ended it. */
  private executeIteration(start: number, from: number, to: number, onlooker: Onlooker | null, isBare: boolean) {
    const { iteration } = this;
    if (from === 0 && this.history.due(iteration)) this.history.add(this.checkpoint(iteration));
    if (isBare) this.bare = iteration;
    this.executor.turnTo(iteration, this.isLastBatch(iteration), isBare, this.schedule);
    for (let index = from; ;) {
      const end = onlooker === null ? to : Math.min(to, onlooker.places.next[index]);
      const came = this.executor.execute(index, end, onlooker);
      this.standAt(start + came);
      if (came < end) {
        this.gaveUp = true;
        if (isBare) this.settle();
        return false;
      }
      if (end === to) return true;
      if (onlooker!.ask(end)) return false;
      index = end;
    }
  }

  private standAt(tick: number): void {
    this.position = tick;
    if (tick > this.furthest) this.furthest = tick;
  }

  /** Without its bytes it says only when it was. */
  private checkpoint(iteration: number, whole = true) {
    const { from, to } = this.program.persistent;
    return {
      iteration,
      bytes: new Uint8Array(this.memory.buffer, from, whole ? to - from : 0).slice(),
      generator: this.batches.save(iteration),
    };
  }
}
