import { expect, it } from 'vitest';
import { paint } from '../../webview/panels/paint.ts';

it('paints a pixel and its neighbours, not beyond the border', () => {
  expect(paint([0, 0, 0, 0, 0, 0, 0, 0, 0], 3, 1, 1, 2)).toEqual([0, 1, 0, 1, 2, 1, 0, 1, 0]);
  expect(paint([0, 0, 0, 0, 0, 0], 3, 0, 2, 2)).toEqual([0, 1, 2, 0, 0, 1]);
  expect(paint([4, 4], 2, 0, 0, 0)).toEqual([0, 2]);
});
