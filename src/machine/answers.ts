// Answers a watch: looks at the machine's tensors and computes, beside the data, just what a view shows. Every answer is
// a Float32Array in the layout that `protocol/frame.ts` reads; null when there is no such tensor at this moment.
import { sizeOf } from '../core/shape.ts';
import { floats, integers, type Tensor } from '../core/tensor.ts';
import { workOfRow } from '../model/workOfRow.ts';
import { initialKey, measurementKey, nonFinite, packText } from './answerForms.ts';
import { calculate } from './calculation.ts';
import { pointsOf, sampleOf } from './dataRows.ts';
import { Evaluator } from './evaluator.ts';
import { Measurements } from './measurements.ts';
import { LayerFigures } from './layerFigures.ts';
import type { LossCurve } from './lossRecord.ts';
import type { Machine } from './machine.ts';
import { metricsRecord, type MetricsRecord } from './metricsRecord.ts';
import { Probe } from './probe.ts';
import { Ridges } from './ridge.ts';
import { type OwnSample, readLoneName } from './loneSample.ts';
import { byUnit, coarsePlane, overPlane, planePoints, UnitMaps } from './unitMaps.ts';
import { isMeasurement, type Measurement, type Rerun, type Watch } from './watch.ts';
import { readWindow } from './window.ts';

type Of<Kind extends Watch['kind']> = Extract<Watch, { kind: Kind }>;

/** Most bins that a histogram is asked for. */
const mostBins = 1024;
/** Elements from which on an answer is kept for as long as the moment is the same. */
const largeTensor = 1 << 16;
const mostRecalls = 64;
/** Products of a weight and a value whose time is felt between a click and its picture, and those that make one wait. */
const felt = 3e7;
const slow = 3e9;
/** Powers of ten of the finite magnitudes of a float32. */
const exponents = [-46, 39] as const;
const scratchBytes = 4 * (mostBins + 8) + 128;

/** What is known of a run that doesn't go on. */
interface FormerRun {
  readonly losses: LossCurve;
  readonly metrics: MetricsRecord;
}

/** What answers are read from besides the machine; made once for a machine and kept while it is looked at. */
export class Answers {
  readonly metricsHistory = metricsRecord(4);
  private readonly machine: Machine;
  private readonly former: (run: number) => FormerRun | null;
  private readonly initial = new Map<string, Float32Array | null>();
  private readonly layers: LayerFigures;
  private readonly scratch: number;
  private evaluator: Evaluator | null = null;
  private readonly unitMaps: UnitMaps;
  private readonly probe: Probe;
  /** Answers of this moment about large tensors, by their watches. */
  private readonly recalls = new Map<string, Float32Array | null>();
  private recalledTick = -1;
  private readonly lastMeasurements = new Map<string, { tick: number; answer: Float32Array | null }>();
  private readonly ridges: Ridges;
  private readonly measurements: Measurements;

  /**
   * @param former the curves of a run that was left
   * @param own the samples of the viewers' own, by their numbers
   */
  constructor(
    machine: Machine,
    former: (run: number) => FormerRun | null = () => null,
    own?: (number: number) => OwnSample | null,
  ) {
    this.machine = machine;
    this.measurements = new Measurements(
      machine,
      () => this.evaluation(),
      (iteration, values) => this.metricsHistory.set(iteration, values),
    );
    this.unitMaps = new UnitMaps(machine);
    this.probe = new Probe(machine, own);
    this.former = former;
    this.layers = new LayerFigures(machine);
    this.scratch = machine.free;
    machine.claim(this.scratch + scratchBytes);
    this.ridges = new Ridges(machine, ({ tensor: name, bins }) =>
      this.ofTensor(name, (tensor) => this.histogram({ kind: 'histogram', tensor: name, bins }, tensor)),
    );
  }

  answer(watch: Watch): Float32Array | null {
    return 'tensor' in watch && watch.kind !== 'ridge' && this.isLarge(watch.tensor)
      ? this.recalled(watch)
      : this.compute(watch);
  }

  private isLarge(name: string): boolean {
    const known = this.machine.program.tensors.get(name);
    return known !== undefined && sizeOf(known.tensor.shape) >= largeTensor;
  }

