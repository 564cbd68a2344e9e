// Slices of a run whose operations differ in length: in a simulated time, where each takes as long as its numbers ask.
import { expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { Slicer } from '../../src/engine/slicer.ts';
import type { Program } from '../../src/model/program.ts';
import { openMachine } from '../support/openMachine.ts';

const network = (width: number, hidden: number) =>
  JSON.stringify({
    data: { source: 'randn', samples: 32, features: width },
    layers: [{ type: 'Linear', out_features: hidden }, { type: 'Tanh' }, { type: 'Linear', out_features: 1 }],
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr: 0.1 },
    training: { batch_size: 32 },
  });

/** Milliseconds of each instruction; `speed` says how far the estimate is off. */
function times({ instructions, tensors }: Program, speed: number): number[] {
  const size = (name: string) => sizeOf(tensors.get(name)?.tensor.shape ?? []);
  return instructions.map(({ reads, writes }) => {
    const [a = 1, b = 1] = reads.map(size).sort((x, y) => y - x);
    return (speed * (100 + Math.max(...writes.map(size), Math.min(a * b, a * 32) / 8))) / 1e6;
  });
}

function slicesOf(slicer: Slicer, cost: readonly number[], from: number, count: number) {
  const slices: { ticks: number; took: number; longest: number }[] = [];
  for (let tick = from, i = 0; i < count; i++) {
    const ticks = slicer.ticks(tick);
    const of = Array.from({ length: Math.min(ticks, 1e6) }, (_, k) => cost[(tick + k) % cost.length]);
    const took = of.reduce((sum, one) => sum + one, 0) * (ticks / of.length);
    slicer.learn(tick, ticks, took);
    slices.push({ ticks, took, longest: of.reduce((most, one) => Math.max(most, one), 0) });
    tick += ticks;
  }
  return slices;
}

it.each([0.3, 1, 3, 10])('take their time and no longer, operations being of any length (%f)', async (speed) => {
  for (const [width, hidden] of [
    [2, 4],
    [100, 300],
    [1000, 2000],
  ]) {
    const machine = await openMachine(network(width, hidden));
    const slicer = new Slicer();
    slicer.begin(machine.program);
    const slices = slicesOf(slicer, times(machine.program, speed), 0, 400).slice(100);
    for (const { took, longest } of slices) expect(took).toBeLessThanOrEqual(Math.max(20, longest * 1.5));
    const mean = slices.reduce((sum, { took }) => sum + took, 0) / slices.length;
    expect(mean).toBeGreaterThan(2);
  }
});

it('are not made longer by steps that are short because they end', async () => {
  const machine = await openMachine(network(1000, 2000));
  const slicer = new Slicer();
  slicer.begin(machine.program);
  const cost = times(machine.program, 1);
  for (let i = 0; i < 1000; i++) slicer.learn(i, 1, 0.001);
  const [first] = slicesOf(slicer, cost, 0, 1);
  expect(first.took).toBeLessThanOrEqual(Math.max(20, first.longest));
});

it('end with an iteration where iterations fly by, so that marks stay where they are', async () => {
  const machine = await openMachine(network(2, 4));
  const slicer = new Slicer();
  slicer.begin(machine.program);
  const cost = times(machine.program, 1);
  let tick = 3;
  const ends = slicesOf(slicer, cost, tick, 50).map(({ ticks }) => (tick += ticks) % cost.length);
  expect(ends.slice(20)).toEqual(ends.slice(20).map(() => 0));
});
