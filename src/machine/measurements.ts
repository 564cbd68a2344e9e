// What is measured over a whole part of the data at a moment: once, however many look at it.
import type { Evaluator } from './evaluator.ts';
import { finish } from './finish.ts';
import type { Machine } from './machine.ts';
import { rankSamples, type RankedSample } from './sampleRanking.ts';
import type { Measurement, Watch } from './watch.ts';

interface MeasuredPart {
  /** Loss and accuracy, NaN where there is none. */
  readonly metrics: readonly number[];
  /** As the answer says it; null where there are no classes. */
  readonly confusion: Float32Array | null;
}

interface Measured {
  readonly tick: number;
  readonly values: Float32Array;
  readonly train: MeasuredPart;
  readonly test: MeasuredPart;
}

export class Measurements {
  private readonly machine: Machine;
  private readonly evaluation: () => Evaluator;
  private readonly onMetrics: (iteration: number, values: Float32Array) => void;
  private measured: Measured | null = null;
  private ranked: { key: string; tick: number; samples: readonly RankedSample[] } | null = null;

  /** @param onMetrics told of metrics when they are measured */
  constructor(
    machine: Machine,
    evaluation: () => Evaluator,
    onMetrics: (iteration: number, values: Float32Array) => void,
  ) {
    this.machine = machine;
    this.evaluation = evaluation;
    this.onMetrics = onMetrics;
  }

  /** The answer of this moment is known already. */
  isMeasured(watch: Measurement): boolean {
    const { tick } = this.machine;
    if (watch.kind !== 'ranking') return this.measured?.tick === tick;
    return this.ranked?.tick === tick && this.ranked.key === rankingKey(watch);
  }

  /** Measures what a watch asks for, a batch at a time. The machine must stand still meanwhile. */
  *measuring(watch: Measurement): Generator<void, void> {
    if (this.isMeasured(watch)) return;
    const { tick, iteration } = this.machine;
    if (watch.kind === 'ranking') {
      const samples = yield* rankSamples(this.evaluation(), watch.part, watch.cell);
      this.ranked = { key: rankingKey(watch), tick, samples };
      return;
    }
    // Metrics and confusion matrices come of one pass over each part.
    const train = yield* this.measuringPart('train');
    const test = yield* this.measuringPart('test');
    this.measured = { tick, values: Float32Array.from([...train.metrics, ...test.metrics]), train, test };
    this.onMetrics(iteration, this.measured.values);
  }

  metrics(): Float32Array {
    finish(this.measuring({ kind: 'metrics' }));
    return this.measured!.values;
  }

  confusion(part: 'train' | 'test'): Float32Array | null {
    finish(this.measuring({ kind: 'confusion', part }));
    return this.measured![part].confusion;
  }

  ranking(watch: Extract<Watch, { kind: 'ranking' }>): Float32Array {
    finish(this.measuring(watch));
    const { from, to } = watch;
    const { samples } = this.ranked!;
    const shown = samples.slice(from, to).flatMap(({ row, loss, truth, said }) => [row, loss, truth, said]);
    return Float32Array.of(samples.length, ...shown);
  }

  /** The run was changed at this moment. */
  forget(): void {
    this.measured = null;
    this.ranked = null;
  }

  private *measuringPart(part: 'train' | 'test'): Generator<void, MeasuredPart> {
    const { dataset, layers } = this.machine.network;
    const classes = dataset.targetType === 'int32' ? layers[layers.length - 1].outputShape.at(-1)! : 2;
    const confusion = new Float32Array(1 + classes * classes);
    confusion[0] = classes;
    const count = (_: number, truth: number, said: number) => void confusion[1 + truth * classes + said]++;
    const metrics = yield* this.evaluation().measuring(part, count);
    return {
      metrics: [metrics?.loss ?? NaN, metrics?.accuracy ?? NaN],
      confusion: typeof metrics?.accuracy === 'number' ? confusion : null,
    };
  }
}

const rankingKey = ({ part, cell }: Extract<Watch, { kind: 'ranking' }>): string => `${part} ${cell?.join() ?? ''}`;
