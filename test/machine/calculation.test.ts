// The arithmetic that ƒ shows adds up: on all kinds of networks, at any moment, forward or back.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { floats } from '../../src/core/tensor.ts';
import { Answers } from '../../src/machine/answers.ts';
import { calculate, type Calculation, type ShownStep } from '../../src/machine/calculation.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { readCalculation } from '../../src/protocol/frame.ts';
import { exportedNetworks } from '../parity/exportedNetworks.ts';
import { openMachine } from '../support/openMachine.ts';

const examples = fileURLToPath(new URL('../../media/examples', import.meta.url));
const example = (name: string) => openMachine(readFileSync(`${examples}/${name}.nn.json`, 'utf8'), {}, examples);

/** Numbers of a node's output, spread over the batch and its own axes. */
function places(machine: Machine, node: number): number[][] {
  const { network, rows } = machine;
  const layer = network.layers[Math.min(node, network.layers.length - 1)];
  return [0, 1, 2].map((k) => [
    (k * 5) % rows,
    ...layer.outputShape.map((length, axis) => (k * (axis + 3) + axis) % length),
  ]);
}

/** The terms told, those summed up and the constant make the total; and the total is what stands in the cell. */
function expectToAddUp(step: ShownStep, where: string): void {
  let scale = Math.max(Math.abs(step.total), Math.abs(step.result.value), 1e-3);
  if (step.kind === 'sum') {
    const sum =
      (step.terms.reduce((total, { value }) => total + value, step.constant?.value ?? 0) + (step.rest?.value ?? 0)) /
      step.divisor;
    scale += step.terms.reduce((total, { value }) => total + Math.abs(value), 0) / step.divisor;
    expect(Math.abs(sum - step.total), `${where}: terms ${sum}, total ${step.total}`).toBeLessThan(1e-9 * scale);
  }
  const apart = Math.abs(step.total - step.result.value);
  expect(apart, `${where}: ${step.name} gives ${step.total}, the cell has ${step.result.value}`).toBeLessThan(
    4e-5 * scale,
  );
}

function expectNodeToAddUp(machine: Machine, node: number, name: string): Calculation['state'] | null {
  let state: Calculation['state'] | null = null;
  for (const at of places(machine, node)) {
    const found = calculate(machine, { node, at, terms: 3 });
    if (!found) return null;
    state = found.state;
    const where = `${name} ${at.join()} at tick ${machine.tick}`;
    for (const step of found.forward) expectToAddUp(step, where);
    if (!found.isBack) continue;
    for (const step of found.backward) expectToAddUp(step, where);
    if (found.weight?.gradient) expectToAddUp(found.weight.gradient, `${where}, ${found.weight.symbol}`);
  }
  return state;
}

