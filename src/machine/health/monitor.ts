// Watches a run's health as it advances: looks at chosen iterations, asks the checks, and remembers what they said by
// iteration, so that health at a moment is what was seen up to it, whichever way one came there.
import { isAskedEarly, isEarly, isSurveyTime, type LookTimes, lookTimes, nextProbe } from './probeTimes.ts';
import type { Machine } from '../machine.ts';
import type { Onlooker } from '../onlooker.ts';
import { constantLoss } from './baseline.ts';
import { runChecks, type HealthSettings, valuesBy, valuesOf, type ValuesOf } from './checks.ts';
import type { Finding } from './check.ts';
import { findCulprit } from './culprit.ts';
import { dependenceOf } from './dependence.ts';
import type { Dependence, InitialEvidence, NonFinite, Probe, RunningEvidence, Survey } from './evidence.ts';
import { type NetworkFacts, networkFacts } from './facts.ts';
import { inOrder } from './order.ts';
import { lossBlocks, type LossBlocks } from './lossBlocks.ts';
import { Prober } from './prober.ts';
import { Surveyor } from './surveyor.ts';
import { flatness, saturatedUnits } from './checks/saturatedUnits.ts';

/** Probes and surveys that are kept: what checks look back on. */
const remembered = 64;

export class HealthMonitor {
  private readonly machine: Machine;
  private readonly facts: NetworkFacts;
  private settings: HealthSettings;
  private values: ValuesOf;
  private readonly prober: Prober;
  private readonly surveyor: Surveyor;
  private readonly times: LookTimes;
  private readonly baseline: number;
  private readonly blocks: LossBlocks;
  private readonly initial: InitialEvidence['initial'] | null;
  private before: readonly Finding[];
  /** By iteration, in order. */
  private readonly probes: Probe[] = [];
  private readonly surveys: Survey[] = [];
  private readonly said = new Map<number, readonly Finding[]>();
  /** Keys of `said`, sorted. */
  private saidAt: number[] = [];
  private nonFinite: NonFinite | null = null;
  /** Losses before this iteration are known to be finite. */
  private checkedTo: number;
  private dependenceKnown: { readonly value: Dependence | null } | null = null;

  /** Looks at the first batch with the initial weights, wherever the machine stands, and comes back. */
  constructor(machine: Machine, settings: HealthSettings = {}) {
    const { network } = machine;
    this.machine = machine;
    this.settings = settings;
    this.values = valuesBy(settings);
    this.facts = networkFacts(network);
    this.prober = new Prober(machine, this.facts);
    this.surveyor = new Surveyor(machine, this.facts, valuesOf(saturatedUnits.code, flatness, settings));
    this.times = lookTimes(network, this.length, this.surveyor.cost);
    this.baseline = constantLoss(network);
    this.blocks = lossBlocks(machine.losses, network.batches);
    this.checkedTo = machine.firstTick / this.length;
    this.initial = this.prober.initial(valuesOf(saturatedUnits.code, flatness, settings));
    this.before = this.checkBefore();
  }

  private get length(): number {
    return this.machine.program.instructions.length;
  }

  /** Says what there was to say over by other settings. Where units count as flat changes for what is still to come. */
  judgeBy(settings: HealthSettings): void {
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    this.settings = settings;
    this.values = valuesBy(settings);
    this.surveyor.flatness = valuesOf(saturatedUnits.code, flatness, settings);
    this.before = this.checkBefore();
    const times = this.saidAt;
    this.said.clear();
    this.saidAt = [];
    for (const time of times) this.say(time);
  }

  private checkBefore(): readonly Finding[] {
    const { initial } = this;
    const evidence = { network: this.machine.network, facts: this.facts };
    return [
      ...runChecks('network', evidence, this.settings),
      ...(initial ? runChecks('initial', { ...evidence, initial }, this.settings) : []),
    ];
  }

  /** As `Machine.advanceTo`, and looks on the way. */
  advanceTo(target: number, onlooker: Onlooker | null = null): boolean {
    const { machine } = this;
    let goesOn = true;
    while (goesOn && machine.tick < target) {
      const next = nextProbe(machine.iteration + 1, this.times);
      const start = (next - 1) * this.length;
      // Known already (the run went back before it), or broken for good.
      const wanted = !this.isKnown(next) && !this.broken;
      if (!wanted || machine.tick > start || !this.prober.needsPreparation) {
        goesOn = machine.advanceTo(Math.min(target, next * this.length), onlooker);
      } else {
        goesOn = machine.advanceTo(Math.min(target, start), onlooker);
        if (goesOn && machine.tick === start && target > start) {
          this.prober.prepare();
          goesOn = machine.advanceTo(Math.min(target, next * this.length), onlooker);
        }
      }
      this.lookAtLosses();
      if (wanted && machine.tick === next * this.length) this.observe(isSurveyTime(next, this.times));
    }
    return goesOn;
  }

