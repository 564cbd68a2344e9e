// A row of one's own is fed forward in eval mode, and the run is as if nobody had asked.
import { expect, it } from 'vitest';
import { floats } from '../../src/core/tensor.ts';
import { Answers } from '../../src/machine/answers.ts';
import { Evaluator } from '../../src/machine/evaluator.ts';
import { openMachine } from '../support/openMachine.ts';

const rows = 40;
const x = Array.from({ length: rows }, (_, i) => [((i * 37) % 41) / 20 - 1, ((i * 53) % 29) / 14 - 1, i / rows]);
const network = JSON.stringify({
  seed: 5,
  data: { source: 'inline', x, y: x.map(([a, b]) => (a > b ? 1 : 0)) },
  layers: [
    { type: 'Linear', out_features: 9 },
    { type: 'BatchNorm1d' },
    { type: 'Dropout', p: 0.5 },
    { type: 'ReLU' },
    { type: 'Linear', out_features: 2 },
  ],
  loss: 'CrossEntropyLoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 8 },
});

it('predicts what the evaluator does for a known row, to the bit', async () => {
  const [machine, alone] = [await openMachine(network), await openMachine(network)];
  const answers = new Answers(machine);
  const evaluator = new Evaluator(alone);
  const all = machine.network.dataset.train.x;
  for (let i = 0; i < 7; i++) {
    machine.advance('iteration');
    alone.advance('iteration');
    const expected = evaluator.predict(all, machine.network.dataset.train.rows);
    for (const row of [0, 3, 11]) {
      const answer = answers.answer({ kind: 'predict', x: [...all.subarray(3 * row, 3 * row + 3)] });
      expect(answer).toEqual(expected.slice(2 * row, 2 * row + 2));
    }
  }
  expect(answers.answer({ kind: 'predict', x: [1, 2] })).toBeNull();
  // One asked for rows of its own in every iteration, the other never: the run is the same.
  const weights = (from: typeof machine) => [...floats(from.memory, from.tensor('linear1.weight')!)];
  expect(weights(machine)).toEqual(weights(alone));
});

it('runs the network over a plane once at a moment, whoever asks', async () => {
  const machine = await openMachine(JSON.stringify({ ...JSON.parse(network), data: { source: 'moons', samples: 40 } }));
  const answers = new Answers(machine);
  const watch = { kind: 'boundary', x: [-1, 1], y: [-1, 1], width: 4, height: 4 } as const;
  const first = answers.measure(watch);
  expect(answers.measure(watch)).toBe(first);
  machine.edit({ kind: 'value', tensor: 'linear1.weight', index: 0, value: 3 });
  answers.forget();
  expect(answers.lastMeasured(watch)).toBe(first);
  expect(answers.measure(watch)).not.toEqual(first);
});
