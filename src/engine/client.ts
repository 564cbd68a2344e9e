// The engine as a host sees it: one session's calls, in a thread that is started again when it dies. After a crash the
// run is made again to the last known tick and every view's watch list is set again.
import type {
  EngineEvents,
  EngineFunctions,
  OpenRequest,
  OpenResult,
  RunRequest,
  ExportedTensor,
  TensorForm,
  TensorPart,
} from '../protocol/engine.ts';
import type { Edit, EvaluateRequest, ResumeRequest, StopRequests } from '../protocol/debug.ts';
import type { ExperimentKind, ExperimentRequest, VariantChange } from '../protocol/experiment.ts';
import { Frame, type Header } from '../protocol/frame.ts';
import type { StepSize } from '../protocol/moment.ts';
import type { KeptRuns } from '../protocol/timeline.ts';
import type { WatchList } from '../protocol/watch.ts';
import { connect, type EngineConnection, type EngineThread } from './channel.ts';
import { extend, replaySteps, type Chapter, type Replay } from './lineage.ts';

export type { EngineThread, Replay };

/** The thread died under a call. What was asked for may be asked again once the engine is back. */
export class EngineCrashed extends Error {
  override readonly name = 'EngineCrashed';
}

export interface ClientEvents extends EngineEvents {
  /** The run came to another moment. */
  moved(tick: number): void;
  crashed(reason: string, comingBack: boolean): void;
  recovered(): void;
}

interface Waiter {
  readonly resolve: (header: Header) => void;
  readonly reject: (error: Error) => void;
}

/** Two crashes within this many milliseconds, and the engine isn't started again by itself. */
const crashWindow = 10_000;
/** The client's own view: it is how the tick is known when nobody looks. Panels count from 1. */
const clockView = 0;
const clockInterval = 250;

export class EngineClient implements EngineFunctions {
  private readonly startThread: () => EngineThread;
  private readonly events: ClientEvents;
  private readonly now: () => number;
  private thread: EngineThread | null = null;
  private connection: EngineConnection | null = null;
  /** Settles when the engine can be called. */
  private ready: Promise<void> = Promise.resolve();
  private lastRequest: OpenRequest | null = null;
  private chapters: readonly Chapter[] = [];
  private tick = 0;
  private readonly watches = new Map<number, WatchList>();
  private clockVersion = 0;
  private readonly clockWaiters = new Map<number, Waiter>();
  private crashes: number[] = [];
  private gaveUp = false;
  private disposed = false;

  constructor(startThread: () => EngineThread, events: ClientEvents, now: () => number = Date.now) {
    this.startThread = startThread;
    this.events = events;
    this.now = now;
    this.start();
  }

  /** The run as it can be made again; null before a network is open. */
  get replay(): Replay | null {
    return this.chapters.length > 0 ? { chapters: this.chapters, tick: this.tick } : null;
  }

  get failed(): boolean {
    return this.gaveUp;
  }

  /** To keep a run that is going on exactly, pause it first: its tick is read before. */
  async open(request: OpenRequest): Promise<OpenResult> {
    const before = this.chapters.length > 0 ? (await this.readMoment()).tick : 0;
    const result = await this.call((engine) => engine.open(request));
    if (!result.network) return result;
    this.lastRequest = { ...request, edits: undefined, weights: undefined };
    const { firstTick } = await this.readMoment();
    this.chapters = extend(this.chapters, request.text, before, firstTick, result.weights);
    return result;
  }

  /**
   * Opens a text and makes a former run of it again, if it was the last of that run.
   * @param onOpen called when the network is open, while its run is still being made
   */
  async openAt(request: OpenRequest, replay: Replay, onOpen: (result: OpenResult) => void): Promise<void> {
    const steps = replay.chapters.at(-1)?.text === request.text ? replaySteps(replay) : [];
    for (const [i, { text, keep, seek, edits, weights }] of steps.entries()) {
      const result = await this.open({ ...request, text, keep, edits, weights });
      this.noteEdits(edits);
      if (!result.network) break;
      const last = i === steps.length - 1;
      if (last) onOpen(result);
      if (seek > 0) await this.seek(seek);
      if (last) return;
    }
    onOpen(await this.open({ ...request, keep: false }));
  }

