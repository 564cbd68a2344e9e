// The stepping controls of one session: what runs, how far a step goes, how fast. Knows the engine, not VS Code.
import type { EngineFunctions } from '../../protocol/engine.ts';
import type { StepSize } from '../../protocol/moment.ts';
import type { Controls } from '../../protocol/view.ts';

type Engine = Pick<EngineFunctions, 'step' | 'back' | 'seek' | 'reset' | 'run' | 'pause'>;

/** Work shorter than this isn't shown as busy, so that the controls don't flicker. */
const busyAfter = 200;
/** Beyond one under way and this many waiting, requests are dropped: a held key stops when it is let go. */
const mostWaiting = 2;

export class Stepper {
  private readonly engine: Engine;
  private readonly onChange: (controls: Controls) => void;
  private state: Controls;
  private tail: Promise<void> = Promise.resolve();
  private pending = 0;
  /** Where the seek that waits its turn goes: a newer one takes its place. */
  private waitingSeek: { tick: number } | null = null;
  /** Between the pause and the new start of a run whose size or speed changed, or whose text was edited. */
  private restarting = false;
  /** The run is moved by somebody else. */
  private guest = false;
  /** What Run does instead, while a debugger is attached. */
  runner: (() => void) | null = null;

  constructor(engine: Engine, size: StepSize, stepsPerSecond: number, onChange: (controls: Controls) => void) {
    this.engine = engine;
    this.onChange = onChange;
    this.state = { size, stepsPerSecond, running: false, busy: false, trouble: null };
  }

  get controls(): Controls {
    return this.state;
  }

  step(size: StepSize = this.state.size) {
    return this.act(() => this.engine.step(size));
  }

  back(size: StepSize = this.state.size) {
    return this.act(() => this.engine.back(size));
  }

  reset() {
    return this.act(() => this.engine.reset());
  }

  async seek(tick: number) {
    if (this.waitingSeek) {
      this.waitingSeek.tick = tick;
      return;
    }
    const seek = { tick };
    await this.act(() => {
      if (this.waitingSeek === seek) this.waitingSeek = null;
      return this.engine.seek(seek.tick);
    }, seek);
  }

  /** Moves the run in somebody else's way (a debugger's continue): shown as running, and Pause ends it. */
  async moving<Result>(work: () => Promise<Result>): Promise<Result> {
    this.guest = true;
    this.set({ running: true });
    try {
      return await work();
    } finally {
      this.guest = false;
      this.set({ running: false });
    }
  }

  /** Starts a run; stops one, or a long step. */
  async toggleRun() {
    if (this.state.running || this.pending > 0) {
      await this.engine.pause();
      return;
    }
    if (this.runner) return this.runner();
    this.set({ running: true });
    try {
      await this.startRun();
    } catch (error) {
      this.set({ running: false });
      throw error;
    }
  }

  async setSize(size: StepSize) {
    this.set({ size });
    await this.whilePaused(() => Promise.resolve());
  }

  async setSpeed(stepsPerSecond: number) {
    this.set({ stepsPerSecond });
    await this.whilePaused(() => Promise.resolve());
  }

  /** Does something at a standstill; a run that goes on goes on afterwards. */
  async whilePaused<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.guest) await this.engine.pause();
    if (this.guest || !this.state.running || this.restarting) return work();
    this.restarting = true;
    try {
      await this.engine.pause();
      return await work();
    } finally {
      if (this.state.running) await this.startRun().catch(() => this.set({ running: false }));
      this.restarting = false;
    }
  }

  /** Something long of the session itself (making a run again): shown as busy, and other work waits for it. */
  occupy<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.enqueue(work);
  }

  /** The engine tells that a run ended. */
  stopped() {
    if (!this.restarting) this.set({ running: false });
  }

  setTrouble(trouble: string | null) {
    this.set(trouble === null ? { trouble } : { trouble, running: false });
  }

  private startRun() {
    const { size, stepsPerSecond } = this.state;
    return this.engine.run({ size, stepsPerSecond });
  }

  private async act(work: () => Promise<void>, seek: { tick: number } | null = null) {
    if (this.pending > mostWaiting) return;
    this.waitingSeek = seek;
    await this.enqueue(async () => {
      if (this.state.running) {
        await this.engine.pause();
        this.set({ running: false });
      }
      await work();
    });
  }

  private async enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    this.pending++;
    const timer = setTimeout(() => this.set({ busy: true }), busyAfter);
    const turn = this.tail.then(work);
    this.tail = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await turn;
    } finally {
      clearTimeout(timer);
      if (--this.pending === 0) this.set({ busy: false });
    }
  }

  private set(change: Partial<Controls>) {
    const next = { ...this.state, ...change };
    const changed = (Object.keys(next) as (keyof Controls)[]).some((key) => next[key] !== this.state[key]);
    if (!changed) return;
    this.state = next;
    this.onChange(next);
  }
}
