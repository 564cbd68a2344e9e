// A debug session: one network, moved and looked at. Knows stops, breakpoints and values, but neither DAP's messages nor
// where the engine runs. Lines and columns count from 0, as its places do.
import { type Text, text } from '../core/text.ts';
import type { Span } from '../model/model.ts';
import type { StepSize } from '../protocol/moment.ts';
import type { Completion, Resumed, StopMistake } from '../protocol/debug.ts';
import { Breakpoints, type BreakpointState, mistakeText } from './breakpoints.ts';
import { type Position, SourceText } from './places.ts';
import type { DebugTarget, LaunchOptions, TargetOpener } from './target.ts';
import { Variables } from './variables.ts';

export interface SessionOptions extends LaunchOptions {
  /** Iterations after which it is done; null: the epochs that the file says. */
  readonly iterations: number | null;
  readonly stopOnEntry: boolean;
  readonly noDebug: boolean;
}

export interface SessionEvents {
  stopped(stop: Resumed): void;
  /** It runs, and not because it was asked by whoever hears this. */
  continued(): void;
  /** All iterations are done, or the engine is gone. */
  ended(): void;
  output(line: string, place: Position | null): void;
  breakpointChanged(state: BreakpointState): void;
  /** Values are other than they were, though nothing moved. */
  invalidated(): void;
}

export interface Frame {
  readonly name: string;
  readonly start: Position;
  readonly end: Position;
}

/** Operation, phase, iteration, epoch. */
export const frameCount = 4;

export class DebugSession {
  readonly breakpoints = new Breakpoints();
  private readonly opener: TargetOpener;
  private readonly events: SessionEvents;
  private options: SessionOptions | null = null;
  private opened: DebugTarget | null = null;
  private tree: Variables | null = null;
  private source = new SourceText('');
  private mistakes: readonly StopMistake[] = [];
  private reported = new Map<number, string>();
  private stop: Resumed | null = null;
  private configured = false;
  /** Counts moves and new runs: what comes of an earlier one is told no more. */
  private turn = 0;
  private running = false;
  /** Somebody else runs it. */
  private foreign = false;
  private ended = false;

  constructor(opener: TargetOpener, events: SessionEvents) {
    this.opener = opener;
    this.events = events;
  }

  /** null before the network is open. */
  get target(): DebugTarget | null {
    return this.opened;
  }

  get program(): string | null {
    return this.options?.program ?? null;
  }

  /** Whether it has come to stand or go. */
  get begun(): boolean {
    return this.turn > 0;
  }

  /** Where it stands; null while it runs and before it began. */
  get stopped(): Resumed | null {
    return this.running || this.foreign ? null : this.stop;
  }

  get variables(): Variables | null {
    return this.tree;
  }

  get places(): SourceText {
    return this.source;
  }

  /** Opens the network; the run begins when the configuration is done too. */
  async open(options: SessionOptions): Promise<Text | null> {
    if (this.options) return text('This session has been started already.');
    this.options = options;
    const result = await this.opener.open(options, {
      logged: (lines) => {
        for (const { line, instruction } of lines) this.events.output(line, this.instructionPlace(instruction).start);
      },
      moved: (tick, running) => this.movedByOthers(tick, running),
      run: () => {
        if (!this.stopped) return;
        this.events.continued();
        void this.move('forward', null);
      },
      changed: () => void this.changed(),
      failed: (message) => {
        this.events.output(message, null);
        this.end();
      },
    });
    if ('problem' in result) {
      this.options = null;
      return result.problem;
    }
    if (this.ended) {
      await result.dispose();
      return text('The session has ended.');
    }
    this.opened = result;
    this.tree = new Variables(result);
    this.source = new SourceText(result.text);
    await this.sync();
    if (this.configured) await this.begin();
    return null;
  }

  async configurationDone(): Promise<void> {
    if (this.configured) return;
    this.configured = true;
    if (this.opened) await this.begin();
  }

  private async begin(): Promise<void> {
    const { kind } = this.options!;
    const turn = this.freshTurn();
    if (kind === 'launch') await this.opened!.restart();
    await this.goFrom(turn, kind === 'attach' ? 'pause' : 'entry');
  }

  /** Of a run that was joined, too, a new one begins. */
  async restart(): Promise<void> {
    const { opened } = this;
    const stood = this.stopped !== null;
    const turn = this.freshTurn();
    await opened?.engine.pause();
    if (turn !== this.turn) return;
    await opened?.restart();
    if (await this.goFrom(turn, 'entry')) return;
    if (stood) this.events.continued();
  }

  /** Until it stands again there is nothing to tell of it. */
  private freshTurn(): number {
    this.stop = null;
    this.running = false;
    this.tree?.clear();
    return ++this.turn;
  }

  /** Stands at its start, or runs: false. */
  private async goFrom(turn: number, reason: 'pause' | 'entry'): Promise<boolean> {
    const { kind, stopOnEntry } = this.options!;
    if (this.ended || turn !== this.turn) return true;
    if (kind === 'launch' && !stopOnEntry) {
      void this.move('forward', null);
      return false;
    }
    const now = await this.now();
    if (!this.ended && turn === this.turn) this.standAt({ ...now, reason });
    return true;
  }

  private async now(): Promise<Resumed> {
    const [result] = await this.opened!.engine.evaluate([{ expression: 'tick' }]);
    const tick = 'text' in result ? Number(result.text) : 0;
    return { tick, reason: 'pause', ids: [], message: null, kind: null };
  }

  private standAt(stop: Resumed): void {
    this.running = false;
    this.stop = stop;
    this.tree?.clear();
    if (!this.ended) this.events.stopped(stop);
  }

