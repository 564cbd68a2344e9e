import { describe, expect, it } from 'vitest';
import { elementSize, largestZoom, readable, scrollTo, stretchOf } from '../../webview/inspector/viewport.ts';
import {
  firstSlice,
  flatIndex,
  indexOf,
  otherAxes,
  watchOf,
  withAxis,
  within,
} from '../../webview/inspector/slices.ts';

describe('a heat map’s viewport', () => {
  it('fits everything at zoom 1 and never more than is readable after', () => {
    expect(elementSize(16, 320, 1, readable.width)).toBe(20);
    expect(elementSize(16, 320, 100, readable.width)).toBe(readable.width);
    expect(elementSize(2, 320, 100, readable.width)).toBe(160);
    expect(largestZoom(16, 2, 320, 160)).toBe(2);
    expect(largestZoom(2, 2, 320, 160)).toBe(1);
  });

  it('asks for few cells however large the matrix and wherever it is scrolled', () => {
    for (const length of [1, 7, 300, 10_000, 100_000_000]) {
      const room = 334;
      for (const zoom of [1, 2, 50, 1e4, 1e9]) {
        const size = elementSize(length, room, zoom, readable.width);
        for (const part of [0, 0.37, 1]) {
          const scroll = part * Math.max(0, size * length - room);
          const { from, to, block } = stretchOf(length, size, room, scroll);
          expect((to - from) / block).toBeLessThanOrEqual(room / 3 + 24);
          expect((to - from) % block).toBe(0);
          expect(from * size).toBeLessThanOrEqual(scroll + 1e-6);
          expect(Math.min(to, length) * size).toBeGreaterThanOrEqual(
            Math.min(scroll + room, length * size) - 1e-3 * size,
          );
        }
      }
    }
  });

  it('asks anew only every few cells', () => {
    const asked = new Set<string>();
    for (let scroll = 0; scroll < 440; scroll++) asked.add(JSON.stringify(stretchOf(10_000, 44, 334, scroll)));
    expect(asked.size).toBeLessThan(6);
  });

  it('scrolls no further than needed to show a cell', () => {
    expect(scrollTo(3, 10, 100, 0)).toBe(0);
    expect(scrollTo(12, 10, 100, 0)).toBe(30);
    expect(scrollTo(2, 10, 100, 50)).toBe(20);
  });
});

describe('a slice', () => {
  const shape = [32, 8, 3, 5];

  it('is the last two axes at first, and leaves out of its watch what is usual', () => {
    expect(watchOf(firstSlice(shape), 4)).toEqual({ lead: [0, 0] });
    expect(watchOf(firstSlice([4, 5]), 2)).toEqual({});
    expect(watchOf(firstSlice([4]), 1)).toEqual({});
    expect(watchOf(firstSlice([]), 0)).toEqual({});
  });

  it('exchanges axes rather than showing one twice', () => {
    const turned = withAxis(firstSlice(shape), 0, 3);
    expect(turned.axes).toEqual([3, 2]);
    expect(otherAxes(withAxis(turned, 1, 1))).toEqual([0, 2]);
  });

  it('knows the place of a cell on every axis', () => {
    const slice = { axes: [1, 3] as const, at: [7, 0, 2, 0] };
    expect(indexOf(slice, { row: 4, column: 1 })).toEqual([7, 4, 2, 1]);
    expect(flatIndex(shape, [7, 4, 2, 1])).toBe(((7 * 8 + 4) * 3 + 2) * 5 + 1);
    expect(within({ ...slice, at: [31, 0, 2, 0] }, [20, 8, 3, 5]).at[0]).toBe(19);
    expect(within(slice, [4, 5]).axes).toEqual([0, 1]);
  });
});