  /** Looking anew at the same moment, as scrolling does, must not cost a pass over a large tensor for each other thing shown. */
  private recalled(watch: Watch): Float32Array | null {
    const { tick } = this.machine;
    if (this.recalledTick !== tick) this.recalls.clear();
    this.recalledTick = tick;
    const key = JSON.stringify(watch);
    let answer = this.recalls.get(key);
    if (answer === undefined) answer = this.compute(watch);
    // The newest stand last: what is no longer asked for goes first.
    this.recalls.delete(key);
    this.recalls.set(key, answer);
    for (const old of this.recalls.keys()) {
      if (this.recalls.size <= mostRecalls) break;
      this.recalls.delete(old);
    }
    return answer;
  }

  private compute(watch: Watch): Float32Array | null {
    switch (watch.kind) {
      case 'statistics':
        return this.ofTensor(watch.tensor, (tensor) => this.statistics(tensor));
      case 'histogram':
      case 'logHistogram':
        return watch.at === 'init'
          ? (this.initial.get(initialKey(watch)) ?? null)
          : this.ofTensor(watch.tensor, (tensor) => this.histogram(watch, tensor));
      case 'window': {
        const tensor = this.tensor(watch.tensor);
        return tensor && readWindow(this.machine.memory, tensor, watch);
      }
      case 'magnitude':
        return this.ofTensor(watch.tensor, (tensor) => Float32Array.of(this.magnitude(tensor, watch.part)));
      case 'ridge':
        return this.ridges.answer(watch);
      case 'calculation': {
        const calculation = calculate(this.machine, watch, this.probe);
        return calculation && packText(JSON.stringify(calculation, nonFinite));
      }
      case 'losses':
        return this.losses(watch);
      case 'metrics':
        return this.metrics();
      case 'metricsHistory':
        return (
          (watch.run === undefined ? this.metricsHistory : this.former(watch.run)?.metrics)?.points(watch.points) ??
          null
        );
      case 'learningRates':
        return this.learningRates(watch);
      case 'layerHistory':
        return this.layers.points(watch.layer, watch.points, (tensor) => this.statistics(tensor)[7]);
      case 'points':
        return pointsOf(this.machine.network, watch);
      case 'sample':
        return sampleOf(this.machine.network, watch);
      case 'boundary':
        return this.boundary(watch);
      case 'unitMaps':
        return this.unitMaps.answer(watch, () => this.evaluation());
      case 'fit':
        return this.fit(watch);
      case 'predict':
        return this.predict(watch);
      case 'confusion':
        return this.measurements.confusion(watch.part);
      case 'ranking':
        return this.measurements.ranking(watch);
    }
    watch satisfies never;
  }

  /** Watches of `at: 'init'` that have no answer yet: `prepareInitial` computes them. */
  missingInitial(watches: readonly Watch[]): readonly (Of<'histogram'> | Of<'logHistogram'>)[] {
    return watches.filter(
      (watch): watch is Of<'histogram'> | Of<'logHistogram'> =>
        (watch.kind === 'histogram' || watch.kind === 'logHistogram') &&
        watch.at === 'init' &&
        !this.initial.has(initialKey(watch)),
    );
  }

  /**
   * Goes to the end of the first iteration's backward pass and back, exactly, and remembers what was asked for there. Where
   * the way there and back is long, only what is to be seen at the very start, when the machine stands there.
   */
  prepareInitial(watches: readonly (Of<'histogram'> | Of<'logHistogram'>)[]): void {
    const { machine } = this;
    const { network, firstTick, tick } = machine;
    const { instructions } = machine.program;
    const back = (tick - machine.checkpointBefore(tick)) / instructions.length;
    if (3 * workOfRow(network) * network.batchSize * (1 + back) < slow) {
      const updates = instructions.filter((instruction) => instruction.phase === 'update').length;
      machine.visit(firstTick + instructions.length - updates, () => this.rememberInitial(watches));
    } else if (tick === firstTick) {
      this.rememberInitial(watches.filter((watch) => machine.tensor(watch.tensor) !== null));
    }
  }

  private rememberInitial(watches: readonly (Of<'histogram'> | Of<'logHistogram'>)[]): void {
    for (const watch of watches) {
      this.initial.set(
        initialKey(watch),
        this.ofTensor(watch.tensor, (tensor) => this.histogram(watch, tensor)),
      );
    }
  }

