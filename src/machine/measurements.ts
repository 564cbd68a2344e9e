// What is measured over a whole part of the data at a moment: once, however many look at it.
import type { Evaluator } from './evaluator.ts';
import type { Machine } from './machine.ts';
import { rankSamples, type RankedSample } from './sampleRanking.ts';
import type { Watch } from './watch.ts';

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

  /** Metrics of this moment are known already. */
  isMeasured(): boolean {
    return this.measured?.tick === this.machine.tick;
  }

  metrics(): Float32Array {
    return this.measure().values;
  }

  confusion(part: 'train' | 'test'): Float32Array | null {
    return this.measure()[part].confusion;
  }

  ranking({ part, cell, from, to }: Extract<Watch, { kind: 'ranking' }>): Float32Array {
    const { tick } = this.machine;
    const key = `${part} ${cell?.join() ?? ''}`;
    if (this.ranked?.key !== key || this.ranked.tick !== tick) {
      this.ranked = { key, tick, samples: rankSamples(this.evaluation(), part, cell) };
    }
    const { samples } = this.ranked;
    const shown = samples.slice(from, to).flatMap(({ row, loss, truth, said }) => [row, loss, truth, said]);
    return Float32Array.of(samples.length, ...shown);
  }

  /** The run was changed at this moment. */
  forget(): void {
    this.measured = null;
    this.ranked = null;
  }

  /** Metrics and confusion matrices come of one pass over each part. */
  private measure(): Measured {
    const { tick, iteration } = this.machine;
    if (this.measured?.tick !== tick) {
      const [train, test] = [this.measurePart('train'), this.measurePart('test')];
      this.measured = { tick, values: Float32Array.from([...train.metrics, ...test.metrics]), train, test };
      this.onMetrics(iteration, this.measured.values);
    }
    return this.measured;
  }

  private measurePart(part: 'train' | 'test'): MeasuredPart {
    const { dataset, layers } = this.machine.network;
    const classes = dataset.targetType === 'int32' ? layers[layers.length - 1].outputShape.at(-1)! : 2;
    const confusion = new Float32Array(1 + classes * classes);
    confusion[0] = classes;
    const count = (_: number, truth: number, said: number) => void confusion[1 + truth * classes + said]++;
    const metrics = this.evaluation().metrics(part, count);
    return {
      metrics: [metrics?.loss ?? NaN, metrics?.accuracy ?? NaN],
      confusion: typeof metrics?.accuracy === 'number' ? confusion : null,
    };
  }
}
