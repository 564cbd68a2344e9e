// The stepping controls: order, what is dropped, what running and busy say.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Stepper } from '../../src/host/editor/stepper.ts';
import type { Controls } from '../../src/protocol/view.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const calls: string[] = [];
  const states: Controls[] = [];
  const duration = { value: 10 };
  const work = (call: string) => {
    calls.push(call);
    return new Promise<void>((resolve) => setTimeout(resolve, duration.value));
  };
  const stepper: Stepper = new Stepper(
    {
      step: (size) => work(`step ${size}`),
      back: (size) => work(`back ${size}`),
      seek: (tick) => work(`seek ${tick}`),
      reset: () => work('reset'),
      run: ({ size, stepsPerSecond }) => work(`run ${size} ${stepsPerSecond}`),
      pause: async () => {
        calls.push('pause');
        stepper.stopped();
        await Promise.resolve();
      },
    },
    'iteration',
    0,
    (controls) => states.push(controls),
  );
  return { stepper, calls, states, duration };
}

test('requests run in turn; those beyond the queue are dropped, so that a held key stops', async () => {
  const { stepper, calls } = setUp();
  const steps = [stepper.step(), stepper.back('layer'), stepper.step('epoch'), stepper.step(), stepper.step()];
  await vi.advanceTimersByTimeAsync(100);
  await Promise.all(steps);
  expect(calls).toEqual(['step iteration', 'back layer', 'step epoch']);
});

test('of seeks that wait the newest counts', async () => {
  const { stepper, calls } = setUp();
  const seeks = [stepper.step(), stepper.seek(1), stepper.seek(2), stepper.seek(3)];
  await vi.advanceTimersByTimeAsync(100);
  await Promise.all(seeks);
  expect(calls).toEqual(['step iteration', 'seek 3']);
});

test('a seek does not overtake a step asked for before it', async () => {
  const { stepper, calls } = setUp();
  const work = [stepper.seek(1), stepper.step(), stepper.seek(2)];
  await vi.advanceTimersByTimeAsync(100);
  await Promise.all(work);
  expect(calls).toEqual(['seek 1', 'step iteration', 'seek 2']);
});

test('busy shows only in long work', async () => {
  const { stepper, states, duration } = setUp();
  void stepper.step();
  await vi.advanceTimersByTimeAsync(1000);
  expect(states).toEqual([]);
  duration.value = 500;
  void stepper.step();
  await vi.advanceTimersByTimeAsync(1000);
  expect(states.map(({ busy }) => busy)).toEqual([true, false]);
});

test('a step ends a run first; toggling ends a long step', async () => {
  const { stepper, calls } = setUp();
  void stepper.toggleRun();
  await vi.advanceTimersByTimeAsync(100);
  expect(stepper.controls.running).toBe(true);
  void stepper.step();
  await vi.advanceTimersByTimeAsync(1);
  expect(stepper.controls.running).toBe(false);
  void stepper.toggleRun();
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toEqual(['run iteration 0', 'pause', 'step iteration', 'pause']);
});

test('a new size or speed takes a run along, without showing a pause', async () => {
  const { stepper, calls, states } = setUp();
  void stepper.toggleRun();
  await vi.advanceTimersByTimeAsync(100);
  void stepper.setSpeed(5);
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toEqual(['run iteration 0', 'pause', 'run iteration 5']);
  expect(states.every(({ running }) => running)).toBe(true);
});
