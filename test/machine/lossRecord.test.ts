// Losses by pages: what is dropped is still drawn, what is cut away comes back.
import { describe, expect, it } from 'vitest';
import { lossRecord } from '../../src/machine/lossRecord.ts';

const lossAt = (i: number) => Math.fround(Math.sin(i) * 3 + (i % 997 === 0 ? NaN : 0));

function filled(length: number, most?: number) {
  const record = lossRecord(most);
  for (let i = 0; i < length; i++) record.set(i, lossAt(i));
  return record;
}

function extentOf(from: number, to: number): [number, number] {
  const known = Array.from({ length: to - from }, (_, i) => lossAt(from + i)).filter((loss) => !Number.isNaN(loss));
  return known.length > 0 ? [Math.min(...known), Math.max(...known)] : [NaN, NaN];
}

describe('losses', () => {
  it.each([
    [0, 5000],
    [1, 2],
    [0, 1],
    [1023, 1025],
    [700, 4100],
    [1024, 2048],
  ])('have the extent of iterations %i to %i', (from, to) => {
    const record = filled(5000);
    expect(record.extent(from, to)).toEqual(extentOf(from, to));
  });

  it('are summed up across pages, what is unknown left out', () => {
    const record = filled(3000);
    const known = Array.from({ length: 900 }, (_, i) => lossAt(900 + i)).filter((loss) => !Number.isNaN(loss));
    const { count, sum, least, most } = record.summary(900, 1800);
    expect(count).toBe(known.length);
    expect(count).toBeLessThan(900);
    expect(sum).toBeCloseTo(
      known.reduce((a, b) => a + b),
      9,
    );
    expect([least, most]).toEqual(extentOf(900, 1800));
    expect(record.summary(3000, 3100).count).toBe(0);
  });

  it('are kept one by one where they were written last, and all in their extents', () => {
    const record = filled(10_240, 3);
    expect(record.at(10_239)).toBe(lossAt(10_239));
    expect(record.at(10_240 - 3 * 1024)).toBe(lossAt(10_240 - 3 * 1024));
    expect(record.at(5)).toBeNaN();
    expect(record.extent(0, 10_240)).toEqual(extentOf(0, 10_240));
    // A page counts where it begins.
    expect(record.extent(1024, 1500)).toEqual(extentOf(1024, 2048));
    expect(record.extent(1500, 2048)).toEqual([NaN, NaN]);
    // Going back there writes some of them again.
    record.set(5, lossAt(5));
    expect(record.at(5)).toBe(lossAt(5));
    expect(record.extent(0, 1024)).toEqual(extentOf(0, 1024));
    expect(record.length).toBe(10_240);
  });

  it.each([0, 1, 1024, 1500, 4999, 5000, 9000])('from %i on can be cut away and given back', (from) => {
    const record = filled(5000);
    const away = record.cut(from);
    expect(record.length).toBe(Math.min(from, 5000));
    expect(record.extent(0, 5000)).toEqual(extentOf(0, Math.min(from, 5000)));
    expect(record.at(from)).toBeNaN();
    if (from < 5000) {
      expect(away.at(4999)).toBe(lossAt(4999));
      expect(away.extent(0, 5000)).toEqual(extentOf(from, 5000));
      record.set(from, 99);
    }
    record.cut(from);
    record.add(away);
    expect(record.upTo(5000)).toEqual(filled(5000).upTo(5000));
    expect(record.extent(0, 5000)).toEqual(extentOf(0, 5000));
  });

  it('copy as many as are asked for', () => {
    const record = filled(3000);
    const copy = record.copyUpTo(1200);
    record.set(3, 50);
    expect(copy.length).toBe(1200);
    expect(copy.upTo(9999)).toEqual(filled(1200).upTo(1200));
  });
});
