// Turns of pictures in a simulated time: what each costs is known.
import { expect, it } from 'vitest';
import { Turns } from '../../webview/turns.ts';

/** Runs `count` repaints, 16 ms apart or as late as what they do makes them, painting at `paint` ms each. */
function simulated(paint: number) {
  let now = 0;
  let begin: (() => void) | null = null;
  let painted: (() => void) | null = null;
  const changes: { name: string; repaint: number }[] = [];
  const doneAt: number[] = [];
  const sleepers: { until: number; wake: () => void }[] = [];
  let repaint = 0;
  const turns = new Turns(
    {
      now: () => now,
      beforeRepaint: (work) => (begin = work),
      afterRepaint: (work) => (painted = work),
      sleep: (milliseconds) => new Promise((wake) => sleepers.push({ until: now + milliseconds, wake })),
    },
    () => doneAt.push(repaint),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    turns,
    changes,
    doneAt,
    put: (name: string, cost: number, key = name) =>
      turns.put(key, () => {
        now += cost;
        changes.push({ name, repaint });
      }),
    repaints: async (count: number) => {
      for (let i = 0; i < count; i++) {
        repaint++;
        now = Math.max(now, repaint * 16);
        for (const sleeper of sleepers.splice(0))
          if (sleeper.until <= now) sleeper.wake();
          else sleepers.push(sleeper);
        await settle();
        const work = begin;
        begin = null;
        work?.();
        await settle();
        if (work) now += paint;
        painted?.();
        painted = null;
        await settle();
      }
    },
  };
}

it('all come in one repaint where there is time for them', async () => {
  const { put, changes, doneAt, repaints } = simulated(1);
  for (const name of ['a', 'b', 'c']) put(name, 1);
  await repaints(3);
  expect(changes.map(({ repaint }) => repaint)).toEqual([1, 1, 1]);
  expect(doneAt).toEqual([1]);
});

it('spread over repaints where there is not, those first that have waited longest, with what is newest', async () => {
  const { put, changes, doneAt, repaints } = simulated(0);
  for (const name of ['a', 'b', 'c']) put(name, 6);
  await repaints(1);
  put('newer c', 1, 'c');
  put('a again', 1, 'a');
  await repaints(12);
  expect(changes.map(({ name }) => name)).toEqual(['a', 'b', 'newer c', 'a again']);
  expect(new Set(changes.map(({ repaint }) => repaint)).size).toBe(2);
  expect(doneAt).toHaveLength(1);
});

it.each([1, 10, 40])('take no more than a third of the time, repaints costing %f ms', async (paint) => {
  const { put, changes, repaints } = simulated(paint);
  const count = 300;
  for (let i = 0; i < count; i++) {
    put('picture', 2);
    await repaints(1);
  }
  const turns = changes.length;
  expect(turns * (paint + 2)).toBeLessThan((count * Math.max(16, paint + 2)) / 3);
  // And no less often than that allows.
  expect(turns).toBeGreaterThan(Math.min(count / 2, (count * 16) / (5 * (paint + 2)) / 2));
});

it('end at once when the run does', async () => {
  const { turns, put, changes, repaints } = simulated(1);
  for (const name of ['a', 'b']) put(name, 100);
  turns.finish();
  expect(changes.map(({ name }) => name)).toEqual(['a', 'b']);
  await repaints(3);
  expect(changes).toHaveLength(2);
});