describe('a number taken apart', () => {
  it.each(['moons', 'digits', 'cnn', 'iris', 'regression', 'skip-connections', 'vanishing-gradient'])(
    'adds up in %s, in the midst of an iteration too, and after going back',
    async (name) => {
      const machine = await example(name);
      const { length } = machine.program.instructions;
      const nodes = [...machine.network.layers.keys(), machine.network.layers.length];
      const check = () =>
        nodes.map((node) => expectNodeToAddUp(machine, node, machine.network.layers[node]?.name ?? 'loss'));
      machine.advanceTo(2 * length);
      const atEnd = check();
      expect(atEnd.filter((state) => state !== null).length).toBeGreaterThan(1);
      for (const state of atEnd) expect([null, 'computed']).toContain(state);
      const stride = Math.ceil(length / 12);
      for (let operation = 1; operation < length; operation += stride) {
        machine.advanceTo(2 * length + operation);
        check();
      }
      machine.advanceTo(5 * length + 3);
      machine.seek(2 * length);
      expect(check()).toEqual(atEnd);
    },
  );

  it('adds up in lstm and transformer, wherever something is told', async () => {
    for (const name of ['lstm', 'transformer']) {
      const machine = await example(name);
      machine.advance('iteration');
      const told = [...machine.network.layers.keys(), machine.network.layers.length].filter(
        (node) => expectNodeToAddUp(machine, node, machine.network.layers[node]?.name ?? 'loss') !== null,
      );
      expect(told.length).toBeGreaterThan(2);
    }
  });

  it('adds up where convolutions have margins and dropout works within layers', async () => {
    for (const [name, layer] of [
      ['margins', {}],
      ['dropout that hardly drops', { dropout: 0.4 }],
    ] as const) {
      const network = exportedNetworks[name] as { layers: { dropout?: number }[] };
      const layers = network.layers.map((given) => ({ ...given, ...('dropout' in given ? layer : {}) }));
      const machine = await openMachine(JSON.stringify({ ...network, layers }));
      machine.advance('iteration');
      const told = machine.network.layers.filter((_, node) => expectNodeToAddUp(machine, node, name) !== null);
      expect(told.length).toBeGreaterThan(2);
    }
  });

  it('adds up in pools with padding, dilation and windows that reach beyond the edge; the largest leads', async () => {
    const pools = [
      { type: 'MaxPool2d', kernel_size: 3, stride: 2, padding: 1, ceil_mode: true },
      { type: 'MaxPool2d', kernel_size: 2, dilation: 2, stride: 1 },
      { type: 'AvgPool2d', kernel_size: 3, stride: 2, padding: 1, ceil_mode: true },
      { type: 'AvgPool2d', kernel_size: 3, stride: 2, padding: 1, count_include_pad: false },
      { type: 'AvgPool2d', kernel_size: 2, divisor_override: 3 },
      { type: 'AdaptiveAvgPool2d', output_size: [3, 5] },
    ];
    for (const pool of pools) {
      const network = {
        data: { source: 'digits', test: 0.2 },
        layers: [
          { type: 'Conv2d', out_channels: 3, kernel_size: 3 },
          pool,
          { type: 'Flatten' },
          { type: 'Linear', out_features: 10 },
        ],
        loss: 'CrossEntropyLoss',
        optimizer: { type: 'SGD', lr: 0.1 },
        training: { batch_size: 16 },
      };
      const machine = await openMachine(JSON.stringify(network));
      machine.advance('iteration');
      expect(expectNodeToAddUp(machine, 1, JSON.stringify(pool))).toBe('computed');
      const [, height, width] = machine.network.layers[1].outputShape;
      const corners = [
        [2, 1, height - 1, width - 1],
        [5, 2, 0, width - 1],
      ];
      for (const at of corners) {
        const [step] = calculate(machine, { node: 1, at, terms: 3 })!.forward;
        expectToAddUp(step, `${JSON.stringify(pool)} ${at.join()}`);
        if (step.kind === 'formula') expect(step.parts[0].value).toBe(step.result.value);
      }
    }
  });

  it('tells the weights as they were when the sum was made, and what the step added since', async () => {
    const machine = await example('moons');
    machine.advance('iteration');
    const layer = machine.network.layers.findIndex(({ type }) => type === 'Linear');
    const { weight, forward } = calculate(machine, { node: layer, at: [3, 7], terms: 6 })!;
    const [first] = forward;
    if (first.kind !== 'sum' || !weight) throw new Error('a Linear is a sum');
    const [term] = first.terms;
    const w = term.back!.weight;
    const now = floats(machine.memory, machine.tensor(w.tensor!)!)[w.index!];
    expect(w.value + term.back!.update!.value).toBeCloseTo(now, 6);
    expect(term.back!.update!.value).not.toBe(0);
    expect(weight.gradient!.result.value).toBe(floats(machine.memory, machine.tensor(`${w.tensor!}.grad`)!)[w.index!]);
    expect(weight.update!.value).toBe(term.back!.update!.value);
  });

  it('says before the forward pass what it will compute', async () => {
    const machine = await example('moons');
    machine.advanceTo(2 * machine.program.instructions.length + 1);
    const ahead = calculate(machine, { node: 0, at: [3, 7], terms: 2 })!;
    expect(ahead.state).toBe('ahead');
    machine.advance('operation');
    const done = calculate(machine, { node: 0, at: [3, 7], terms: 2 })!;
    expect(done.state).toBe('computed');
    expect(done.forward[0].result.value).toBeCloseTo(ahead.forward[0].result.value, 5);
  });

  it('is missing before the first iteration', async () => {
    const machine = await example('moons');
    expect(calculate(machine, { node: 0, at: [0, 0], terms: 2 })!.state).toBe('missing');
  });

  it('comes through a frame as it is, NaN and ∞ too', async () => {
    const machine = await example('moons');
    machine.advance('iteration');
    machine.edit({ kind: 'value', tensor: 'hidden1.weight', index: 0, value: Infinity });
    machine.advance('iteration');
    const watch = { kind: 'calculation', node: 0, at: [0, 0], terms: 6 } as const;
    const read = readCalculation(new Answers(machine).answer(watch)!);
    const direct = calculate(machine, watch)!;
    expect(read).toEqual(JSON.parse(JSON.stringify(direct)) && { ...direct, weight: expect.anything() as unknown });
    expect(
      read.forward[0].total === Infinity || Number.isNaN(read.forward[0].total) || read.forward[0].total === -Infinity,
    ).toBe(true);
  });
});
