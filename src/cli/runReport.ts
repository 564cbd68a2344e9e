// What a run prints: JSON lines for programs, or a progress bar and a short table for people.
import type { Metrics } from '../machine/evaluator.ts';
import type { Network } from '../model/model.ts';
import type { Context } from './command.ts';
import { jsonNumber } from './jsonNumber.ts';
import { progressBar } from './progressBar.ts';

export interface IterationReport {
  /** From 1. */
  readonly iteration: number;
  readonly epoch: number;
  /** The batch's, before the update. */
  readonly loss: number;
  /** What the iteration's update used. */
  readonly lr: number;
}

export interface Report {
  iteration(report: IterationReport): void;
  /** Metrics are null for a part without rows. */
  done(iterations: number, train: Metrics | null, test: Metrics | null): void;
}

export function jsonReport({ out }: Context): Report {
  return {
    iteration: ({ iteration, epoch, loss, lr }) => {
      out.line(JSON.stringify({ iteration, epoch, loss: jsonNumber(loss), lr: jsonNumber(lr) }));
    },
    done(iterations, train, test) {
      const parts = { ...(train && { train: jsonMetrics(train) }), ...(test && { test: jsonMetrics(test) }) };
      out.line(JSON.stringify({ done: true, iterations, ...parts }));
    },
  };
}

function jsonMetrics({ loss, accuracy }: Metrics) {
  return { loss: jsonNumber(loss), ...(accuracy !== null && { accuracy: jsonNumber(accuracy) }) };
}

export function tableReport({ out, err, now }: Context, network: Network, total: number): Report {
  const start = now();
  const bar = progressBar(err, total, now);
  let lost: number | null = null;
  return {
    iteration({ iteration, loss }) {
      if (lost === null && !Number.isFinite(loss)) lost = iteration;
      bar.show(iteration, loss);
    },
    done(iterations, train, test) {
      bar.clear();
      const { model, dataset, parameterCount } = network;
      const sizes = [
        count(parameterCount, 'parameter'),
        count(dataset.train.rows, 'training row'),
        count(dataset.test.rows, 'test row'),
      ];
      out.line(`${model.name}: ${sizes.join(', ')}`);
      const epochs = iterations / network.batches;
      out.line(
        `${count(iterations, 'iteration')} (${count(Number(epochs.toFixed(2)), 'epoch')}) in ${((now() - start) / 1000).toFixed(2)} s`,
      );
      out.line('');
      for (const line of table(train, test)) out.line(line);
      if (lost !== null) err.line(`The loss is not finite since iteration ${lost}.`);
    },
  };
}

function table(train: Metrics | null, test: Metrics | null): string[] {
  const parts = [['train', train] as const, ['test', test] as const].flatMap(([name, metrics]) =>
    metrics ? [{ name, metrics }] : [],
  );
  const hasAccuracy = parts.some(({ metrics }) => metrics.accuracy !== null);
  const head = `${'loss'.padStart(17)}${hasAccuracy ? 'accuracy'.padStart(11) : ''}`;
  const rows = parts.map(({ name, metrics: { loss, accuracy } }) => {
    const percent = accuracy === null ? '' : `${(100 * accuracy).toFixed(1)} %`.padStart(11);
    return `${name.padEnd(6)}${loss.toPrecision(6).padStart(11)}${percent}`;
  });
  return [head, ...rows];
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}
