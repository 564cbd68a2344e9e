// How a tensor's distribution came to be what it is: its histogram at a few moments of the run so far. Each has its own
// bins, over its own values at that moment; none is made from another. While the run goes on moments are taken as they
// pass; those that were not looked at are visited, exactly, where that costs little.
import type { Machine } from './machine.ts';

export interface RidgeRequest {
  readonly tensor: string;
  readonly bins: number;
}

/** Moments that are shown at most, now not counted. */
const most = 8;
/** Parameters times rows of a batch up to which an iteration is run again only to be looked at. */
const cheap = 2e7;
const steps = [1, 2, 5];

/** Iterations between moments: few enough, and round, so that they stay the same while the run goes on. */
function spacingOf(iterations: number): number {
  for (let scale = 1; ; scale *= 10)
    for (const step of steps) if (iterations / (step * scale) <= most) return step * scale;
}

export class Ridges {
  private readonly machine: Machine;
  private readonly histogram: (request: RidgeRequest) => Float32Array | null;
  /** By request, then by iteration. */
  private readonly taken = new Map<string, Map<number, Float32Array>>();

  /** `histogram`: of a tensor as it stands now, as a watch of that kind is answered. */
  constructor(machine: Machine, histogram: (request: RidgeRequest) => Float32Array | null) {
    this.machine = machine;
    this.histogram = histogram;
  }

  /** Number of bins, then for each moment its iteration and its histogram, the oldest first; now is not among them. */
  answer(request: RidgeRequest): Float32Array {
    this.take(request);
    const rows = [...this.shown(request)];
    const answer = new Float32Array(1 + rows.reduce((sum, [, row]) => sum + 1 + row.length, 0));
    answer[0] = rows.length > 0 ? rows[0][1].length : 0;
    let at = 1;
    for (const [iteration, row] of rows) {
      answer[at] = iteration;
      answer.set(row, at + 1);
      at += 1 + row.length;
    }
    return answer;
  }

  /** Visits the moments that are not known. */
  prepare(requests: readonly RidgeRequest[]): void {
    const { machine } = this;
    const { network, program } = machine;
    if (requests.length === 0 || network.parameterCount * network.batchSize > cheap) return;
    const wanted = [...new Set(requests.flatMap((request) => this.missing(request)))].sort((a, b) => a - b);
    if (wanted.length === 0) return;
    const look = (): void => requests.forEach((request) => this.take(request));
    const { length } = program.instructions;
    machine.visit(wanted[0] * length, () => {
      for (const iteration of wanted) {
        machine.seek(iteration * length);
        look();
      }
    });
  }

  /** The run was changed here: what was known of its future is no longer its. */
  forget(): void {
    const { iteration } = this.machine;
    for (const moments of this.taken.values())
      for (const known of moments.keys()) if (known >= iteration) moments.delete(known);
  }

  private take(request: RidgeRequest): void {
    const { iteration } = this.machine;
    const moments = this.of(request);
    if (moments.has(iteration)) return;
    const spacing = spacingOf(iteration);
    const slot = Math.floor(iteration / spacing);
    for (const known of moments.keys()) if (Math.floor(known / spacing) === slot && known <= iteration) return;
    const row = this.histogram(request);
    if (row) moments.set(iteration, row);
    // What is no longer shown at this spacing is let go, so that a long run keeps a few.
    if (moments.size > 4 * most) {
      const kept = new Set([...this.shown(request)].map(([known]) => known));
      for (const known of moments.keys()) if (!kept.has(known) && known < iteration) moments.delete(known);
    }
  }

  /** The first that is known in each slot between the run's start and now. */
  private shown(request: RidgeRequest): Map<number, Float32Array> {
    const { iteration } = this.machine;
    const spacing = spacingOf(iteration);
    const slots = new Map<number, number>();
    const moments = this.of(request);
    for (const known of [...moments.keys()].sort((a, b) => a - b)) {
      const slot = Math.floor(known / spacing);
      if (known < iteration && !slots.has(slot)) slots.set(slot, known);
    }
    return new Map([...slots.values()].map((known) => [known, moments.get(known)!]));
  }

  private missing(request: RidgeRequest): number[] {
    const { iteration, firstTick, program } = this.machine;
    const spacing = spacingOf(iteration);
    const known = new Set([...this.of(request).keys()].map((one) => Math.floor(one / spacing)));
    const first = Math.max(1, Math.ceil(firstTick / program.instructions.length));
    const wanted: number[] = [];
    for (let slot = 0; slot * spacing < iteration; slot++) {
      const at = Math.max(first, slot * spacing);
      if (!known.has(slot) && at < iteration && Math.floor(at / spacing) === slot) wanted.push(at);
    }
    return wanted;
  }

  private of({ tensor, bins }: RidgeRequest): Map<number, Float32Array> {
    const key = `${tensor} ${bins}`;
    let moments = this.taken.get(key);
    if (!moments) this.taken.set(key, (moments = new Map<number, Float32Array>()));
    return moments;
  }
}
