// A view that changes its list, as scrolling does, is told only what is new to it.
import { expect, test } from 'vitest';
import { Viewer } from '../../src/engine/viewer.ts';
import type { Watch } from '../../src/protocol/watch.ts';

const statistics = (tensor: string): Watch => ({ kind: 'statistics', tensor });
const window = (from: number): Watch => ({
  ...{ kind: 'window', tensor: 'w', rows: [from, from + 8], columns: [0, 8], height: 8, width: 8 },
});

function told(viewer: Viewer): Viewer {
  for (const i of viewer.inTurn()) viewer.tell(i, Float32Array.of(i));
  viewer.sent();
  return viewer;
}

test('what is watched on is not told again, the new comes first', () => {
  const machine = {};
  const before = told(new Viewer({ version: 4, watches: [statistics('a'), statistics('b'), window(0)] }, machine));
  const list = { version: 5, watches: [statistics('b'), statistics('a'), window(8)] };
  const after = new Viewer(list, machine, before);
  expect(after.inTurn()).toEqual([2]);
  expect(after.isNews(0, Float32Array.of(1))).toBe(false);
  expect(after.isNews(0, Float32Array.of(7))).toBe(true);
  expect(after.isUntold(2)).toBe(true);
  // Of another moment all is asked for again, that first which was never told.
  after.outdate();
  expect(after.inTurn()).toEqual([2, 0, 1]);
});

test('after another network, and for a view that begins anew, all is told', () => {
  const watches = [statistics('a')];
  const before = told(new Viewer({ version: 4, watches }, {}));
  expect(new Viewer({ version: 5, watches }, {}, before).isUntold(0)).toBe(true);
  const machine = {};
  const longAgo = told(new Viewer({ version: 4, watches }, machine));
  expect(new Viewer({ version: 1, watches }, machine, longAgo).isUntold(0)).toBe(true);
});