  /**
   * Begins a new run of the text that is open, without edits; the one before is kept for comparison.
   * @param weights a file to start from; null: what the text says
   */
  restart(weights: string | null): Promise<OpenResult> {
    if (!this.lastRequest) throw new Error('no network is open');
    return this.open({ ...this.lastRequest, keep: false, weights: weights ?? undefined });
  }

  forgetFiles() {
    return this.call((engine) => engine.forgetFiles());
  }

  check(request: Parameters<EngineFunctions['check']>[0]) {
    return this.call((engine) => engine.check(request));
  }

  step(size: StepSize) {
    return this.call((engine) => engine.step(size));
  }

  back(size: StepSize) {
    return this.call((engine) => engine.back(size));
  }

  seek(tick: number) {
    return this.call((engine) => engine.seek(tick));
  }

  async reset() {
    await this.call((engine) => engine.reset());
    const { lastRequest, chapters } = this;
    // Of several texts the last one's run is made anew.
    const weights = chapters.length === 1 ? chapters[0].weights : undefined;
    if (lastRequest && (await this.readMoment()).firstTick === 0)
      this.chapters = extend([], lastRequest.text, 0, 0, weights);
  }

  run(request: RunRequest) {
    return this.call((engine) => engine.run(request));
  }

  pause() {
    return this.call((engine) => engine.pause());
  }

  watch(view: number, list: WatchList): Promise<void> {
    if (list.watches.length > 0) this.watches.set(view, list);
    else this.watches.delete(view);
    return this.call((engine) => engine.watch(view, list));
  }

  painted(view: number, frames: number) {
    return this.call((engine) => engine.painted(view, frames));
  }

  exportTensor(part: TensorPart, form: TensorForm): Promise<ExportedTensor> {
    return this.call((engine) => engine.exportTensor(part, form));
  }

  startExperiment(view: number, request: ExperimentRequest) {
    return this.call((engine) => engine.startExperiment(view, request));
  }

  stopExperiment(view: number, kind: ExperimentKind) {
    return this.call((engine) => engine.stopExperiment(view, kind));
  }

  editsOfVariant(change: VariantChange) {
    return this.call((engine) => engine.editsOfVariant(change));
  }

  exportPytorch() {
    return this.call((engine) => engine.exportPytorch());
  }

  setStops(requests: StopRequests) {
    return this.call((engine) => engine.setStops(requests));
  }

  resume(request: ResumeRequest) {
    return this.call((engine) => engine.resume(request));
  }

  evaluate(requests: readonly EvaluateRequest[]) {
    return this.call((engine) => engine.evaluate(requests));
  }

  complete(source: string) {
    return this.call((engine) => engine.complete(source));
  }

  async setValue(target: string, value: string) {
    const result = await this.call((engine) => engine.setValue(target, value));
    if ('edits' in result) this.noteEdits(result.edits);
    return result;
  }

  async undoEdit() {
    const undone = await this.call((engine) => engine.undoEdit());
    this.noteEdits(undone.edits);
    return undone;
  }

  timeline() {
    return this.call((engine) => engine.timeline());
  }

  nameRun(id: number, name: string) {
    return this.call((engine) => engine.nameRun(id, name));
  }

  async removeRun(id: number) {
    const left = await this.call((engine) => engine.removeRun(id));
    this.noteEdits(left.edits);
    return left;
  }

  keptRuns() {
    return this.call((engine) => engine.keptRuns());
  }

  restoreRuns(kept: KeptRuns) {
    return this.call((engine) => engine.restoreRuns(kept));
  }

  exportState() {
    return this.call((engine) => engine.exportState());
  }

  readMemory(name: string, offset: number, count: number) {
    return this.call((engine) => engine.readMemory(name, offset, count));
  }

