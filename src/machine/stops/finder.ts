// Runs a machine to the first stop on the way. Conditions are asked only where their breakpoint stands, in the machine's
// own loop; for NaN whole iterations are looked at, and only one that has some is run again, operation by operation.
import { type Text, text } from '../../core/text.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { iterationNumber } from '../expression/names.ts';
import type { Template } from '../expression/template.ts';
import { isProbed, type LookTimes, lookTimes, nextProbe } from '../health/probeTimes.ts';
import { type Onlooker, placesWhere } from '../onlooker.ts';
import { Asked, type Condition, type Counted } from './counted.ts';
import { createDataWatch, type DataWatch } from './dataWatch.ts';
import { concerns, type HealthFinding, newFindings } from './findings.ts';
import type { HitCount } from './hits.ts';
import { madeNonFinite, suspicion } from './nonFinite.ts';
import type { ExceptionRequest, Stop, StopMistake, StopReason, StopRequests } from './request.ts';
import { createSweep, type Sweep } from './sweep.ts';

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

interface Said {
  readonly tick: number;
  readonly line: string;
  readonly instruction: number;
}

export interface StopSurroundings {
  readonly context: ExpressionContext;
  /** As `Machine.advanceTo`, whatever else looks at the run on the way. */
  readonly advanceTo: (tick: number, onlooker: Onlooker) => boolean;
  /** As `Onlooker.givesUp`. */
  readonly givesUp: () => boolean;
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
  private readonly length: number;
  private readonly times: LookTimes;
  /** By place; data breakpoints after the instruction before it. */
  private readonly breakpoints: (readonly Breakpoint[] | undefined)[];
  private readonly watched: (readonly Watched[] | undefined)[];
  /** By place the condition without which nothing can be reached there, where that is all there is to ask mostly. */
  private readonly decisive: (Condition | null)[];
  private readonly watches: readonly Watched[];
  private readonly nan: readonly Filter[];
  private readonly health: readonly Filter[];
  private readonly suspects: (instruction: number) => boolean;
  private readonly sweep: Sweep;
  private readonly sparse: Onlooker;
  private readonly dense: Onlooker;
  /** As `sparse`, of a run that is likely to go on: what only a look at a stop needs is left out, and then made up for. */
  private readonly passing: Onlooker;
  private isLikelyToGoOn = false;
  /** Each operation is asked for NaN: there is some already, or just now. */
  private exact = false;
  /** Up to this tick all is finite. */
  private clean = -1;
  /** At this tick something was not: the way to it from `clean` is to be run again. */
  private doubt = -1;
  private reached = none;
  private said: Said[] = [];
  private speaks = false;
  private known: readonly HealthFinding[] = [];
  /** Where the run was last looked at. */
  private watchedAt = -1;

  constructor(requests: StopRequests, around: StopSurroundings) {
    const { machine } = around.context;
    const asked = new Asked(machine, around.hits);
    this.around = around;
    this.length = machine.program.instructions.length;
    this.times = lookTimes(machine.network, this.length);
    this.breakpoints = Array.from({ length: this.length }, () => undefined);
    this.watched = Array.from({ length: this.length }, () => undefined);
    for (const { id, instructions, condition: source, hitCondition, logMessage } of requests.breakpoints) {
      const condition = asked.condition(id, source);
      const log = logMessage === undefined ? null : asked.template(id, logMessage);
      const breakpoint = { ...asked.counted(id, hitCondition, source), condition, source, log };
      if (!asked.isSound(id)) continue;
      for (const at of instructions) this.breakpoints[at] = [...(this.breakpoints[at] ?? []), breakpoint];
    }
    this.watches = requests.dataBreakpoints.flatMap((request): Watched[] => {
      const created = createDataWatch(request, machine);
      const { id, hitCondition, expression, condition } = request;
      const count = asked.counted(id, hitCondition, `${expression} ${condition ?? ''}`);
      if ('mistake' in created) asked.mistakes.push({ id, mistake: created.mistake });
      return 'watch' in created && asked.isSound(id) ? [{ ...count, watch: created.watch }] : [];
    });
    for (const one of this.watches)
      for (const at of one.watch.places) this.watched[at] = [...(this.watched[at] ?? []), one];
    const filters = requests.exceptions
      .map((request) => ({ request, condition: asked.condition(request.kind, request.condition) }))
      .filter(({ request }) => asked.isSound(request.kind));
    this.nan = filters.filter(({ request }) => request.kind === 'nan');
    this.health = filters.filter(({ request }) => request.kind !== 'nan');
    const places = placesWhere(
      this.length,
      (at) => (this.breakpoints[at] ?? this.watched[at]) !== undefined || (at === 0 && this.nan.length > 0),
    );
    this.decisive = this.breakpoints.map((all, at) => {
      const [only, ...others] = all ?? [];
      const isAll = others.length === 0 && !this.watched[at] && (at > 0 || this.nan.length === 0);
      return only && isAll && only.counts === null ? only.condition : null;
    });
    const { context } = around;
    const ask = (place: number) => {
      const condition = this.decisive[place];
      return (condition === null || condition(context)) && this.ask(place);
    };
    const askAll = (place: number) => this.ask(place);
    const { givesUp } = around;
    this.sparse = { places, seesUpdates: true, ask, givesUp };
    // Whatever the requests ask of parameters' last changes, they call them so.
    const seesUpdates = JSON.stringify(requests).includes('update');
    this.passing = { places, seesUpdates, ask, givesUp };
    this.dense = { places: placesWhere(this.length, () => true), seesUpdates: true, ask: askAll, givesUp };
    this.suspects = suspicion(machine);
    this.sweep = createSweep(machine);
    this.mistakes = asked.mistakes;
  }