  /** Visits the past moments that ridges show and nobody has looked at yet. */
  prepareRidges(watches: readonly Watch[]): void {
    this.ridges.prepare(watches.filter((watch) => watch.kind === 'ridge'));
  }

  /** As the machine's at this moment; `relu1.output@test[12]` as it is for that sample in eval mode (see loneSample.ts). */
  tensor(name: string): Tensor | null {
    const of = readLoneName(name);
    return of ? this.probe.tensor(of.tensor, of.sample) : this.machine.tensor(name);
  }

  /** To answer it a sample must be fed forward by itself first. */
  feedsForward(watch: Watch): boolean {
    const sample = 'tensor' in watch ? readLoneName(watch.tensor)?.sample : 'sample' in watch ? watch.sample : null;
    return sample ? !this.probe.shows(sample) : false;
  }

  private ofTensor(name: string, read: (tensor: Tensor) => Float32Array): Float32Array | null {
    const tensor = this.tensor(name);
    return tensor?.dtype === 'float32' ? read(tensor) : null;
  }

  private statistics(tensor: Tensor): Float32Array {
    this.machine.kernels.statistics(tensor.offset, sizeOf(tensor.shape), this.scratch);
    return Float32Array.from(new Float64Array(this.machine.memory.buffer, this.scratch, 9));
  }

  private histogram(watch: Of<'histogram'> | Of<'logHistogram'>, tensor: Tensor): Float32Array {
    const { kernels, memory } = this.machine;
    const bins = Math.min(mostBins, Math.max(1, Math.floor(watch.bins)));
    const n = sizeOf(tensor.shape);
    const [from, to] = watch.range ?? this.extent(tensor);
    if (watch.kind === 'histogram') kernels.histogram(tensor.offset, n, from, to, bins, this.scratch);
    else kernels.logHistogram(tensor.offset, n, from, to, bins, this.scratch);
    const counts = new Int32Array(memory.buffer, this.scratch, bins + 4);
    const answer = new Float32Array(6 + bins);
    answer.set([
      from,
      to,
      counts[bins],
      counts[bins + 1],
      counts[bins + 2],
      watch.kind === 'logHistogram' ? counts[bins + 3] : 0,
    ]);
    answer.set(counts.subarray(0, bins), 6);
    return answer;
  }

  /** The finite extent of a tensor, widened a little where all its values are equal. */
  private extent(tensor: Tensor): readonly [number, number] {
    const [, , , min, max] = this.statistics(tensor);
    if (!(max >= min)) return [-1, 1];
    const margin = max > min ? 0 : Math.max(Math.abs(min) * 0.5, 0.5);
    return [min - margin, max + margin];
  }

  /** By counting magnitudes on a logarithmic scale, then those in the bin where the part ends. */
  private magnitude(tensor: Tensor, part: number): number {
    const { kernels, memory } = this.machine;
    const n = sizeOf(tensor.shape);
    let [from, to]: readonly [number, number] = exponents;
    let wanted = 0;
    for (let pass = 0; pass < 2; pass++) {
      kernels.logHistogram(tensor.offset, n, from, to, mostBins, this.scratch);
      const counts = new Int32Array(memory.buffer, this.scratch, mostBins + 4);
      let seen = counts[mostBins] + counts[mostBins + 3];
      // Above are only infinities.
      if (pass === 0) wanted = part * (n - counts[mostBins + 1] - counts[mostBins + 2]);
      if (seen >= wanted) return pass === 0 ? 0 : 10 ** from;
      let bin = 0;
      while (bin < mostBins - 1 && seen + counts[bin] < wanted) seen += counts[bin++];
      const step = (to - from) / mostBins;
      [from, to] = [from + bin * step, from + (bin + 1) * step];
    }
    return 10 ** to;
  }

  private losses({ from, to, points, run }: Of<'losses'>): Float32Array | null {
    const curve = run === undefined ? this.machine.losses : this.former(run)?.losses;
    if (!curve) return null;
    const first = Math.max(0, Math.floor(from));
    const perBucket = Math.max(1, Math.ceil((to - first) / Math.max(1, points)));
    const buckets = Math.max(0, Math.ceil((to - first) / perBucket));
    const answer = new Float32Array(2 + 2 * buckets).fill(NaN);
    answer[0] = first;
    answer[1] = perBucket;
    for (let b = 0; b < buckets; b++) {
      const start = first + b * perBucket;
      answer.set(curve.extent(start, Math.min(to, start + perBucket)), 2 + 2 * b);
    }
    return answer;
  }

