// What frames may cost: measuring is put off where it would take seconds, and rare while the machine runs.
import { expect, test } from 'vitest';
import { Ration } from '../../src/engine/ration.ts';
import type { Answers } from '../../src/machine/answers.ts';
import type { Watch } from '../../src/machine/watch.ts';
import { coarsePlane, overPlane } from '../../src/machine/unitMaps.ts';

const watches: Watch[] = [{ kind: 'metrics' }];

function rationOf(cost: number, slow: boolean) {
  let time = 0;
  let measured = 0;
  let last: Float32Array | undefined;
  const answers = {
    isSlow: () => slow,
    lastMeasured: () => last,
    measure: () => ((time += cost), (last = Float32Array.of(++measured))),
  } as unknown as Answers;
  const ration = new Ration(() => time);
  return {
    ration,
    ask: (when: 'running' | 'rest' | 'calm') => ration.answers(answers, watches, when)[0]?.[0] ?? null,
    pass: (milliseconds: number) => (time += milliseconds),
  };
}

test('while running, data is measured again only when many times its cost has passed', () => {
  const { ask, pass } = rationOf(10, false);
  expect(ask('running')).toBe(1);
  pass(150);
  expect(ask('running')).toBe(1);
  pass(100);
  expect(ask('running')).toBe(2);
  expect(ask('rest')).toBe(3);
});

test('what takes seconds is owed at rest, and paid when nothing else is waiting', () => {
  const { ration, ask } = rationOf(5000, true);
  expect(ask('rest')).toBeNull();
  expect(ration.owes).toBe(true);
  expect(ask('calm')).toBe(1);
  expect(ration.owes).toBe(false);
  expect(ask('rest')).toBe(1);
  expect(ration.rest).toBeGreaterThanOrEqual(5000);
});

test('a plane is as fine as asked for in a small network, and coarse but whole in a huge one', () => {
  const plane = { x: [0, 1], y: [0, 1], width: 64, height: 64 } as const;
  expect(coarsePlane(plane, 337)).toEqual(plane);
  const coarse = coarsePlane(plane, 1e8);
  expect(coarse.width * coarse.height).toBeLessThanOrEqual(40);
  const two = { ...plane, width: 2, height: 2 };
  expect([...overPlane(Float32Array.of(1, 2, 3, 4), two, { ...plane, width: 4, height: 2 })]).toEqual([
    1, 1, 1, 2, 2, 3, 3, 4, 4,
  ]);
});
