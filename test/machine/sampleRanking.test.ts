// Samples by their own loss: the mean of the rows' losses is the part's, the worst stand first, a cell holds its own.
import { describe, expect, it } from 'vitest';
import { Evaluator } from '../../src/machine/evaluator.ts';
import { finish } from '../../src/machine/finish.ts';
import { rankSamples } from '../../src/machine/sampleRanking.ts';
import { openMachine } from '../support/openMachine.ts';

// More rows than are evaluated at once.
const rows = 1100;
const x = Array.from({ length: rows }, (_, i) => [((i * 37) % 101) / 50 - 1, ((i * 53) % 89) / 44 - 1]);

async function evaluate(loss: unknown, y: unknown, width: number) {
  const machine = await openMachine(
    JSON.stringify({
      seed: 3,
      data: { source: 'inline', x, y },
      layers: [{ type: 'Linear', out_features: 4 }, { type: 'Tanh' }, { type: 'Linear', out_features: width }],
      loss,
      optimizer: { type: 'SGD', lr: 0.1 },
      training: { batch_size: 64 },
    }),
  );
  for (let i = 0; i < 5; i++) machine.advance('iteration');
  return new Evaluator(machine);
}

describe('samples by their own loss', () => {
  it('of classes: each row once, cells as in the confusion matrix', async () => {
    const evaluator = await evaluate(
      'CrossEntropyLoss',
      Array.from(x, ([a, b]) => (a * b > 0 ? 1 : a > 0 ? 2 : 0)),
      3,
    );
    const counts = new Map<string, number>();
    const metrics = evaluator.metrics('train', (_, truth, said) => {
      counts.set(`${truth},${said}`, (counts.get(`${truth},${said}`) ?? 0) + 1);
    })!;
    const all = finish(rankSamples(evaluator, 'train'));
    expect(new Set(all.map(({ row }) => row)).size).toBe(rows);
    expect(all.reduce((sum, { loss }) => sum + loss, 0) / rows).toBeCloseTo(metrics.loss, 5);
    expect(all.filter(({ truth, said }) => truth === said).length / rows).toBeCloseTo(metrics.accuracy!, 9);
    expect(all.every(({ loss }, i) => i === 0 || loss <= all[i - 1].loss)).toBe(true);
    for (const [cell, count] of counts) {
      const [truth, said] = cell.split(',').map(Number);
      expect(finish(rankSamples(evaluator, 'train', [truth, said]))).toHaveLength(count);
    }
    expect(counts.size).toBeGreaterThan(2);
  });

  it('of values: target and output, and the loss of just that row', async () => {
    const evaluator = await evaluate(
      'MSELoss',
      Array.from(x, ([a, b]) => [a * b]),
      1,
    );
    const output = evaluator.predict(Float32Array.from(x.flat()), rows);
    for (const { row, loss, truth, said } of finish(rankSamples(evaluator, 'train'))) {
      expect(said).toBe(output[row]);
      expect(truth).toBeCloseTo(x[row][0] * x[row][1], 6);
      expect(loss).toBeCloseTo((said - truth) ** 2, 6);
    }
  });
});
