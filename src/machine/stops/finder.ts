// Runs a machine to the first stop on the way. Conditions are asked only where their breakpoint stands: between those
// instructions the run is as fast as without.
import { type Text, text } from '../../core/text.ts';
import { compileExpression, isTrue } from '../expression/compile.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { iterationNumber } from '../expression/names.ts';
import { compileTemplate, type Template } from '../expression/template.ts';
import type { ExpressionMistake } from '../expression/syntax.ts';
import { isProbed } from '../health/probeTimes.ts';
import { createDataWatch, type DataWatch } from './dataWatch.ts';
import { concerns, type HealthFinding, newFindings } from './findings.ts';
import { createHitCount, type HitCount, readHitCondition } from './hits.ts';
import { madeNonFinite, suspicion } from './nonFinite.ts';
import type { ExceptionRequest, Stop, StopMistake, StopReason, StopRequests } from './request.ts';

type Condition = (context: ExpressionContext) => boolean;

interface Counted {
  readonly id: number;
  readonly hits: HitCount;
  readonly counts: ((count: number) => boolean) | null;
}

interface Breakpoint extends Counted {
  readonly condition: Condition | null;
  readonly source: string | undefined;
  readonly log: Template | null;
}

interface Watched extends Counted {
  readonly watch: DataWatch;
}

interface Filter {
  readonly request: ExceptionRequest;
  readonly condition: Condition | null;
}

interface Reached {
  readonly reason: StopReason;
  readonly id: number | null;
  readonly message: Text;
  readonly kind: string | null;
}

export interface StopSurroundings {
  readonly context: ExpressionContext;
  /** As `Machine.advanceTo`, whatever else looks at the run on the way. */
  readonly advanceTo: (tick: number) => void;
  /** Health's findings at the machine's moment. */
  readonly findings: () => readonly HealthFinding[];
  readonly log: (line: string, instruction: number) => void;
  /** Hit counts that outlive a change of the requests. */
  readonly hits: Map<string, HitCount>;
}

const none: readonly Reached[] = [];

export class StopFinder {
  readonly mistakes: readonly StopMistake[];
  private readonly around: StopSurroundings;
  private readonly before = new Map<number, Breakpoint[]>();
  private readonly watched: readonly Watched[];
  private readonly nan: readonly Filter[];
  private readonly health: readonly Filter[];
  /** From each place in the iteration, how far the next one is; ∞ where there is none. */
  private readonly distances: Float64Array;
  private readonly onlyBreakpoints: boolean;
  private readonly suspects: (instruction: number) => boolean;
  private readonly length: number;
  private known: readonly HealthFinding[] = [];
  /** Where the data watches last looked. */
  private watchedAt = -1;

  constructor(requests: StopRequests, around: StopSurroundings) {
    const { machine } = around.context;
    const mistakes: StopMistake[] = [];
    this.around = around;
    this.length = machine.program.instructions.length;
    const condition = (id: StopMistake['id'], source: string | undefined) => this.condition(mistakes, id, source);
    for (const { id, instructions, condition: source, hitCondition, logMessage } of requests.breakpoints) {
      const asked = condition(id, source);
      const log = logMessage === undefined ? null : this.template(mistakes, id, logMessage);
      const breakpoint = { ...this.counted(mistakes, id, hitCondition, source), condition: asked, source, log };
      if (mistakes.some((mistake) => mistake.id === id)) continue;
      for (const at of instructions) this.before.set(at, [...(this.before.get(at) ?? []), breakpoint]);
    }
    this.watched = requests.dataBreakpoints.flatMap((request): Watched[] => {
      const created = createDataWatch(request, machine);
      const { id, hitCondition, expression, condition: when } = request;
      const count = this.counted(mistakes, id, hitCondition, `${expression} ${when ?? ''}`);
      if ('mistake' in created) mistakes.push({ id: request.id, mistake: created.mistake });
      return 'watch' in created ? [{ ...count, watch: created.watch }] : [];
    });
    const filters = requests.exceptions.map((request) => ({
      request,
      condition: condition(request.kind, request.condition),
    }));
    const sound = filters.filter(({ request }) => !mistakes.some(({ id }) => id === request.kind));
    this.nan = sound.filter(({ request }) => request.kind === 'nan');
    this.health = sound.filter(({ request }) => request.kind !== 'nan');
    const everywhere = this.nan.length > 0 || this.watched.length > 0;
    const places = everywhere ? Array.from({ length: this.length }, (_, i) => i) : [...this.before.keys()];
    if (this.health.length > 0) places.push(0);
    const sorted = [...new Set(places)].sort((a, b) => a - b);
    this.distances = distances(sorted, this.length);
    this.onlyBreakpoints = !everywhere && this.health.length === 0;
    this.suspects = suspicion(machine);
    this.mistakes = mistakes;
  }

  /** Executes up to `target`, or to the first stop after now. Log points speak only where `speak`. */
  advance(target: number, speak: boolean): Stop | null {
    const { machine } = this.around.context;
    if (this.watchedAt !== machine.tick) this.begin();
    while (machine.tick < target) {
      const next = this.nextPlace(machine.tick);
      this.around.advanceTo(Math.min(target, next));
      if (machine.tick !== next) break;
      const stop = this.look(speak);
      if (stop) return stop;
    }
    this.watchedAt = machine.tick;
    return null;
  }