  /** Begins a move; `stopped` or `ended` tells how it went. */
  async move(direction: 'forward' | 'back', size: StepSize | null): Promise<void> {
    const { opened, options } = this;
    if (!opened || !options || this.running) return;
    const turn = ++this.turn;
    const shown = this.stop && this.shownTick;
    this.running = true;
    this.tree?.clear();
    const iterations = options.kind === 'attach' ? Infinity : options.iterations;
    try {
      const stop = await opened.resume({ direction, size, iterations, stops: !options.noDebug });
      if (this.ended || turn !== this.turn) return;
      if (stop.reason === 'end') {
        this.running = false;
        await this.sayEnd();
        this.end();
      } else {
        this.standAt(stop.tick === shown && stop.reason === 'step' ? { ...stop, message: this.undone(shown) } : stop);
      }
    } catch (error) {
      if (this.ended || turn !== this.turn) return;
      this.events.output(error instanceof Error ? error.message : String(error), null);
      this.end();
    }
  }

  private async sayEnd(): Promise<void> {
    const [iteration, loss] = await this.opened!.engine.evaluate([{ expression: 'iteration' }, { expression: 'loss' }]);
    if ('text' in iteration && 'text' in loss)
      this.events.output(`${iteration.text} iterations done, loss ${loss.text}`, null);
  }

  async pause(): Promise<void> {
    if (this.running || this.foreign) await this.opened?.engine.pause();
  }

  private movedByOthers(tick: number, running: boolean): void {
    if (!this.opened || this.ended || !this.stop || this.running) return;
    if (running && !this.foreign) this.events.continued();
    const stands = this.foreign || tick !== this.stop.tick;
    this.foreign = running;
    if (!running && stands) this.standAt({ tick, reason: 'pause', ids: [], message: null, kind: null });
  }

  private async changed(): Promise<void> {
    if (!this.opened) return;
    const stood = this.stopped !== null;
    this.source = new SourceText(this.opened.text);
    await this.sync();
    if (stood && this.stopped) this.standAt({ ...(await this.now()), reason: 'pause' });
  }

  /** Ends it from inside: nothing more is told. */
  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.events.ended();
  }

  /** Lets go of the run, which stays where it is. */
  async close(): Promise<void> {
    this.ended = true;
    const { opened } = this;
    this.opened = null;
    if (opened) await opened.dispose();
  }

  /** The breakpoints as they are now are what the engine stops at. */
  async sync(): Promise<ReadonlyMap<number, BreakpointState>> {
    const { opened, source, program } = this;
    if (opened && program !== null)
      this.mistakes = await opened.engine.setStops(this.breakpoints.requests(program, source, opened.network));
    const states = this.breakpoints.states(program, source, opened?.network ?? null, this.mistakes);
    for (const [id, state] of states) {
      const key = JSON.stringify([state.verified, state.message]);
      const before = this.reported.get(id);
      this.reported.set(id, key);
      if (before !== undefined && before !== key) this.events.breakpointChanged(state);
    }
    return states;
  }

  filterProblems(): readonly (Text | null)[] {
    return this.breakpoints.filterStates(this.mistakes);
  }

  /** Whether it stands for what an operation has just done. */
  private get isDone(): boolean {
    const { reason } = this.stop!;
    return reason === 'exception' || reason === 'data breakpoint';
  }

  private get shownTick(): number {
    return this.isDone ? this.stop!.tick - 1 : this.stop!.tick;
  }

  /** The instruction that is shown: the next, but where one has just done something the last. */
  get instruction(): number {
    return this.shownTick % this.opened!.network.instructions.length;
  }

  /** Said where the place is the same as before, but not the moment. */
  private undone(tick: number): Text {
    const { instructions } = this.opened!.network;
    return text('{0} is undone: it comes next', instructions[tick % instructions.length].name);
  }

  /** The call stack as it is: an operation of a layer, its phase, the iteration, the epoch. */
  frames(): readonly Frame[] {
    const { network } = this.opened!;
    const { instruction } = this;
    const iteration = Math.floor(this.shownTick / network.instructions.length) + 1;
    const epoch = Math.ceil(iteration / network.batches);
    const { name, phase, layer } = network.instructions[instruction];
    const owner = layer < 0 ? 'data' : (network.layers[layer]?.name ?? 'loss');
    const phaseSpan = this.source.field(
      { data: 'data', forward: 'layers', loss: 'loss', backward: 'layers', update: 'optimizer' }[phase],
    );
    const training = this.source.field('training');
    return [
      { name: this.isDone ? `${owner}: ${name} (done)` : `${owner}: ${name}`, ...this.instructionPlace(instruction) },
      { name: phase, ...this.range(phaseSpan && { ...phaseSpan, end: phaseSpan.start }) },
      { name: `iteration ${iteration}`, ...this.range(this.source.field('training', 'batch_size') ?? training) },
      { name: `epoch ${epoch}`, ...this.range(this.source.field('training', 'epochs') ?? training) },
    ];
  }

  private instructionPlace(instruction: number): Omit<Frame, 'name'> {
    return this.range(this.source.layer(this.opened!.network.instructions[instruction].layer));
  }

  private range(span: Span | null): Omit<Frame, 'name'> {
    const { start, end } = span ?? { start: 0, end: 0 };
    return { start: this.source.position(start), end: this.source.position(end) };
  }

  /** The value as it is now, or why it could not be set. */
  async set(target: string, value: string): Promise<{ readonly value: string } | { readonly problem: Text }> {
    const result = await this.opened!.engine.setValue(target, value);
    if ('mistake' in result) return { problem: mistakeText(result.mistake) };
    // What was hit later belongs to the future that was left.
    this.events.invalidated();
    return { value: result.text };
  }

  complete(source: string): Promise<readonly Completion[]> {
    return this.opened!.engine.complete(source);
  }
}
