// One session a model: the machine, who looks at it and what they see, and the run loop. Knows neither worker nor editor:
// time, the queue of work and files are passed in.
import type { Files } from '../data/source.ts';
import { Answers } from '../machine/answers.ts';
import type { Edit } from '../machine/edits.ts';
import { Machine } from '../machine/machine.ts';
import type { MachineState } from '../machine/machineOptions.ts';
import { type Onlooker, passer } from '../machine/onlooker.ts';
import { DataCache } from '../machine/dataCache.ts';
import { pytorchScript } from '../interop/pytorchScript.ts';
import { keepsRun } from '../model/keepsRun.ts';
import type { CheckResult, EngineFunctions, OpenRequest, OpenResult, RunRequest } from '../protocol/engine.ts';
import { encodeFrame } from '../protocol/frame.ts';
import type { StepSize } from '../protocol/moment.ts';
import { createExperiments } from './experiments/experiments.ts';
import { createDebugging } from './debugging.ts';
import { exportState, exportTensor } from './exportTensor.ts';
import { describeNetwork } from './describe.ts';
import { readHealthSettings } from '../machine/health/settings.ts';
import { HealthWatch } from './healthWatch.ts';
import { lrByHand } from './lrByHand.ts';
import { Ration } from './ration.ts';
import { createRunFunctions } from './runFunctions.ts';
import { Runs } from './runs.ts';
import type { SessionEnvironment } from './sessionEnvironment.ts';
import { Slicer } from './slicer.ts';
import { type Opened, type Understanding, understand } from './understand.ts';
import { ownSample, Viewer } from './viewer.ts';

/** Milliseconds between two frames of a run: a little less than the screen's, since slices end when they may. */
const frameTime = 15;
/** Milliseconds after which a step or seek shows how far it is. */
const patience = 200;

/** What the open network was read from, and how. */
type Source = Pick<OpenRequest, 'text' | 'directory' | 'memoryLimit' | 'weights'>;