  private learningRates({ from, to, points }: Of<'learningRates'>): Float32Array {
    const step = Math.max(1, Math.ceil((to - from) / Math.max(1, points)));
    const answer = new Float32Array(2 + Math.max(0, Math.ceil((to - from) / step))).fill(NaN);
    answer.set([from, step]);
    for (let i = 2; i < answer.length; i++) {
      const iteration = from + (i - 2) * step;
      if (iteration <= this.machine.losses.length) answer[i] = this.machine.lrOf(iteration);
    }
    return answer;
  }

  /** Measured at this moment; remembered, so that several views cost one. */
  metrics(): Float32Array {
    return this.measurements.metrics();
  }

  /** The run was changed at this moment: what was measured is no longer so. */
  forget(): void {
    this.measurements.forget();
    for (const last of this.lastMeasurements.values()) last.tick = -1;
    this.probe.forget();
    this.recalls.clear();
    this.ridges.forget();
    this.layers.forget();
  }

  /** As `answer`, kept for `lastMeasured`. */
  measure(watch: Rerun): Float32Array | null {
    const key = measurementKey(watch);
    const last = this.lastMeasurements.get(key);
    const answer = last?.tick === this.machine.tick ? last.answer : this.answer(watch);
    // The newest stand last: a plane that is no longer looked at goes first.
    this.lastMeasurements.delete(key);
    this.lastMeasurements.set(key, { tick: this.machine.tick, answer });
    for (const old of this.lastMeasurements.keys()) {
      if (this.lastMeasurements.size <= mostRecalls) break;
      this.lastMeasurements.delete(old);
    }
    return answer;
  }

  /** The answer of this moment is known already. */
  isMeasured(watch: Measurement): boolean {
    return this.measurements.isMeasured(watch);
  }

  /** To measure it takes a while. */
  isSlow(watch: Measurement): boolean {
    const { network } = this.machine;
    const { train, test } = network.dataset;
    const rows = watch.kind === 'ranking' ? network.dataset[watch.part].rows : train.rows + test.rows;
    return rows * workOfRow(network) > felt;
  }

  /** Measures what these watches ask for, a batch at a time. The machine must stand still meanwhile. */
  *measuring(watches: readonly Watch[]): Generator<void, void> {
    for (const watch of watches) if (isMeasurement(watch)) yield* this.measurements.measuring(watch);
  }

  /** What was measured last, perhaps at an earlier moment; undefined before the first. */
  lastMeasured(watch: Rerun): Float32Array | null | undefined {
    return this.lastMeasurements.get(measurementKey(watch))?.answer;
  }

  private evaluation(): Evaluator {
    this.evaluator ??= new Evaluator(this.machine);
    return this.evaluator;
  }

  private boundary(plane: Of<'boundary'>): Float32Array | null {
    const { network } = this.machine;
    if (sizeOf(network.dataset.sampleShape) !== 2) return null;
    const coarse = coarsePlane(plane, network.parameterCount);
    return overPlane(this.evaluation().predict(planePoints(coarse), coarse.width * coarse.height), coarse, plane);
  }

  private fit({ x, points }: Of<'fit'>): Float32Array | null {
    if (sizeOf(this.machine.network.dataset.sampleShape) !== 1) return null;
    const line = Float32Array.from({ length: points }, (_, i) => x[0] + ((x[1] - x[0]) * i) / Math.max(1, points - 1));
    return byUnit(this.evaluation().predict(line, points), points);
  }

  private predict({ x }: Of<'predict'>): Float32Array | null {
    if (x.length !== sizeOf(this.machine.network.dataset.sampleShape)) return null;
    return this.evaluation().predict(Float32Array.from(x), 1);
  }
}

/** int32 tensors are read through `integers`: indices of a batch, class targets. */
export function readValues(machine: Machine, tensor: Tensor): Float32Array | Int32Array {
  return tensor.dtype === 'int32' ? integers(machine.memory, tensor).slice() : floats(machine.memory, tensor).slice();
}
