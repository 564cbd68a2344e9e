// Any sample of the set can be looked at by itself, in eval mode, whole and in numbers; and the run is as if nobody had.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { floats } from '../../src/core/tensor.ts';
import { exportTensor } from '../../src/engine/exportTensor.ts';
import { Answers } from '../../src/machine/answers.ts';
import { calculate } from '../../src/machine/calculation.ts';
import { Evaluator } from '../../src/machine/evaluator.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { readCalculation, readStatistics } from '../../src/protocol/frame.ts';
import { openMachine } from '../support/openMachine.ts';

const examples = fileURLToPath(new URL('../../media/examples', import.meta.url));
const example = (name: string) => openMachine(readFileSync(`${examples}/${name}.nn.json`, 'utf8'), {}, examples);

const mixed = JSON.stringify({
  seed: 5,
  data: { source: 'digits', test: 0.2 },
  layers: [
    { type: 'Conv2d', out_channels: 3, kernel_size: 3 },
    { type: 'BatchNorm2d' },
    { type: 'ReLU' },
    { type: 'Dropout', p: 0.5 },
    { type: 'MaxPool2d', kernel_size: 2 },
    { type: 'Flatten' },
    { type: 'Linear', out_features: 10 },
  ],
  loss: 'CrossEntropyLoss',
  optimizer: { type: 'Adam', lr: 0.01 },
  training: { batch_size: 16 },
});

const values = (answers: Answers, machine: Machine, name: string): number[] => [
  ...floats(machine.memory, answers.tensor(name)!),
];

it('gives of each layer what the evaluation of the whole part gives, to the bit, wherever the machine stands', async () => {
  const [machine, alone] = [await openMachine(mixed), await openMachine(mixed)];
  const answers = new Answers(machine);
  const evaluator = new Evaluator(alone);
  const { layers, dataset } = machine.network;
  for (const ticks of [0, 3, 40, 41, 95]) {
    machine.advanceTo(ticks);
    alone.advanceTo(ticks);
    const { x, rows } = dataset.test;
    const expected = evaluator.outputsOf(
      x,
      rows,
      layers.map(() => true),
    );
    for (const row of [7, rows - 1]) {
      layers.forEach(({ name, outputShape }, i) => {
        const size = sizeOf(outputShape);
        const own = [...expected[i]!.subarray(row * size, (row + 1) * size)];
        expect(values(answers, machine, `${name}.output@test[${row}]`), `${name} at ${ticks}`).toEqual(own);
      });
    }
  }
  expect(answers.tensor(`linear1.output@test[${dataset.test.rows}]`)).toBeNull();
  // What only training has.
  expect(answers.tensor('dropout1.mask@test[0]')).toBeNull();
  // The one was asked all the time, the other never.
  machine.advance('epoch');
  alone.advance('epoch');
  for (const { name } of machine.parameters())
    expect([...floats(machine.memory, machine.tensor(name)!)]).toEqual([...floats(alone.memory, alone.tensor(name)!)]);
});

it('is of the weights of this moment after going back and after an edit', async () => {
  const machine = await openMachine(mixed);
  const answers = new Answers(machine);
  const name = 'linear1.output@train[11]';
  machine.advance('iteration');
  const first = values(answers, machine, name);
  machine.advance('iteration');
  expect(values(answers, machine, name)).not.toEqual(first);
  machine.back('iteration');
  expect(values(answers, machine, name)).toEqual(first);
  machine.edit({ kind: 'value', tensor: 'linear1.bias', index: 4, value: 100 });
  answers.forget();
  expect(values(answers, machine, name)[4]).toBeGreaterThan(90);
});

it('answers each kind of watch of a tensor, and exports it', async () => {
  const machine = await openMachine(mixed);
  const answers = new Answers(machine);
  const tensor = 'conv2d1.output@test[3]';
  const own = values(answers, machine, tensor);
  const statistics = readStatistics(answers.answer({ kind: 'statistics', tensor })!);
  expect([statistics.count, statistics.max]).toEqual([own.length, Math.max(...own)]);
  expect(
    answers
      .answer({ kind: 'histogram', tensor, bins: 7 })!
      .subarray(6)
      .reduce((a, b) => a + b),
  ).toBe(own.length);
  const window = { kind: 'window', tensor, rows: [0, 6], columns: [0, 6], height: 6, width: 6 } as const;
  expect([...answers.answer(window)!.subarray(6)]).toEqual(own.slice(0, 36));
  const exported = exportTensor(machine, { tensor, slice: null }, 'json', (name) => answers.tensor(name));
  if ('mistake' in exported) throw new Error(exported.mistake.template);
  const written = JSON.parse(new TextDecoder().decode(exported.bytes)) as number[][][][];
  expect(written.flat(3).map(Math.fround)).toEqual(own);
});