export function createSession(environment: SessionEnvironment): EngineFunctions {
  const viewers = new Map<number, Viewer>();
  const cache = new DataCache();
  const filesRead = new Set<string>();
  let machine: Machine | null = null;
  /** Where nobody else looks on: only for what long operations need. */
  let passerBy: Onlooker | null = null;
  let answers: Answers | null = null;
  let opened: Opened | null = null;
  let source: Source = { text: '', directory: '', memoryLimit: 0, weights: undefined };
  const runs = new Runs();
  let health: HealthWatch | null = null;
  const slicer = new Slicer();
  /** Each long work carries its number; a newer one, or a pause, ends it at its next slice. */
  let work = 0;
  let running = false;
  /** Steps, seeks and moves of the debugger that are under way. */
  let underWay = 0;
  let rate = 0;
  let lastFrame = 0;
  const ration = new Ration(() => environment.now());
  let historyLimit = 0;
  let threads = 0;

  const filesOf = (directory: string): Files => {
    const files = environment.files(directory);
    return { ...files, read: (path) => (filesRead.add(path), files.read(path)) };
  };

  const current = (): Machine => {
    if (!machine) throw new Error('no network is open');
    return machine;
  };

  /** As `Machine.advanceTo`, with health looking on where it is watched. */
  const advance = (tick: number, onlooker = passerBy) => (health ?? current()).advanceTo(tick, onlooker);

  /**
   * Does `part` with about so many ticks until it tells that it is done; false when something else was asked for
   * meanwhile. Before `showFrom` no frame is sent.
   */
  async function inSlices(mine: number, part: (ticks: number) => boolean, showFrom = 0): Promise<boolean> {
    const run = current();
    underWay++;
    try {
      for (;;) {
        const start = environment.now();
        const from = run.tick;
        const ticks = slicer.ticks(from);
        const more = part(ticks);
        slicer.learn(from, more && !run.gaveUp ? ticks : Math.abs(run.tick - from), environment.now() - start);
        if (!more) return true;
        if (start >= showFrom && isFrameDue()) sendFrames();
        await environment.yieldToMessages();
        if (mine !== work || run !== machine) return false;
      }
    } finally {
      underWay--;
    }
  }

  const isFrameDue = () => environment.now() - lastFrame >= frameTime;

  /** Executes up to `target`. */
  async function advanceTo(target: number, mine: number, showFrom = 0): Promise<boolean> {
    const run = current();
    if (run.tick >= target) return true;
    return inSlices(mine, (ticks) => (advance(Math.min(target, run.tick + ticks)), run.tick < target), showFrom);
  }

  async function goTo(target: number): Promise<void> {
    const mine = ++work;
    const wasRunning = running;
    running = false;
    current().prepareSeek(target);
    // A step shows where it ends, not what it passes, unless it takes long.
    await advanceTo(target, mine, environment.now() + patience);
    if (wasRunning) environment.events.stopped('paused');
    sendFrames();
  }

  function sendFrames(): void {
    lastFrame = environment.now();
    for (const [id, viewer] of viewers) {
      viewer.outdate();
      sendFrame(id, viewer);
    }
    health?.tell();
  }

  /** True also where what goes on pays itself, or owes anew. */
  const payAtRest = () => (running || underWay > 0 ? Promise.resolve(true) : payOwed());

  /** Measures what frames still owe at this moment, and shows it; false where something else was asked for meanwhile. */
  async function payOwed(mine = work): Promise<boolean> {
    const run = current();
    const watches = [...viewers.values()].flatMap(({ list }) => list.watches);
    const paid = await ration.pay(
      answers!.measuring(watches),
      () => environment.yieldToMessages(),
      () => mine === work && run === machine,
    );
    if (paid) sendFrames();
    return paid;
  }

  /** Tells the viewer what is new; at rest in several frames where one hasn't the room. */
  function sendFrame(id: number, viewer: Viewer): void {
    if (!machine || !answers) return;
    const goesOn = running || underWay > 0;
    const { watches, version } = viewer.list;
    do {
      if (!viewer.stale) return;
      viewer.blocked = !viewer.canTake();
      if (viewer.blocked) return;
      const missing = underWay > 0 && !running ? [] : answers.missingInitial(watches);
      if (missing.length > 0) answers.prepareInitial(missing);
      if (!goesOn) answers.prepareRidges(watches);
      const told = ration.answers(answers, viewer, goesOn);
      if (ration.owes && !goesOn) void ration.settle(() => work, environment.sleep, payAtRest);
      viewer.sent();
      environment.events.frame(
        id,
        encodeFrame(
          {
            version,
            tick: machine.tick,
            lastTick: machine.lastTick,
            firstTick: machine.firstTick,
            loss: machine.loss,
            lr: machine.lr,
            running: running ? 1 : 0,
            rate: running ? rate : 0,
            rows: machine.rows,
            timeline: runs.revision,
          },
          told,
        ),
      );
    } while (!goesOn);
  }

  async function runLoop({ size, stepsPerSecond }: RunRequest): Promise<void> {
    const mine = ++work;
    const run = current();
    const { epochs } = run.network.model.training;
    const end = epochs === null ? Infinity : epochs * run.network.batches * run.program.instructions.length;
    const stopAt = run.tick < end ? end : Infinity;
    running = true;
    ration.owes = false; // what rest owed the run doesn't pay
    let due = environment.now();
    let counted = { time: due, tick: run.tick };
    while (mine === work && run === machine && run.tick < stopAt) {
      if (stepsPerSecond > 0) {
        if (!(await advanceTo(Math.min(stopAt, run.next(size)), mine))) break;
        sendFrames();
        due = Math.max(due + 1000 / stepsPerSecond, environment.now() - 100);
        const wait = due - environment.now();
        if (wait > 1) await environment.sleep(wait);
        else await environment.yieldToMessages();
      } else {
        if (!(await advanceTo(Math.min(stopAt, run.tick + slicer.ticks(run.tick)), mine))) break;
        if (isFrameDue()) sendFrames();
        await environment.yieldToMessages();
      }
      if (ration.owes) await payOwed(mine);
      const elapsed = environment.now() - counted.time;
      if (elapsed >= 500) {
        rate = ((run.tick - counted.tick) / run.program.instructions.length / elapsed) * 1000;
        counted = { time: environment.now(), tick: run.tick };
      }
    }
    if (mine !== work || run !== machine) return;
    running = false;
    environment.events.stopped('finished');
    sendFrames();
  }

  async function build({ network, weights }: Opened, from?: MachineState, edits?: readonly Edit[]): Promise<void> {
    ++work;
    const wasRunning = running;
    running = false;
    const module = await environment.loadKernels(network, threads);
    if (machine && answers) runs.leave(machine, answers.metricsHistory, from?.iteration ?? 0);
    machine?.close();
    machine = new Machine(network, module, {
      historyLimit,
      ...{ observed: true, holdsData: true, from, edits, weights: weights ?? undefined },
    });
    passerBy = machine.hasLong ? passer(machine.program, environment.isInterrupted) : null;
    opened = { network, weights };
    health = null;
    answers = new Answers(
      machine,
      (run) => runs.record(run),
      (number) => ownSample(viewers.values(), number),
    );
    runs.follow(machine, answers.metricsHistory);
    slicer.begin(machine.program);
    ration.reset();
    environment.collectGarbage?.(machine);
    if (wasRunning) environment.events.stopped('paused');
  }

  async function open(request: OpenRequest): Promise<OpenResult> {
    const { memoryLimit, directory, edits } = request;
    const healthSettings = readHealthSettings(request.healthSettings ?? {});
    const judged = { memoryLimit, cache, health: request.health ? null : healthSettings };
    const read = (weights: string | undefined) => understand(request.text, filesOf(directory), { ...judged, weights });
    let found = await read(request.weights);
    if (!found.opened) return { ...checkResult(found), network: null };
    const { network } = found.opened;
    ({ historyLimit, threads = 0 } = request);
    const kept = request.keep && machine ? keepsRun(machine.network, network) : 'nothing';
    // The same program: only places in the text or the name changed. The run goes on undisturbed, its history too.
    // Also a run that has only begun begins again from what it began from.
    const goesOn = kept === 'same' || (kept === 'weights' && machine!.iteration === 0);
    const weights = request.weights ?? (goesOn ? source.weights : undefined);
    if (kept === 'weights' && weights !== request.weights) found = await read(weights);
    if (!found.opened) return { ...checkResult(found), network: null };
    if (kept !== 'same' || request.weights !== undefined || edits) {
      const state = kept === 'weights' && machine!.iteration > 0 ? machine!.state() : undefined;
      const lr = state && !edits ? lrByHand(machine!, network) : null;
      await build(found.opened, state, edits);
      if (lr !== null) machine!.edit({ kind: 'lr', value: lr });
    }
    if (kept !== 'same' || source.text !== request.text) experiments.drop();
    // Places in the text may have moved also where the program is the same.
    opened = { network, weights: opened?.weights ?? null };
    source = { text: request.text, directory, memoryLimit, weights };
    if (request.health) {
      health ??= new HealthWatch(machine!, (findings) => environment.events.health(findings));
      health.read(network, request.text, healthSettings);
      // The answer goes first: the graph is drawn before its first batch is computed.
      void environment.yieldToMessages().then(() => health?.tell());
    }
    return { ...checkResult(found), network: describeNetwork(machine!, network), weights };
  }

  const checkResult = ({ diagnostics, sampleShape }: Understanding): CheckResult => ({
    ...{ diagnostics, sampleShape, files: [...filesRead] },
  });

  const experiments = createExperiments({
    opened: () => ({ machine: current(), opened: opened!, source: source.text }),
    read: async (text) =>
      (await understand(text, filesOf(source.directory), { memoryLimit: source.memoryLimit, cache })).opened,
    // Side machines come and go: one thread each.
    loadKernels: () => environment.loadKernels(current().network, 1),
    now: () => environment.now(),
    yieldToMessages: () => environment.yieldToMessages(),
    events: environment.events,
  });

  const debugging = createDebugging({
    machine: current,
    answers: () => answers!,
    advanceTo: advance,
    isInterrupted: environment.isInterrupted,
    passerBy: () => passerBy,
    findings: () =>
      (health ??= new HealthWatch(current(), (findings) => environment.events.health(findings))).findings(),
    edited() {
      answers?.forget();
      if (answers) runs.follow(current(), answers.metricsHistory);
      health = health?.of(current()) ?? null;
    },
    begin() {
      const wasRunning = running;
      running = false;
      if (wasRunning) environment.events.stopped('paused');
      return ++work;
    },
    inSlices,
    stopped: (stop) => runs.stopped(stop),
    setRunning: (on) => void (running = on),
    sendFrames,
    events: environment.events,
  });

  return {
    ...debugging,
    open,
    async check({ text, directory, memoryLimit, healthSettings = {} }) {
      const health = readHealthSettings(healthSettings);
      return checkResult(await understand(text, filesOf(directory), { memoryLimit, cache, health }));
    },
    async forgetFiles() {
      cache.clear();
      await Promise.resolve();
    },
    step: (size: StepSize) => goTo(current().next(size)),
    back: (size: StepSize) => goTo(current().previous(size)),
    seek: (tick: number) => goTo(Math.max(current().firstTick, Math.floor(tick))),
    async reset() {
      // A run that went on after an edit has no start of its own: the file's is made anew.
      if (current().firstTick > 0) {
        const watched = health;
        await build(opened!);
        if (watched) health = watched.of(current());
      }
      await goTo(0);
    },
    async run(request) {
      current();
      void runLoop(request).catch((error: unknown) => {
        running = false;
        environment.events.stopped('failed', error instanceof Error ? error.stack : String(error));
      });
      await Promise.resolve();
    },
    async pause() {
      if (debugging.pause()) return;
      // A long step or seek ends here too, at the slice it has come to.
      work++;
      machine?.makeExact();
      if (running) environment.events.stopped('paused');
      running = false;
      sendFrames();
      await Promise.resolve();
    },
    async watch(id, list) {
      if (list.watches.length === 0) {
        viewers.delete(id);
        experiments.viewClosed(id);
      } else {
        const viewer = new Viewer(list, machine, viewers.get(id));
        viewers.set(id, viewer);
        sendFrame(id, viewer);
      }
      await Promise.resolve();
    },
    async painted(id, frames) {
      const viewer = viewers.get(id);
      viewer?.painted(frames);
      if (viewer?.blocked) sendFrame(id, viewer);
      await Promise.resolve();
    },
    ...createRunFunctions(runs, { machine: current, undoEdit: () => debugging.undoEdit(), sendFrames }),
    async exportPytorch() {
      current();
      return Promise.resolve(pytorchScript(opened!.network, { weights: opened!.weights }));
    },
    startExperiment: experiments.startExperiment,
    stopExperiment: experiments.stopExperiment,
    editsOfVariant: experiments.editsOfVariant,
    exportTensor: (part, form) => Promise.resolve(exportTensor(current(), part, form, (name) => answers!.tensor(name))),
    exportState: () => Promise.resolve(exportState(current())),
  };
}
