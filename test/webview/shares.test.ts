import { expect, it } from 'vitest';
import { moveBar, widthsOf } from '../../webview/panels/shares.ts';

const row = [
  { id: 'a', share: 2 },
  { id: 'b', share: 1 },
  { id: 'c', share: 1 },
];

it('divides a row by parts, and a bar moves only its two neighbours', () => {
  expect(widthsOf(row, {}, 800)).toEqual([400, 200, 200]);
  const moved = moveBar(row, {}, 800, 1, 350);
  expect(widthsOf(row, moved, 800).map(Math.round)).toEqual([250, 350, 200]);
  // The parts hold at another width, and without a panel that was hidden.
  expect(widthsOf(row.slice(0, 2), moved, 600).map(Math.round)).toEqual([250, 350]);
});

it('leaves each side something', () => {
  expect(widthsOf(row, moveBar(row, {}, 800, 1, 5000), 800).map(Math.round)).toEqual([160, 440, 200]);
  expect(widthsOf(row, moveBar(row, {}, 800, 2, -50), 800).map(Math.round)).toEqual([400, 240, 160]);
});
