// A host for the view without VS Code and engine: steps a made-up run, answers watches, and writes down what it was asked.
import { createBirpc } from 'birpc';
import { encodeFrame } from '../../../src/protocol/frame.ts';
import type { NetworkDescription } from '../../../src/protocol/description.ts';
import { rpcOptions } from '../../../src/protocol/rpc.ts';
import type { StepSize } from '../../../src/protocol/moment.ts';
import { viewStrings } from '../../../src/protocol/strings.ts';
import type {
  Controls,
  HostFunctions,
  ShownDiagnostic,
  ShownBreakpoint,
  ShownFinding,
  ShownTimeline,
  ViewFunctions,
  ViewState,
} from '../../../src/protocol/view.ts';
import type { WatchList } from '../../../src/protocol/watch.ts';
import { FakeTensors, lossAt } from './answers.ts';
import { fakeResult } from './experiments.ts';

export interface FakeStart {
  readonly network: NetworkDescription | null;
  readonly diagnostics?: readonly ShownDiagnostic[];
  readonly findings?: readonly ShownFinding[];
  readonly state?: ViewState;
  readonly tick?: number;
  readonly lastTick?: number;
  readonly trouble?: string;
  readonly timeline?: ShownTimeline;
}

export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

export class FakeHost {
  /** Everything that the view asked for, in order. */
  readonly calls: Call[] = [];
  readonly view: ViewFunctions;
  private readonly start: FakeStart;
  private readonly tensors: FakeTensors | null;
  private list: WatchList = { version: 0, watches: [] };
  private tick: number;
  private lastTick: number;
  private controls: Controls;
  private readyForFrame = true;
  private dirty = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(start: FakeStart, post: (message: unknown) => void, on: (receive: (message: unknown) => void) => void) {
    this.start = start;
    this.tick = start.tick ?? 0;
    this.lastTick = start.lastTick ?? this.tick;
    this.tensors = start.network && new FakeTensors(start.network);
    this.controls = {
      size: 'iteration',
      stepsPerSecond: 30,
      running: false,
      busy: false,
      trouble: start.trouble ?? null,
    };
    this.view = createBirpc<ViewFunctions, HostFunctions>(this.functions(), { ...rpcOptions, post, on });
  }

  get watchList(): WatchList {
    return this.list;
  }

  private breakpoints: readonly ShownBreakpoint[] = [];

  private functions(): HostFunctions {
    const handlers: HostFunctions = {
      start: () =>
        Promise.resolve({
          strings: viewStrings({ t: (message) => message }),
          fileName: `${this.start.network?.name ?? 'broken'}.nn.json`,
          network: this.start.network,
          diagnostics: this.start.diagnostics ?? [],
          findings: this.start.findings ?? [],
          breakpoints: [],
          controls: this.controls,
          state: this.start.state ?? {},
          reduceMotion: false,
        }),
      step: () => this.go(this.tick + this.ticksOf(this.controls.size)),
      back: () => this.go(this.tick - this.ticksOf(this.controls.size)),
      stepOperation: () => this.go(this.tick + 1),
      stepPhase: () => this.go(this.tick + 4),
      reset: () => this.go(0),
      toggleRun: () => this.toggleRun(),
      seek: (tick) => this.go(tick),
      setSize: (size) => this.control({ size }),
      setSpeed: (stepsPerSecond) => this.control({ stepsPerSecond }),
      watch: (list) => {
        this.list = list;
        return this.show();
      },
      painted: () => {
        this.readyForFrame = true;
        return this.dirty ? this.show() : Promise.resolve();
      },
      selectLayer: () => Promise.resolve(),
      revealOffset: () => Promise.resolve(),
      openSource: () => Promise.resolve(),
      applyFix: () => Promise.resolve(),
      toggleBreakpoint: (node) => {
        const others = this.breakpoints.filter((one) => one.node !== node);
        const isSet = others.length < this.breakpoints.length;
        this.breakpoints = isSet ? others : [...others, { node, forward: true, backward: true, enabled: true }];
        this.view.breakpoints(this.breakpoints);
        return Promise.resolve();
      },
      explain: () => Promise.resolve(),
      startExperiment: (request) => {
        const progress = { done: 1, total: 1, left: 0 };
        if (this.start.network)
          this.view.experiment(request.kind, {
            ...{ state: 'done', progress, result: fakeResult(request, this.start.network) },
          });
        return Promise.resolve();
      },
      stopExperiment: () => Promise.resolve(),
      useVariant: () => Promise.resolve(),
      copyTensor: () => Promise.resolve(true),
      setCell: (_tensor, _at, value) => Promise.resolve(Number.isNaN(Number(value)) ? 'A number is expected.' : null),
      undoEdit: () => Promise.resolve(),
      fillFromTemplate: () => Promise.resolve(),
      writeToFile: () => Promise.resolve(),
      saveTensor: () => Promise.resolve(),
      timeline: () => Promise.resolve(this.start.timeline ?? { runs: [], marks: [] }),
      nameRun: () => Promise.resolve(),
      removeRun: () => Promise.resolve(),
      copyText: () => Promise.resolve(),
      savePicture: () => Promise.resolve(),
      saveState: () => Promise.resolve(),
      reportError: () => Promise.resolve(),
    };
    const noted = Object.entries(handlers).map(([name, act]: [string, (...args: never[]) => unknown]) => [
      name,
      (...args: never[]) => {
        this.calls.push({ name, args });
        return act(...args);
      },
    ]);
    return Object.fromEntries(noted) as HostFunctions;
  }

  private ticksOf(size: StepSize): number {
    const iteration = this.start.network?.instructions.length ?? 1;
    return { operation: 1, layer: 1, phase: 6, iteration: iteration - (this.tick % iteration), epoch: 13 * iteration }[
      size
    ];
  }

  private iteration(): number {
    return this.tick / (this.start.network?.instructions.length ?? 1);
  }

  private go(tick: number): Promise<void> {
    this.tick = Math.max(0, tick);
    this.lastTick = Math.max(this.lastTick, this.tick);
    return this.show();
  }

  private control(change: Partial<Controls>): Promise<void> {
    this.controls = { ...this.controls, ...change };
    this.view.controls(this.controls);
    return Promise.resolve();
  }

  private toggleRun(): Promise<void> {
    clearInterval(this.timer);
    const running = !this.controls.running;
    if (running) this.timer = setInterval(() => void this.go(this.tick + this.ticksOf(this.controls.size)), 30);
    return this.control({ running });
  }

  private show(): Promise<void> {
    if (!this.tensors || this.list.watches.length === 0) return Promise.resolve();
    this.dirty = !this.readyForFrame;
    if (this.dirty) return Promise.resolve();
    this.readyForFrame = false;
    const { tensors } = this;
    const perIteration = this.start.network?.instructions.length ?? 1;
    const iteration = this.iteration();
    const answers = this.list.watches.map((watch) =>
      tensors.answer(watch, iteration, Math.floor(this.lastTick / perIteration)),
    );
    const loss = iteration > 0.3 ? lossAt(Math.ceil(iteration)) : NaN;
    const header = {
      version: this.list.version,
      tick: this.tick,
      lastTick: this.lastTick,
      firstTick: 0,
      loss,
      lr: 0.1,
      running: Number(this.controls.running),
      rate: 0,
      rows: 32,
      timeline: this.start.timeline ? 1 : 0,
    };
    this.view.frame(encodeFrame(header, answers));
    return Promise.resolve();
  }
}
