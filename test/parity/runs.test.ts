// Whole runs against PyTorch, 50 iterations: random dense networks with every loss, optimizer and scheduler (makeRuns.py),
// and random compositions of all kinds of layers (makeCompositions.py). Recorded values always; live ones, with a seed
// of their own, where python3-torch is installed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { floats } from '../../src/core/tensor.ts';
import { openMachine } from '../support/openMachine.ts';

interface Run {
  spec: { optimizer: string | { type: string }; layers: unknown[]; loss: unknown };
  losses: number[];
  lossDeparture: number;
  /** Learning rate of each iteration; the same in float64 or not (a plateau may be seen elsewhere). */
  rates: number[];
  sameRates: boolean;
  initial: Record<string, number[]>;
  final: Record<string, number[]>;
  departure: Record<string, number>;
  /** Outputs and gradients of the first iteration, by tensor; not recorded for dense networks. */
  first?: Record<string, number[]>;
  firstDeparture?: Record<string, number>;
}

const sources = [
  { kind: 'dense networks', fixture: 'runs.json', script: 'makeRuns.py', count: 12 },
  { kind: 'compositions', fixture: 'compositions.json', script: 'makeCompositions.py', count: 40 },
];
const iterations = 50;

/** max|a − b| ÷ max|b|. */
function relative(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(b[i]));
  }
  return largest ? difference / largest : difference;
}

/** Inits that equal PyTorch's to the bit; the others are within a bound. */
function exactInit(spec: Run['spec']): boolean {
  return !/"(kaiming_normal|xavier_normal|normal|trunc_normal|orthogonal|Embedding|PositionalEmbedding)"/.test(
    JSON.stringify([spec.layers, (spec as { init?: unknown }).init]),
  );
}

async function compare({ spec, ...expected }: Run): Promise<void> {
  const machine = await openMachine(JSON.stringify(spec));
  const values = (name: string) => floats(machine.memory, machine.tensor(name)!);
  for (const [name, initial] of Object.entries(expected.initial)) {
    if (exactInit(spec)) expect([...values(name)], `initial ${name}`).toEqual(initial);
    else expect(relative(values(name), initial), `initial ${name}`).toBeLessThan(1e-5);
  }
  const losses: number[] = [];
  const rates: number[] = [];
  for (let i = 0; i < iterations; i++) {
    rates.push(machine.lr);
    machine.advance('iteration');
    losses.push(machine.loss);
    if (i > 0) continue;
    for (const [name, first] of Object.entries(expected.first ?? {})) {
      const bound = Math.max(1e-5, 8 * expected.firstDeparture![name]);
      // A gradient that is 0 but for rounding has no relative error worth the name.
      if (first.every((value) => Math.abs(value) < 1e-6)) continue;
      expect(relative(values(name), first), `first ${name}`).toBeLessThanOrEqual(bound);
    }
  }
  if (expected.sameRates) {
    rates.forEach((rate, i) => {
      const wanted = expected.rates[i];
      expect(Math.abs(rate - wanted), `lr of iteration ${i}`).toBeLessThanOrEqual(1e-7 * wanted + 1e-15);
    });
  }
  const optimizer = typeof spec.optimizer === 'string' ? spec.optimizer : spec.optimizer.type;
  const tolerance = optimizer === 'SGD' ? 1e-5 : 1e-4;
  expect(relative(losses, expected.losses), 'losses').toBeLessThanOrEqual(
    Math.max(tolerance, 8 * expected.lossDeparture),
  );
  for (const [name, final] of Object.entries(expected.final)) {
    expect(relative(values(name), final), `final ${name}`).toBeLessThanOrEqual(
      Math.max(tolerance, 8 * expected.departure[name]),
    );
  }
}

const title = ({ spec }: Run, i: number) =>
  `${i}: ${JSON.stringify(spec.loss)} ${JSON.stringify(spec.optimizer)} ${spec.layers.length} layers`;

const hasTorch = spawnSync('/usr/bin/python3', ['-c', 'import torch']).status === 0;

describe.each(sources)('$kind', ({ fixture, script, count }) => {
  describe('recorded runs', () => {
    const recorded = readFileSync(new URL(`fixtures/${fixture}`, import.meta.url), 'utf8');
    const { runs } = JSON.parse(recorded) as { runs: Run[] };
    runs.forEach((run, i) => it(title(run, i), () => compare(run)));
  });

  it.runIf(hasTorch)('live runs agree for networks of a fresh seed', { timeout: 240_000 }, async () => {
    const seed = process.env.PARITY_SEED ?? '2024';
    const path = fileURLToPath(new URL(script, import.meta.url));
    const args = [path, '--count', process.env.PARITY_COUNT ?? String(count), '--seed', seed];
    const made = spawnSync('/usr/bin/python3', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    expect(made.status, made.stderr).toBe(0);
    const { runs } = JSON.parse(made.stdout) as { runs: Run[] };
    const failures: string[] = [];
    for (const [i, run] of runs.entries()) {
      try {
        await compare(run);
      } catch (error) {
        const { layers, data: _, ...rest } = run.spec as Run['spec'] & { data: unknown };
        failures.push(
          `seed ${seed}, ${title(run, i)}: ${(error as Error).message}\n${JSON.stringify(rest)}\n${JSON.stringify(layers)}`,
        );
      }
    }
    expect(failures.join('\n\n')).toBe('');
  });
});
