// The loss of a whole part is that of one batch of all its rows, however it is cut into batches.
import { describe, expect, it } from 'vitest';
import { floats } from '../../src/core/tensor.ts';
import { Evaluator } from '../../src/machine/evaluator.ts';
import { openMachine } from '../support/openMachine.ts';

// More rows than are evaluated at once, so that there are two batches, with unequal shares of ignored targets.
const rows = 1500;
const x = Array.from({ length: rows }, (_, i) => [
  Math.fround(((i * 37) % 101) / 50 - 1),
  Math.fround(((i * 53) % 89) / 44 - 1),
]);
const classes = Array.from({ length: rows }, (_, i) => (i % (i < 1024 ? 3 : 7) === 0 ? -100 : (i * 11) % 3));
const values = x.map(([a, b]) => [a * b, a, b]);

const losses = [
  ['CrossEntropyLoss', classes],
  [{ type: 'CrossEntropyLoss', weight: [1, 0.2, 3], label_smoothing: 0.1 }, classes],
  [{ type: 'CrossEntropyLoss', weight: [1, 0.2, 3], reduction: 'sum' }, classes],
  ['MSELoss', values],
  [{ type: 'MSELoss', reduction: 'sum' }, values],
  [{ type: 'KLDivLoss', reduction: 'batchmean' }, values.map((row) => row.map(Math.abs))],
] as const;

describe('the loss of a part', () => {
  it.each(losses)('%j', async (loss, y) => {
    const network = {
      seed: 2,
      data: { source: 'inline', x, y },
      layers: [{ type: 'Linear', out_features: 3 }],
      loss,
      optimizer: { type: 'SGD', lr: 0 },
      training: { batch_size: rows, shuffle: false },
    };
    const machine = await openMachine(JSON.stringify(network));
    machine.advance('iteration');
    const whole = floats(machine.memory, machine.tensor('loss')!)[0];
    const metrics = new Evaluator(machine).metrics('train')!;
    expect(Math.abs(metrics.loss / whole - 1)).toBeLessThan(1e-6);
    if (y === classes) expect(metrics.accuracy).toBeGreaterThan(0);
  });

  it('is of all its rows together where batch norm keeps no statistics', async () => {
    const layers = [
      { type: 'BatchNorm1d', track_running_stats: false },
      { type: 'Linear', out_features: 3 },
    ];
    const network = {
      ...{ seed: 2, data: { source: 'inline', x, y: values }, layers, loss: 'MSELoss' },
      ...{ optimizer: { type: 'SGD', lr: 0 }, training: { batch_size: rows, shuffle: false } },
    };
    const machine = await openMachine(JSON.stringify(network));
    machine.advance('iteration');
    const whole = floats(machine.memory, machine.tensor('loss')!)[0];
    expect(Math.abs(new Evaluator(machine).metrics('train')!.loss / whole - 1)).toBeLessThan(1e-6);
    // Rows that are asked for together are as good as a part of their own.
    const some = x.slice(0, 7).flat();
    const evaluator = new Evaluator(machine);
    const first = evaluator.predict(Float32Array.from(some), 7);
    evaluator.metrics('train');
    expect(evaluator.predict(Float32Array.from(some), 7)).toEqual(first);
  });
});
