import { expect, it } from 'vitest';
import { zoomBy, zoomTo } from '../../webview/panels/iterationZoom.ts';

it('comes nearer about the pointer, keeps to the run, and ends at all of it', () => {
  const near = zoomBy(null, 100, 0.5, 0.25)!;
  expect(near).toEqual([12.5, 62.5]);
  expect(zoomBy(near, 100, 2, 0.25)).toBeNull();
  expect(zoomBy([0, 10], 100, 2, 1)).toEqual([0, 10]);
  expect(zoomBy([40, 43], 100, 0.1, 0.5)).toEqual([40.5, 42.5]);
  expect(zoomTo([-5, 30], 100)).toEqual([0, 30]);
  expect(zoomTo([90, 130], 100)).toEqual([90, 100]);
  expect(zoomTo([-1, 101], 100)).toBeNull();
  expect(zoomTo(null, 100)).toBeNull();
});