  /**
   * Executes up to `target`, or to the first stop after now. It may come back standing earlier than it began, where the
   * way is to be run again: whoever wants to come to `target` asks again. So too where an operation was given up. Log points speak only where `speak`.
   */
  advance(target: number, speak: boolean): Stop | null {
    const { machine } = this.around.context;
    this.speaks = speak;
    if (this.watchedAt !== machine.tick) this.begin();
    while (machine.tick < target) {
      const stop = this.stretch(Math.min(target, this.nextHealthTick()));
      this.isLikelyToGoOn = stop === null;
      if (stop) return stop;
      if (this.doubt >= 0) {
        this.goBackToClean();
        return null;
      }
      if (machine.gaveUp) break;
    }
    if (this.isDoubtful()) this.goBackToClean();
    else this.speak(machine.tick);
    return null;
  }

  /** The run has become another from this tick on. */
  truncate(tick: number): void {
    for (const hits of this.around.hits.values()) hits.truncate(tick);
    this.watchedAt = -1;
  }

  private begin(): void {
    const { context, findings } = this.around;
    for (const { watch } of this.watches) watch.begin(context);
    this.watchedAt = context.machine.tick;
    this.known = this.health.length > 0 ? findings() : [];
    this.said = [];
    if (this.nan.length > 0) this.exact = !this.isClean();
  }

  /** To `end` or the first stop; where it is not known which there is, `doubt` says so. */
  private stretch(end: number): Stop | null {
    const { machine } = this.around.context;
    const { nan, length } = this;
    // A short way is asked for at once rather than run again.
    if (nan.length > 0 && end - machine.tick <= length) this.exact = true;
    this.reached = none;
    while (machine.tick < end) {
      const usual = this.isLikelyToGoOn ? this.passing : this.sparse;
      const onlooker = this.exact && nan.length > 0 ? this.dense : usual;
      if (this.around.advanceTo(end, onlooker)) continue;
      if (machine.gaveUp || this.reached !== none || this.doubt >= 0) break;
    }
    this.watchedAt = machine.tick;
    if (this.doubt >= 0) return null;
    const reached = [...this.unhealthy(), ...this.reached];
    const [first] = reached;
    if (!first) return null;
    if (this.isDoubtful()) {
      this.doubt = machine.tick;
      return null;
    }
    machine.settle();
    this.speak(machine.tick);
    const ids = reached.flatMap(({ id }) => (id === null ? [] : [id]));
    return { tick: machine.tick, reason: first.reason, ids, message: first.message, kind: first.kind };
  }

  /** Whether all is finite now; then nothing before needs a look any more. */
  private isClean(): boolean {
    if (this.sweep.whole()) return false;
    this.clean = this.around.context.machine.tick;
    this.speak(this.clean);
    return true;
  }

  /** Whether something may have been made on the way to here that was not asked for. */
  private isDoubtful(): boolean {
    if (this.nan.length === 0 || this.exact || this.clean === this.around.context.machine.tick) return false;
    return !this.isClean();
  }