  /** Looks at the run as it stands, at an iteration's end, whole. */
  conclude(): void {
    if (this.machine.tick % this.length === 0 && this.machine.iteration > 0 && !this.broken) this.observe(true);
  }

  /** What there is to say at the machine's moment, the likeliest cause first. */
  findings(): readonly Finding[] {
    const { iteration } = this.machine;
    let at = this.saidAt.length - 1;
    while (at >= 0 && this.saidAt[at] > iteration) at--;
    return inOrder([...this.before, ...(at < 0 ? [] : this.said.get(this.saidAt[at])!)]);
  }

  private get broken(): boolean {
    return this.nonFinite !== null && this.nonFinite.iteration < this.machine.iteration;
  }

  private isKnown(iteration: number): boolean {
    return this.said.has(iteration) || this.probes.some((one) => one.iteration === iteration);
  }

  private lookAtLosses(): void {
    const { machine } = this;
    for (; this.checkedTo < machine.iteration; this.checkedTo++) {
      const loss = machine.losses.at(this.checkedTo);
      if (Number.isFinite(loss) || this.nonFinite) continue;
      this.blame(this.checkedTo);
    }
  }

  private blame(iteration: number): void {
    this.nonFinite = findCulprit(this.machine, iteration);
    if (this.nonFinite) this.say(this.nonFinite.iteration + 1);
  }

  private observe(whole: boolean): void {
    const { iteration } = this.machine;
    const probe = this.prober.probe(whole);
    if (!probe.finite && !this.nonFinite) this.blame(iteration - 1);
    if (this.broken) return;
    remember(this.probes, probe);
    if (whole) remember(this.surveys, this.surveyor.survey(iteration));
    if (whole || isAskedEarly(iteration)) this.say(iteration);
  }

  private say(iteration: number): void {
    const { saidAt: times } = this;
    let at = times.length;
    while (at > 0 && times[at - 1] >= iteration) at--;
    const before = this.said.get(times[at - 1] ?? -1) ?? [];
    const findings = runChecks('running', this.evidence(iteration), this.settings, this.values).map((finding) => {
      const same = before.find(({ code, layer }) => code === finding.code && layer === finding.layer);
      return same ? { ...finding, since: same.since } : finding;
    });
    if (times[at] !== iteration) times.splice(at, 0, iteration);
    this.said.set(iteration, findings);
  }

  private evidence(iteration: number): RunningEvidence {
    const { baseline, facts } = this;
    const blocks = this.blocks.upTo(iteration);
    return {
      network: this.machine.network,
      facts,
      iteration,
      probes: upTo(this.probes, iteration),
      surveys: upTo(this.surveys, iteration),
      blocks,
      baseline,
      nonFinite: this.nonFinite && this.nonFinite.iteration < iteration ? this.nonFinite : null,
      dependence: () => this.dependence(),
      stuckFor(iterations, within) {
        if (blocks.length === 0 || iteration < iterations || !(baseline > 0)) return false;
        const from = iteration - iterations - (blocks[0].to - blocks[0].from);
        const least = (1 - within) * baseline;
        let at = blocks.length - 1;
        while (at >= 0 && blocks[at].from >= from && blocks[at].mean >= least) at--;
        return at < blocks.length - 1 && (at < 0 || blocks[at].from < from);
      },
    };
  }

  /** Asked once: it is the data's, whatever the moment. */
  private dependence(): Dependence | null {
    this.dependenceKnown ??= { value: dependenceOf(this.machine.network) };
    return this.dependenceKnown.value;
  }
}

interface Moment {
  readonly iteration: number;
}

function upTo<T extends Moment>(all: readonly T[], iteration: number): readonly T[] {
  let end = all.length;
  while (end > 0 && all[end - 1].iteration > iteration) end--;
  return all.slice(0, end);
}

/** The first iterations are not forgotten: checks go by them as long as the run goes on. */
function remember<T extends Moment>(all: T[], one: T): void {
  let at = all.length;
  while (at > 0 && all[at - 1].iteration >= one.iteration) at--;
  all.splice(at, all[at]?.iteration === one.iteration ? 1 : 0, one);
  if (all.length <= remembered) return;
  const oldest = all.findIndex(({ iteration }) => !isEarly(iteration));
  all.splice(Math.max(0, oldest), 1);
}