it.each(['moons', 'cnn', 'iris', 'regression', 'skip-connections', 'lstm', 'transformer'])(
  'adds up in numbers for samples of the set in %s, and tells no way back',
  async (name) => {
    const machine = await example(name);
    machine.advanceTo(machine.program.instructions.length + 2);
    const answers = new Answers(machine);
    const { layers, dataset } = machine.network;
    let told = 0;
    for (let node = 0; node <= layers.length; node++) {
      const { outputShape } = layers[Math.min(node, layers.length - 1)];
      const at = [0, ...outputShape.map((length, axis) => (2 * axis + 1) % length)];
      const sample = { part: dataset.test.rows > 2 ? 'test' : 'train', row: 2 } as const;
      const answer = answers.answer({ kind: 'calculation', node, at, terms: 3, sample });
      if (!answer) continue;
      const found = readCalculation(answer);
      expect(found).toMatchObject({ state: 'computed', backward: [], weight: null });
      for (const step of found.forward) {
        told++;
        const terms = step.kind === 'sum' ? step.terms.map(({ value }) => Math.abs(value)) : [];
        const scale = Math.max(1e-3, Math.abs(step.total), ...terms);
        expect(Math.abs(step.total - step.result.value), `${name} ${node} ${step.name}`).toBeLessThan(1e-4 * scale);
        // A softmax's sum is kept nowhere.
        expect(step.result.tensor ?? `@${sample.part}[2]`).toContain(`@${sample.part}[2]`);
      }
    }
    expect(told).toBeGreaterThan(1);
  },
);

it('takes running statistics where layers do so in eval mode', async () => {
  const machine = await openMachine(mixed);
  machine.advanceTo(60);
  const found = calculate(machine, { node: 1, at: [0, 2, 1, 1], terms: 3, sample: { part: 'test', row: 5 } })!;
  expect(JSON.stringify(found.forward)).toContain('batchnorm2d1.running_mean');
  for (const { total, result } of found.forward) expect(total).toBeCloseTo(result.value, 4);
});

it('feeds a sample of one’s own forward as it does the same one of the set, with a loss where it has a target', async () => {
  const [machine, alone] = [await openMachine(mixed), await openMachine(mixed)];
  const { dataset, layers } = machine.network;
  const [features, row] = [sizeOf(dataset.sampleShape), 9];
  const x = [...dataset.test.x.subarray(row * features, (row + 1) * features)];
  const target = [...dataset.test.y.subarray(row, row + 1)];
  const own = [
    { part: 'own', row: 5, x, target },
    { part: 'own', row: 6, x, target: null },
    { part: 'own', row: 7, x, target: [10] },
    { part: 'own', row: 8, x: x.slice(1), target },
  ] as const;
  const answers = new Answers(machine, undefined, (number) => own.find((one) => one.row === number) ?? null);
  for (const ticks of [0, 41]) {
    machine.advanceTo(ticks);
    alone.advanceTo(ticks);
    for (const name of [
      'input',
      'target',
      'loss',
      'loss.log_probabilities',
      ...layers.map((one) => `${one.name}.output`),
    ]) {
      const same = values(answers, machine, `${name}@test[${row}]`);
      expect(values(answers, machine, `${name}@own[5]`), `${name} at ${ticks}`).toEqual(same);
    }
    expect(values(answers, machine, 'linear1.output@own[6]')).toEqual(
      values(answers, machine, 'linear1.output@own[7]'),
    );
    for (const name of [
      'target@own[6]',
      'loss@own[6]',
      'loss@own[7]',
      'linear1.output@own[8]',
      'linear1.output@own[9]',
    ])
      expect(answers.tensor(name), name).toBeNull();
    const ofLoss = { kind: 'calculation', node: layers.length, at: [0, 1], terms: 3 } as const;
    const calculation = (number: number) =>
      readCalculation(answers.answer({ ...ofLoss, sample: { part: 'own', row: number } })!);
    expect(calculation(5)).toMatchObject({ state: 'computed', backward: [] });
    expect(calculation(6)).toMatchObject({ state: 'missing' });
  }
  for (const { name } of machine.parameters())
    expect([...floats(machine.memory, machine.tensor(name)!)]).toEqual([...floats(alone.memory, alone.tensor(name)!)]);
});
