// A session's debugger: moves the run to stops in either direction, looks at values and changes them. The conditions are
// asked here, beside the data; how work is cut into slices is the session's.
import { text } from '../core/text.ts';
import type { Answers } from '../machine/answers.ts';
import { resolveTarget } from '../machine/expression/assign.ts';
import { compileExpression } from '../machine/expression/compile.ts';
import { completeExpression } from '../machine/expression/complete.ts';
import { ExpressionContext } from '../machine/expression/context.ts';
import { formatValue, shortFloat } from '../machine/expression/format.ts';
import { typeName } from '../machine/expression/values.ts';
import type { Machine } from '../machine/machine.ts';
import type { Onlooker } from '../machine/onlooker.ts';
import { StopFinder } from '../machine/stops/finder.ts';
import type { HealthFinding } from '../machine/stops/findings.ts';
import type { HitCount } from '../machine/stops/hits.ts';
import type { Stop, StopRequests } from '../machine/stops/request.ts';
import type { EvaluateRequest, Evaluation, Resumed, ResumeRequest, SetResult } from '../protocol/debug.ts';
import type { EngineEvents, EngineFunctions } from '../protocol/engine.ts';

/** What the debugger needs of its session. */
export interface DebuggedSession {
  machine(): Machine;
  answers(): Answers;
  /** As `Machine.advanceTo`, with whatever else looks at the run. */
  advanceTo(tick: number, onlooker?: Onlooker): boolean;
  /** As `Onlooker.givesUp`. */
  readonly isInterrupted: () => boolean;
  /** Who looks on where nobody else does. */
  passerBy(): Onlooker | null;
  findings(): readonly HealthFinding[];
  /** Ends what is under way, and begins a work of its own. */
  begin(): number;
  /** Does `part` with about so many ticks, over and over until it tells that it is done; false when another work began. */
  inSlices(work: number, part: (ticks: number) => boolean, showFrom?: number): Promise<boolean>;
  /** The run was changed at this moment. */
  edited(): void;
  /** A stop was come to. */
  stopped(stop: Stop): void;
  setRunning(running: boolean): void;
  sendFrames(): void;
  readonly events: Pick<EngineEvents, 'logged'>;
}

type DebugFunctions = Pick<
  EngineFunctions,
  'setStops' | 'resume' | 'evaluate' | 'complete' | 'setValue' | 'undoEdit' | 'readMemory'
>;

export interface Debugging extends DebugFunctions {
  /** Ends a move at the next operation; false where there is none. */
  pause(): boolean;
}

const nothing: StopRequests = { breakpoints: [], dataBreakpoints: [], exceptions: [] };
/** Log lines that are kept for one message: a log point in a fast run must not drown its reader. */
const mostLines = 1000;