  /** A run that is made again is edited again. */
  private noteEdits(edits: readonly Edit[] | undefined) {
    const last = this.chapters.at(-1);
    if (last && edits) this.chapters = [...this.chapters.slice(0, -1), { ...last, edits }];
  }

  /** Starts anew after it gave up. */
  async retry(): Promise<void> {
    if (!this.gaveUp) return;
    this.gaveUp = false;
    this.crashes = [];
    await this.comeBack();
  }

  dispose() {
    this.disposed = true;
    this.connection?.close(new EngineCrashed('The session was closed.'));
    this.thread?.terminate();
  }

  private async call<Result>(work: (engine: EngineFunctions) => Promise<Result>): Promise<Result> {
    await this.ready;
    if (!this.connection) throw new EngineCrashed('The engine is not running.');
    return work(this.connection.engine);
  }

  private start() {
    const thread = this.startThread();
    const connection = connect(thread.port, {
      frame: (view, frame) => this.onFrame(view, frame),
      health: (findings) => this.events.health(findings),
      experiment: (view, kind, update) => this.events.experiment(view, kind, update),
      stopped: (reason, message) => this.events.stopped(reason, message),
      logged: (lines) => this.events.logged(lines),
    });
    this.thread = thread;
    this.connection = connection;
    void thread.ended.then((reason) => {
      if (this.disposed || this.thread !== thread) return;
      this.thread = null;
      this.connection = null;
      connection.close(new EngineCrashed('The engine crashed.'));
      void this.onCrash(reason);
    });
  }

  private async onCrash(reason: string) {
    for (const { reject } of this.clockWaiters.values()) reject(new EngineCrashed('The engine crashed.'));
    this.clockWaiters.clear();
    const now = this.now();
    this.crashes = [...this.crashes.filter((time) => now - time < crashWindow), now];
    this.gaveUp = this.crashes.length > 1;
    this.events.crashed(reason, !this.gaveUp);
    if (!this.gaveUp) await this.comeBack();
  }

  private async comeBack() {
    this.start();
    const { connection } = this;
    const restored = this.restore(connection!.engine);
    this.ready = restored.catch(() => undefined);
    try {
      await restored;
      this.events.recovered();
    } catch (error) {
      // Died again: its own end is handled by itself. Anything else is a bug that would leave the session dead.
      if (!(error instanceof EngineCrashed)) {
        this.gaveUp = true;
        this.events.crashed(error instanceof Error ? (error.stack ?? error.message) : String(error), false);
      }
    }
  }

  private async restore(engine: EngineFunctions) {
    const { replay, lastRequest } = this;
    if (replay && lastRequest) {
      for (const { text, keep, seek, edits, weights } of replaySteps(replay)) {
        await engine.open({ ...lastRequest, text, keep, edits, weights });
        if (seek > 0) await engine.seek(seek);
      }
    }
    for (const [view, list] of this.watches) await engine.watch(view, list);
  }

  /** Asks for the moment by a frame of the client's own. */
  private async readMoment(): Promise<Header> {
    const version = ++this.clockVersion;
    const answered = new Promise<Header>((resolve, reject) => this.clockWaiters.set(version, { resolve, reject }));
    answered.catch(() => undefined); // a crash rejects it also where `watch` fails first
    // The cheapest question there is: only the header counts.
    await this.watch(clockView, { version, watches: [{ kind: 'losses', from: 0, to: 1, points: 1 }] });
    return answered;
  }

  private onFrame(view: number, frame: ArrayBuffer) {
    const { header } = new Frame(frame);
    const { tick, version } = header;
    if (tick !== this.tick) {
      this.tick = tick;
      this.events.moved(tick);
    }
    if (view !== clockView) return this.events.frame(view, frame);
    this.clockWaiters.get(version)?.resolve(header);
    this.clockWaiters.delete(version);
    setTimeout(() => {
      if (this.connection && !this.disposed) this.painted(clockView, 1).catch(() => undefined);
    }, clockInterval).unref();
  }
}
