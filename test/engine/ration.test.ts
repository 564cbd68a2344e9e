// What frames may cost: measuring is put off where it takes a while, rare while the machine runs; large answers come in turn.
import { expect, test } from 'vitest';
import { Ration } from '../../src/engine/ration.ts';
import { Viewer } from '../../src/engine/viewer.ts';
import type { Answers } from '../../src/machine/answers.ts';
import type { Watch } from '../../src/machine/watch.ts';
import { coarsePlane, overPlane } from '../../src/machine/unitMaps.ts';

/** Answers count up; each takes `cost` milliseconds, in steps where it is measured bit by bit. */
function rationOf(watches: readonly Watch[], cost: number, { slow = false, floats = 1, steps = 1 } = {}) {
  let time = 0;
  let count = 0;
  let moment = 0;
  let fed = -1;
  let measured = { moment: -1, answer: new Float32Array(0) };
  const answer = () => new Float32Array(floats).fill(++count);
  function* measuring() {
    for (let i = 0; i < steps; i++) {
      time += cost / steps;
      yield;
    }
    measured = { moment, answer: answer() };
  }
  const isMeasured = () => measured.moment === moment;
  const answers = {
    isSlow: () => slow,
    isMeasured,
    measuring,
    lastMeasured: () => (measured.moment < 0 ? undefined : measured.answer),
    measure: () => {
      if (!isMeasured()) for (const step of measuring()) void step;
      return measured.answer;
    },
    feedsForward: (watch: Watch) => ofSet(watch) && fed !== moment,
    // What is fed forward is there for all that ask for it at this moment.
    answer: (watch: Watch) => {
      if (!ofSet(watch) || fed !== moment) time += cost;
      if (ofSet(watch)) fed = moment;
      return answer();
    },
  } as unknown as Answers;
  const ration = new Ration(() => time);
  const viewer = new Viewer({ version: 1, watches });
  /** What the next frame tells: of the same moment. */
  const more = (goesOn: boolean) => {
    const told = ration.answers(answers, viewer, goesOn).map((one) => (one ? one[0] : one));
    viewer.sent();
    return told;
  };
  return {
    ration,
    viewer,
    more,
    /** And of another moment. */
    frame: (goesOn: boolean) => (moment++, viewer.outdate(), more(goesOn)),
    refresh: (goesOn: boolean) => (viewer.outdate(), more(goesOn)),
    pay: (goesOn: () => boolean) => ration.pay(measuring(), () => Promise.resolve(), goesOn),
    pass: (milliseconds: number) => (time += milliseconds),
  };
}

const ofSet = (watch: Watch): boolean => 'tensor' in watch && watch.tensor.includes('@');

const metrics: readonly Watch[] = [{ kind: 'metrics' }];
const statistics = (count: number) =>
  Array.from({ length: count }, (_, i): Watch => ({ kind: 'statistics', tensor: `${i}` }));

test('while running, data is measured again only when many times its cost has passed', () => {
  const { frame, pass } = rationOf(metrics, 4);
  expect(frame(true)).toEqual([1]);
  pass(200);
  expect(frame(true)).toEqual([undefined]);
  pass(200);
  expect(frame(true)).toEqual([2]);
  expect(frame(false)).toEqual([3]);
});

test('what is looked at gets a small share of a run, those told longest ago first', () => {
  const { frame, pass } = rationOf(statistics(4), 1);
  expect(frame(true)).toEqual([1, 2, 3, 4]);
  const told = [0, 0, 0, 0];
  let passed = 0;
  for (; passed < 4000; passed += 16) {
    pass(16);
    frame(true).forEach((one, i) => (told[i] += one === undefined ? 0 : 1));
  }
  expect(Math.max(...told) - Math.min(...told)).toBeLessThanOrEqual(1);
  const share = told.reduce((sum, times) => sum + times) / passed;
  expect(share).toBeGreaterThan(0.02);
  expect(share).toBeLessThan(0.05);
});

test('a frame tells what is new to the view, and no more than it has room for', () => {
  const { frame, more, viewer } = rationOf(statistics(5), 0, { floats: 6000 });
  expect(frame(false)).toEqual([1, 2, undefined, undefined, undefined]);
  expect(viewer.stale).toBe(true);
  expect(more(false)).toEqual([undefined, undefined, 4, 5, undefined]);
  expect(more(false)).toEqual([undefined, undefined, undefined, undefined, 7]);
  expect(viewer.stale).toBe(false);
});

test('one answer larger than a frame still comes', () => {
  const { frame } = rationOf(statistics(2), 0, { floats: 1e5 });
  expect(frame(false)).toEqual([1, undefined]);
});

test('what takes a while is owed, and paid in slices unless something else is wanted', async () => {
  const { ration, frame, refresh, pay } = rationOf(metrics, 5000, { slow: true, steps: 100 });
  expect(frame(false)).toEqual([null]);
  expect(ration.owes).toBe(true);
  let slices = 0;
  expect(await pay(() => ++slices < 10)).toBe(false);
  expect(slices).toBe(10);
  expect(ration.owes).toBe(true);
  expect(await pay(() => ++slices > 0)).toBe(true);
  expect(slices).toBeGreaterThan(90);
  expect(ration.owes).toBe(false);
  expect(refresh(false)).toEqual([1]);
  expect(ration.owes).toBe(false);
  expect(ration.rest).toBeGreaterThanOrEqual(5000);
  expect(frame(false)).toEqual([undefined]);
  expect(ration.owes).toBe(true);
});

test('a measurement that is quick comes with its frame', () => {
  const { ration, frame } = rationOf(metrics, 1);
  expect([frame(false), frame(false)]).toEqual([[1], [2]]);
  expect(ration.owes).toBe(false);
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

test('while running, a sample of the set is fed forward now and then, and all that is shown of it is of one moment', () => {
  const watches = Array.from({ length: 5 }, (_, i): Watch => ({ kind: 'statistics', tensor: `${i}@test[3]` }));
  const { frame, pass } = rationOf(watches, 30);
  expect(frame(true).every((told) => told !== undefined)).toBe(true);
  let rounds = 0;
  for (let i = 0; i < 1000; i++) {
    pass(20);
    const told = frame(true).filter((one) => one !== undefined).length;
    expect([0, 5]).toContain(told);
    if (told > 0) rounds++;
  }
  // 30 ms each, one hundredth of 20 s.
  expect(rounds).toBeGreaterThan(2);
  expect(rounds).toBeLessThan(12);
});
