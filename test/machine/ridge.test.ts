import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Answers } from '../../src/machine/answers.ts';
import { readHistogram, readRidge } from '../../src/protocol/frame.ts';
import { openMachine } from '../support/openMachine.ts';

const moons = () => openMachine(readFileSync(new URL('../../media/examples/moons.nn.json', import.meta.url), 'utf8'));

test.each(['hidden1.weight', 'hidden1.output', 'hidden1.weight.grad'])(
  'past distributions of %s are those of their moments, however the run came here',
  async (tensor) => {
    const ridge = { kind: 'ridge', tensor, bins: 20 } as const;
    const machine = await moons();
    const { length } = machine.program.instructions;
    const answers = new Answers(machine);
    machine.advanceTo(60 * length);
    answers.prepareRidges([ridge]);
    expect([machine.tick, machine.lastTick]).toEqual([60 * length, 60 * length]);
    const rows = readRidge(answers.answer(ridge)!);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.length).toBeLessThanOrEqual(8);
    const fresh = await moons();
    const looking = new Answers(fresh);
    for (const row of rows) {
      fresh.advanceTo(row.iteration * length);
      const { from, to, counts } = readHistogram(looking.answer({ kind: 'histogram', tensor, bins: 20 })!);
      expect([row.from, row.to, ...row.counts]).toEqual([from, to, ...counts]);
    }
  },
);

test('moments are few and stay where they are while the run goes on', async () => {
  const machine = await moons();
  const { length } = machine.program.instructions;
  const answers = new Answers(machine);
  const ridge = { kind: 'ridge', tensor: 'hidden1.weight', bins: 20 } as const;
  const moments = (): number[] => readRidge(answers.answer(ridge)!).map(({ iteration }) => iteration);
  for (let iteration = 1; iteration <= 35; iteration++) {
    machine.advanceTo(iteration * length);
    expect(moments().length).toBeLessThanOrEqual(9);
  }
  const before = moments();
  machine.advanceTo(36 * length);
  expect(moments()).toEqual(expect.arrayContaining(before.slice(0, -1)));
  expect(moments().every((iteration) => iteration < 36)).toBe(true);
});

test('after an edit the moments of the former future are forgotten', async () => {
  const machine = await moons();
  const { length } = machine.program.instructions;
  const answers = new Answers(machine);
  const ridge = { kind: 'ridge', tensor: 'hidden1.weight', bins: 20 } as const;
  machine.advanceTo(60 * length);
  answers.prepareRidges([ridge]);
  machine.seek(20 * length);
  machine.edit({ kind: 'value', tensor: 'hidden1.weight', index: 0, value: 50 });
  answers.forget();
  machine.advanceTo(60 * length);
  answers.prepareRidges([ridge]);
  const rows = readRidge(answers.answer(ridge)!);
  for (const { iteration, to } of rows) expect(to > 10).toBe(iteration >= 20);
});