export function createDebugging(session: DebuggedSession): Debugging {
  let requests = nothing;
  let current: {
    machine: Machine;
    context: ExpressionContext;
    finder: StopFinder;
    hits: Map<string, HitCount>;
  } | null = null;
  let moving = false;
  let pausing = false;
  let lines: { line: string; instruction: number }[] = [];

  /** Of the machine that is open now. */
  function looking() {
    const machine = session.machine();
    if (current?.machine !== machine) {
      const context = new ExpressionContext(machine, () => session.answers().metrics());
      const hits = new Map<string, HitCount>();
      current = { machine, context, hits, finder: createFinder(context, hits) };
    }
    return current;
  }

  function createFinder(context: ExpressionContext, hits: Map<string, HitCount>): StopFinder {
    return new StopFinder(requests, {
      context,
      hits,
      advanceTo: (tick, onlooker) => session.advanceTo(tick, onlooker),
      givesUp: session.isInterrupted,
      findings: () => session.findings(),
      log: (line, instruction) => void (lines.length < mostLines && lines.push({ line, instruction })),
    });
  }

  function tell(): void {
    if (lines.length === 0) return;
    session.events.logged(lines);
    lines = [];
  }

  /** Forward to `target` or the first stop. */
  async function forward(work: number, target: number, stops: boolean): Promise<Stop | 'pause' | null> {
    const { machine, finder } = looking();
    let stop: Stop | null = null;
    const whole = await session.inSlices(work, (ticks) => {
      if (pausing) return false;
      const end = Math.min(target, machine.tick + ticks);
      if (stops) stop = finder.advance(end, true);
      else session.advanceTo(end);
      tell();
      return !pausing && !stop && machine.tick < target;
    });
    if (stop) return stop;
    return whole && machine.tick >= target ? null : 'pause';
  }

  /** Goes to an earlier moment. */
  async function goTo(work: number, target: number): Promise<'pause' | null> {
    const { machine } = looking();
    machine.prepareSeek(target);
    const whole = await session.inSlices(
      work,
      (ticks) => {
        if (!pausing) machine.advanceTo(Math.min(target, machine.tick + ticks), session.passerBy());
        return !pausing && machine.tick < target;
      },
      Infinity,
    );
    if (whole && machine.tick < target) machine.makeExact();
    return whole && machine.tick >= target ? null : 'pause';
  }

  /** Back to `target`, or to the last stop before now: stretches from a checkpoint are run again, the latest first. */
  async function back(work: number, target: number, stops: boolean): Promise<Stop | 'pause' | null> {
    const { machine, finder } = looking();
    for (let high = machine.tick - 1; stops && high > target;) {
      const low = Math.max(target, machine.checkpointBefore(high));
      if ((await goTo(work, low)) === 'pause') return 'pause';
      let last: Stop | null = null;
      const whole = await session.inSlices(
        work,
        (ticks) => {
          const end = pausing ? 0 : Math.min(high, machine.tick + ticks);
          while (machine.tick < end && !machine.gaveUp) last = finder.advance(end, false) ?? last;
          return !pausing && machine.tick < high;
        },
        Infinity,
      );
      if (!whole || pausing) return 'pause';
      const stop = last as Stop | null;
      if (stop) return (await goTo(work, stop.tick)) ?? stop;
      high = low;
    }
    return goTo(work, target);
  }

  function endOf(machine: Machine, iterations: number | null): number {
    const { network, program } = machine;
    const { epochs } = network.model.training;
    const all = iterations ?? (epochs === null ? Infinity : epochs * network.batches);
    const end = all * program.instructions.length;
    return machine.tick > end ? Infinity : end;
  }

  async function move({ direction, size, iterations, stops }: ResumeRequest, work: number): Promise<Resumed> {
    const machine = session.machine();
    const at = (reason: Resumed['reason']): Resumed => ({
      tick: machine.tick,
      reason,
      ids: [],
      message: null,
      kind: null,
    });
    const end = endOf(machine, iterations);
    const isForward = direction === 'forward';
    if (isForward ? machine.tick >= end : machine.tick <= machine.firstTick) return at(isForward ? 'end' : 'entry');
    const whole = isForward ? end : machine.firstTick;
    const target = size === null ? whole : isForward ? Math.min(whole, machine.next(size)) : machine.previous(size);
    const stop = isForward ? await forward(work, target, stops) : await back(work, target, stops);
    if (stop === 'pause') return at('pause');
    if (stop) {
      session.stopped(stop);
      return stop;
    }
    if (size !== null) return at('step');
    return at(isForward ? 'end' : 'entry');
  }

  function evaluateOne({ expression, elements }: EvaluateRequest): Evaluation {
    const { context, machine } = looking();
    const compiled = compileExpression(expression, machine);
    const result = 'mistake' in compiled ? compiled : compiled.evaluate(context);
    if ('mistake' in result) return result;
    const { value } = result;
    const type = typeName(value) as 'number' | 'boolean' | 'string' | 'tensor';
    const shown = { text: formatValue(value, context), type, tensor: null, shape: null, elements: [] };
    if (typeof value !== 'object') return shown;
    const shape = value.kind === 'tensor' ? value.tensor.shape : value.shape;
    const tensor = value.kind === 'tensor' ? value.tensor.name : null;
    const all = value.kind === 'tensor' ? context.view(value.tensor) : value.values;
    const { from, count } = elements ?? { from: 0, count: 0 };
    const length = Math.max(0, Math.min(count, all.length - from));
    return { ...shown, shape, tensor, elements: Array.from({ length }, (_, i) => all[from + i]) };
  }

  function set(target: string, value: string): SetResult {
    const { context, machine, finder } = looking();
    const resolved = resolveTarget(target, context);
    if ('mistake' in resolved) return resolved;
    const compiled = compileExpression(value, machine);
    const result = 'mistake' in compiled ? compiled : compiled.evaluate(context);
    if ('mistake' in result) return result;
    const number = typeof result.value === 'object' ? context.cells(result.value)!.values : [result.value];
    const whole = { start: 0, end: value.length, notYet: false };
    if (number.length !== 1 || typeof number[0] !== 'number')
      return { mistake: { ...whole, message: text('A number is expected.') } };
    const where = resolved.value;
    const problem = machine.edit(
      where.kind === 'lr'
        ? { kind: 'lr', value: number[0] }
        : { ...where, kind: 'value', value: Math.fround(number[0]) },
    );
    if (problem) return { mistake: { ...whole, message: problem } };
    finder.truncate(machine.tick);
    session.edited();
    session.sendFrames();
    const now = where.kind === 'lr' ? machine.lr : context.element(machine.tensor(where.tensor)!, where.index);
    return { text: shortFloat(now), edits: machine.hand.all };
  }

  return {
    async setStops(asked) {
      requests = asked;
      const { context, hits } = looking();
      current!.finder = createFinder(context, hits);
      return Promise.resolve(current!.finder.mistakes);
    },
    async resume(request) {
      const work = session.begin();
      moving = true;
      pausing = false;
      session.setRunning(true);
      try {
        return await move(request, work);
      } finally {
        moving = false;
        session.setRunning(false);
        session.sendFrames();
      }
    },
    pause() {
      pausing = moving;
      return moving;
    },
    evaluate: (asked) => Promise.resolve(asked.map(evaluateOne)),
    complete: (source) => Promise.resolve(completeExpression(source, session.machine())),
    setValue(target, value) {
      session.begin();
      return Promise.resolve(set(target, value));
    },
    undoEdit() {
      session.begin();
      const { machine, finder } = looking();
      const branch = machine.hand.branches.at(-1);
      const undone = machine.undoEdit();
      if (branch) finder.truncate(branch.edit.tick);
      session.edited();
      session.sendFrames();
      return Promise.resolve({ undone, edits: machine.hand.all });
    },
    readMemory(name, offset, count) {
      const { machine, context } = looking();
      const tensor = machine.tensor(name);
      if (!tensor) return Promise.resolve(null);
      const { byteLength, byteOffset, buffer } = context.view(tensor);
      const from = Math.min(Math.max(0, offset), byteLength);
      const to = Math.min(Math.max(from, offset + count), byteLength);
      return Promise.resolve({
        bytes: buffer.slice(byteOffset + from, byteOffset + to) as ArrayBuffer,
        size: byteLength,
      });
    },
  };
}