  private goBackToClean(): void {
    this.doubt = -1;
    this.said = [];
    this.around.context.machine.seek(this.clean);
    const { clean } = this;
    this.begin();
    this.clean = clean;
    this.exact = true;
  }

  /** What log points said up to a tick is true: it is told. */
  private speak(tick: number): void {
    for (const { line, instruction, tick: at } of this.said) if (at <= tick) this.around.log(line, instruction);
    this.said = [];
  }

  /** Asked by the machine where this onlooker has a place. True: it is to stand, or to look otherwise from here on. */
  private ask(at: number): boolean {
    const { nan } = this;
    let found = none;
    let turns = false;
    if (nan.length > 0) {
      if (this.exact) {
        found = this.madeNonFinite(at);
        if (at === 0 && found === none && this.isClean()) {
          this.exact = false;
          turns = true;
        }
      } else if (at === 0 && this.sweep.passing()) {
        this.doubt = this.around.context.machine.tick;
        return true;
      }
    }
    const watched = this.watched[at];
    if (watched) found = join(found, this.data(at, watched));
    const breakpoints = this.breakpoints[at];
    if (breakpoints) found = join(found, this.before(at, breakpoints));
    this.reached = found;
    return turns || found !== none;
  }

  private madeNonFinite(at: number): readonly Reached[] {
    const { context } = this.around;
    const last = (at + this.length - 1) % this.length;
    if (!this.suspects(last)) return none;
    const message = madeNonFinite(context.machine, context.machine.program.instructions[last]);
    if (!message || !this.nan.some(({ condition }) => condition?.(context) ?? true)) return none;
    return [{ reason: 'exception', id: null, message, kind: 'nan' }];
  }

  /** The end of the next iteration after which health is looked at; ∞ where nobody asks for it. */
  private nextHealthTick(): number {
    if (this.health.length === 0) return Infinity;
    return nextProbe(this.around.context.machine.iteration + 1, this.times) * this.length;
  }

  private unhealthy(): readonly Reached[] {
    const { context } = this.around;
    const { machine } = context;
    if (this.health.length === 0 || machine.tick % this.length !== 0 || !isProbed(iterationNumber(machine), this.times))
      return none;
    const before = this.known;
    this.known = this.around.findings();
    return newFindings(before, this.known).flatMap((finding): Reached[] => {
      const asked = this.health.filter(({ request }) => concerns(request.kind, finding));
      return asked.some(({ condition }) => condition?.(context) ?? true)
        ? [{ reason: 'exception', id: null, message: finding.message, kind: finding.code }]
        : [];
    });
  }

  private data(at: number, watched: readonly Watched[]): readonly Reached[] {
    const { context } = this.around;
    let reached = none;
    for (const { id, hits, counts, watch } of watched) {
      const message = watch.changed(context);
      const count = counts ? hits.come(context.machine.tick, at, message !== null) : 0;
      if (!message || (counts && !counts(count))) continue;
      const by = context.machine.program.instructions.at(at - 1)!.name;
      const [template, ...args] = [`${message.template}, by {${message.args.length}}`, ...message.args, by];
      reached = [...reached, { reason: 'data breakpoint', id, message: text(template, ...args), kind: null }];
    }
    return reached;
  }

  private before(at: number, breakpoints: readonly Breakpoint[]): readonly Reached[] {
    const { context } = this.around;
    const { machine } = context;
    let reached = none;
    for (let i = 0; i < breakpoints.length; i++) {
      const { condition, counts } = breakpoints[i];
      const hit = condition === null || condition(context);
      // Mostly that is all.
      if (!hit && counts === null) continue;
      const { id, hits, source, log } = breakpoints[i];
      const count = counts === null ? 0 : hits.come(machine.tick, at, hit);
      if (!hit || (counts !== null && !counts(count))) continue;
      if (log) {
        if (!this.speaks) continue;
        if (this.nan.length > 0) this.said.push({ tick: machine.tick, line: log(context), instruction: at });
        else this.around.log(log(context), at);
        continue;
      }
      const { name, phase } = machine.program.instructions[at];
      const message = source
        ? text('before {0} ({1}): {2}', name, phase, source)
        : text('before {0} ({1})', name, phase);
      reached = [...reached, { reason: 'breakpoint', id, message, kind: null }];
    }
    return reached;
  }
}

const join = (a: readonly Reached[], b: readonly Reached[]): readonly Reached[] =>
  b === none ? a : a === none ? b : [...a, ...b];
