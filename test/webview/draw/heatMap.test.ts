import { describe, expect, it } from 'vitest';
import { cellValues, heatMap, largest } from '../../../webview/draw/heatMap.ts';
import { pixel } from '../../../webview/draw/palette.ts';
import { fakeSurface, palette } from './fakeSurface.ts';

const box = { x: 0, y: 0, width: 2, height: 2 };

describe('heatMap', () => {
  it('paints −limit, 0 and +limit in the two colours and the ground, NaN apart', () => {
    const { context, surface } = fakeSurface();
    heatMap(surface, box, { height: 2, width: 2, cells: [-3, 0, 3, NaN] }, 3);
    expect([...context.images[0].pixels]).toEqual([
      pixel(palette.negative),
      pixel(palette.ground),
      pixel(palette.positive),
      pixel(palette.invalid),
    ]);
  });

  it('paints ∞ apart too, and marks it otherwise than NaN where no number fits', () => {
    const { context, surface } = fakeSurface();
    heatMap(surface, { ...box, height: 1 }, { height: 1, width: 2, cells: [-Infinity, Infinity] }, 1);
    expect([...context.images[0].pixels]).toEqual([pixel(palette.invalid), pixel(palette.invalid)]);
    const marked = fakeSurface();
    const matrix = { height: 1, width: 4, cells: [1, NaN, Infinity, -Infinity] };
    cellValues(marked.surface, { x: 0, y: 0, width: 40, height: 10 }, matrix, 1);
    const [nan, up, down] = marked.context.paths.map(({ points }) => points);
    expect(marked.context.paths).toHaveLength(3);
    expect([nan.length, up.length, down.length]).toEqual([4, 3, 3]);
    expect(up[1].y).toBeLessThan(5);
    expect(down[1].y).toBeGreaterThan(5);
  });

  it('fills the box in device pixels and leaves gaps between large cells only', () => {
    const { context, surface } = fakeSurface(100, 100, 2);
    heatMap(surface, { x: 5, y: 5, width: 40, height: 10 }, { height: 1, width: 4, cells: [1, 1, 1, 1] }, 1);
    const [{ x, y, width, pixels }] = context.images;
    expect([x, y, width, pixels.length]).toEqual([10, 10, 80, 80 * 20]);
    const empty = [...pixels.subarray(0, 80)].filter((colour) => colour === 0).length;
    expect(empty).toBe(3 * 2);
    const small = fakeSurface();
    heatMap(small.surface, box, { height: 2, width: 2, cells: [1, 1, 1, 1] }, 1);
    expect([...small.context.images[0].pixels]).not.toContain(0);
  });

  it('writes numbers only into cells that have room', () => {
    const roomy = fakeSurface();
    cellValues(
      roomy.surface,
      { x: 0, y: 0, width: 100, height: 40 },
      { height: 2, width: 2, cells: [1, -0.5, NaN, 0] },
      1,
    );
    expect(roomy.context.texts).toEqual(['1.00', '−0.500', 'NaN', '0']);
    const tight = fakeSurface();
    cellValues(tight.surface, { x: 0, y: 0, width: 20, height: 40 }, { height: 2, width: 2, cells: [1, 1, 1, 1] }, 1);
    expect(tight.context.texts).toEqual([]);
  });

  it('takes the largest finite magnitude', () => {
    expect(largest([1, -4, NaN, Infinity])).toBe(4);
    expect(largest([])).toBe(0);
  });
});
