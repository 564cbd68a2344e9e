import { describe, expect, it } from 'vitest';
import { createHistory } from '../../src/machine/history.ts';

const checkpoint = (iteration: number) => ({
  iteration,
  bytes: new Uint8Array(1000),
  generator: { words: new Uint32Array(0), index: 0, cachedNormal: null },
});

describe('history', () => {
  it('gives the last checkpoint at or before an iteration, the first where there is none', () => {
    const history = createHistory(checkpoint(10), 5, 1 << 20);
    for (const iteration of [15, 20, 30]) history.add(checkpoint(iteration));
    const found = [-1, 3, 10, 14, 15, 29, 30, 1000].map((iteration) => history.before(iteration).iteration);
    expect(found).toEqual([10, 10, 10, 10, 15, 20, 30, 30]);
  });

  it('asks for none where a second has no room', () => {
    for (const limit of [0, 4699, 9399]) {
      const history = createHistory(checkpoint(0), 10, limit);
      expect([10, 1000].map((iteration) => history.due(iteration))).toEqual([false, false]);
    }
    expect(createHistory(checkpoint(0), 10, 9400).due(10)).toBe(true);
  });

  it('asks for one only where the next before is far enough', () => {
    const history = createHistory(checkpoint(0), 10, 1 << 20);
    history.add(checkpoint(10));
    expect([0, 9, 10, 19, 20, 35].map((iteration) => history.due(iteration))).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('stays within its bytes and keeps the first, the newest, and more of the young than of the old', () => {
    const room = 20;
    const history = createHistory(checkpoint(0), 1, room * 4700);
    const last = 2000;
    for (let iteration = 1; iteration <= last; iteration++)
      if (history.due(iteration)) history.add(checkpoint(iteration));
    const kept = new Set(Array.from({ length: last + 1 }, (_, iteration) => history.before(iteration).iteration));
    expect(kept.size).toBeLessThanOrEqual(room);
    expect(kept.size).toBeGreaterThan(room / 2);
    expect(kept.has(0)).toBe(true);
    expect(kept.has(last)).toBe(true);
    const young = [...kept].filter((iteration) => iteration > last / 2).length;
    expect(young).toBeGreaterThan(kept.size / 2);
  });
});