  /** The run has become another from this tick on. */
  truncate(tick: number): void {
    for (const hits of this.around.hits.values()) hits.truncate(tick);
    this.watchedAt = -1;
  }

  private begin(): void {
    for (const { watch } of this.watched) watch.begin(this.around.context);
    const { tick } = this.around.context.machine;
    this.watchedAt = tick;
    this.known = this.health.length > 0 ? this.around.findings() : [];
  }

  private nextPlace(tick: number): number {
    return tick + this.distances[tick % this.length];
  }

  private look(speak: boolean): Stop | null {
    const { tick, program } = this.around.context.machine;
    const at = tick % this.length;
    this.watchedAt = tick;
    const reached = this.onlyBreakpoints
      ? this.breakpoints(at, speak)
      : [...this.exceptions(at), ...this.data(program.instructions.at(at - 1)!.name), ...this.breakpoints(at, speak)];
    const [first] = reached;
    if (!first) return null;
    const ids = reached.flatMap(({ id }) => (id === null ? [] : [id]));
    return { tick, reason: first.reason, ids, message: first.message, kind: first.kind };
  }

  private exceptions(at: number): readonly Reached[] {
    const { context } = this.around;
    const found: Reached[] = [];
    const last = (at + this.length - 1) % this.length;
    if (this.nan.length > 0 && this.suspects(last)) {
      const message = madeNonFinite(context.machine, context.machine.program.instructions[last]);
      if (message && this.nan.some(({ condition }) => condition?.(context) ?? true))
        found.push({ reason: 'exception', id: null, message, kind: 'nan' });
    }
    if (this.health.length === 0 || at !== 0 || !isProbed(iterationNumber(context.machine))) return found;
    const before = this.known;
    const findings = this.around.findings();
    this.known = findings;
    for (const finding of newFindings(before, findings)) {
      const asked = this.health.find(({ request }) => concerns(request.kind, finding));
      if (asked && (asked.condition?.(context) ?? true))
        found.push({ reason: 'exception', id: null, message: finding.message, kind: finding.code });
    }
    return found;
  }

  private data(by: string): readonly Reached[] {
    const { context } = this.around;
    return this.watched.flatMap(({ id, hits, counts, watch }): Reached[] => {
      const message = watch.changed(context);
      const count = counts ? hits.come(context.machine.tick, message !== null) : 0;
      if (!message || (counts && !counts(count))) return [];
      const [template, ...args] = [`${message.template}, by {${message.args.length}}`, ...message.args, by];
      return [{ reason: 'data breakpoint', id, message: text(template, ...args), kind: null }];
    });
  }

  private breakpoints(at: number, speak: boolean): readonly Reached[] {
    const { context, log } = this.around;
    const list = this.before.get(at);
    if (!list) return none;
    let reached: Reached[] | null = null;
    for (const breakpoint of list) {
      const { id, condition, hits, counts, source } = breakpoint;
      const hit = condition?.(context) ?? true;
      const count = counts ? hits.come(context.machine.tick, hit) : 0;
      if (!hit || (counts && !counts(count))) continue;
      if (breakpoint.log) {
        if (speak) log(breakpoint.log(context), at);
        continue;
      }
      const { name, phase } = context.machine.program.instructions[at];
      const message = source
        ? text('before {0} ({1}): {2}', name, phase, source)
        : text('before {0} ({1})', name, phase);
      (reached ??= []).push({ reason: 'breakpoint', id, message, kind: null });
    }
    return reached ?? none;
  }

  private condition(mistakes: StopMistake[], id: StopMistake['id'], source: string | undefined): Condition | null {
    if (source === undefined || source.trim() === '') return null;
    const compiled = compileExpression(source, this.around.context.machine);
    if ('mistake' in compiled) {
      mistakes.push({ id, mistake: compiled.mistake });
      return null;
    }
    // Where there is no value yet, or none of use, it does not hold.
    return (context) => {
      const result = compiled.evaluate(context);
      return 'value' in result && isTrue(result.value, context);
    };
  }

  private template(mistakes: StopMistake[], id: number, source: string): Template | null {
    const compiled = compileTemplate(source, this.around.context.machine);
    if ('template' in compiled) return compiled.template;
    mistakes.push({ id, mistake: compiled.mistake });
    return null;
  }

  private counted(mistakes: StopMistake[], id: number, source: string | undefined, of: string | undefined): Counted {
    const counts = source === undefined || source.trim() === '' ? null : readHitCondition(source);
    if (source?.trim() && !counts) mistakes.push({ id, mistake: hitMistake(source) });
    const key = `${id} ${source ?? ''} ${of ?? ''}`;
    const hits = this.around.hits.get(key) ?? createHitCount();
    if (counts) this.around.hits.set(key, hits);
    return { id, hits, counts };
  }
}

/** From each place in an iteration to the next of `places`, which are sorted. */
function distances(places: readonly number[], length: number): Float64Array {
  return Float64Array.from({ length }, (_, at) => {
    if (places.length === 0) return Infinity;
    const next = places.find((place) => place > at);
    return (next ?? length + places[0]) - at;
  });
}

const hitMistake = (source: string): ExpressionMistake => ({
  message: text('A hit count is 5, == 5, >= 5 or % 10, not {0}.', source),
  start: 0,
  end: source.length,
  notYet: false,
});
