// The runs of a session: the one that goes on, those that edits left behind, those of former texts. Each keeps its curves.
import type { Edit } from '../machine/edits.ts';
import type { Branch } from '../machine/edits.ts';
import type { Machine } from '../machine/machine.ts';
import type { MetricsRecord } from '../machine/metricsRecord.ts';
import type { Stop } from '../machine/stops/request.ts';
import type { KeptRuns, RunDescription, Timeline, TimelineMark } from '../protocol/timeline.ts';
import { keepRun, readKeptRun, type RunRecord } from './runRecord.ts';

interface Known {
  readonly id: number;
  readonly branch: Branch;
  readonly left: RunRecord;
}

const mostFormer = 4;
const mostMarks = 200;

export class Runs {
  /** Grows with every change of what `describe` tells. */
  revision = 0;
  private known: readonly Known[] = [];
  private former: readonly (RunRecord & { readonly id: number })[] = [];
  private readonly names = new Map<number, string>();
  private marks: readonly TimelineMark[] = [];
  private nextId = 1;
  /** Of the run of the file as it is. */
  private fileId = 0;

  describe(machine: Machine): Timeline {
    const { length } = machine.program.instructions;
    const name = (id: number) => this.names.get(id) ?? '';
    const former = this.former.map(({ id, from }): RunDescription => {
      return { id, name: name(id), edit: null, kind: 'former', began: from, current: false };
    });
    const ids = [this.fileId, ...this.known.map(({ id }) => id)];
    const runs = ids.map((id, i): RunDescription => {
      const edit: Edit | null = i > 0 ? this.known[i - 1].branch.edit : null;
      const began = edit ? edit.tick / length : 0;
      return { id, name: name(id), edit, kind: edit ? 'edit' : 'file', began, current: i === ids.length - 1 };
    });
    return { runs: [...former, ...runs], marks: this.marks };
  }

  /** The curves of a run that was left; null for the one that goes on, or none. */
  record(id: number): RunRecord | null {
    const former = this.former.find((run) => run.id === id);
    if (former) return former;
    // What a branch keeps is what the run before it left.
    const i = [this.fileId, ...this.known.map((known) => known.id)].indexOf(id);
    return i < 0 ? null : (this.known[i]?.left ?? null);
  }

  /** Follows the machine's edits: a new branch takes what was measured of its former future, one taken back returns it. */
  follow(machine: Machine, metrics: MetricsRecord): void {
    const { branches } = machine.hand;
    let kept = 0;
    while (kept < this.known.length && this.known[kept].branch === branches[kept]) kept++;
    for (const { branch, left, id } of [...this.known.slice(kept)].reverse()) {
      metrics.cut(branch.from);
      metrics.add(left.metrics);
      this.names.delete(id);
    }
    const added = branches.slice(kept).map((branch): Known => {
      const left = { from: branch.from, losses: branch.losses, metrics: metrics.cut(branch.from) };
      return { id: this.nextId++, branch, left };
    });
    this.known = [...this.known.slice(0, kept), ...added];
    this.marks = this.marks.filter(({ tick }) => added.every(({ branch }) => tick <= branch.edit.tick));
    this.revision++;
  }

  /** Another machine takes over: the run so far is kept for comparison, where there is more of it than goes on. */
  leave(machine: Machine, metrics: MetricsRecord, goesOn: number): void {
    if (machine.losses.length > goesOn + 1) {
      const id = this.known.at(-1)?.id ?? this.fileId;
      const left = { id, from: goesOn, losses: machine.losses.cut(goesOn), metrics: metrics.cut(goesOn) };
      this.former = [...this.former, left].slice(-mostFormer);
    }
    this.fileId = this.nextId++;
    this.known = [];
    this.marks = [];
    this.revision++;
  }

  stopped({ tick, reason, message }: Stop): void {
    if (this.marks.some((mark) => mark.tick === tick && mark.kind === reason)) return;
    this.marks = [...this.marks, { tick, kind: reason, message }].slice(-mostMarks);
    this.revision++;
  }

  rename(id: number, name: string): void {
    this.names.set(id, name.slice(0, 80));
    this.revision++;
  }

  /** All but the curves of the one that goes on: those are made again. */
  keep(): KeptRuns {
    const name = (id: number) => this.names.get(id) ?? '';
    const ids = [this.fileId, ...this.known.map(({ id }) => id)];
    return {
      name: name(ids[ids.length - 1]),
      left: this.known.map(({ left }, i) => keepRun(left, name(ids[i]))),
      former: this.former.map((run) => keepRun(run, name(run.id))),
    };
  }

  /** Takes up what a session before kept, where this one has not been used yet. */
  restore({ name, left, former }: KeptRuns): void {
    if (this.former.length > 0 || this.names.size > 0) return;
    const take = (id: number, given: string) => void (given !== '' && this.names.set(id, given));
    this.former = former.slice(-mostFormer).map((run) => {
      const id = this.nextId++;
      take(id, run.name);
      return { id, ...readKeptRun(run) };
    });
    if (left.length === this.known.length) {
      [this.fileId, ...this.known.map(({ id }) => id)].forEach((id, i) => take(id, left[i]?.name ?? name));
      this.known = this.known.map((known, i) => ({ ...known, left: readKeptRun(left[i]) }));
    }
    this.revision++;
  }

  /** Forgets a former run; of a branch tells how many edits must be taken back, itself among them. */
  remove(id: number): number {
    this.former = this.former.filter((run) => run.id !== id);
    this.revision++;
    const at = this.known.findIndex((known) => known.id === id);
    return at < 0 ? 0 : this.known.length - at;
  }
}
