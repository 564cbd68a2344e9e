import { describe, expect, it } from 'vitest';
import type { PictureDescription } from '../../src/protocol/description.ts';
import { imageGrid, imagesOf } from '../../webview/graph/pictures/pictureImages.ts';

const picture = (given: Partial<PictureDescription>): PictureDescription => ({
  ...{ label: { template: 'maps', args: [] }, tensor: 'conv.output', shape: [32, 3, 8, 6] },
  ...{ rows: 2, columns: 3, each: 1, sample: 0, parts: [], marks: null },
  ...given,
});

describe('images of a layer', () => {
  it('are the chosen sample’s maps, one a channel', () => {
    const images = imagesOf(picture({}), 5);
    expect(images.map(({ lead }) => lead)).toEqual([
      [5, 0],
      [5, 1],
      [5, 2],
    ]);
    expect(images[0]).toMatchObject({ rows: [0, 8], columns: [0, 6], axes: [2, 3] });
  });

  it('are parts of the rows where these have names: gates over time', () => {
    const parts = ['i', 'f'].map((template) => ({ template, args: [] }));
    const images = imagesOf(picture({ shape: [12, 32, 48], rows: 2, columns: 0, each: null, sample: 1, parts }), 7);
    expect(images.map(({ rows, columns, lead }) => ({ rows, columns, lead }))).toEqual([
      { rows: [0, 24], columns: [0, 12], lead: [7] },
      { rows: [24, 48], columns: [0, 12], lead: [7] },
    ]);
  });

  it('fit into their room, all of them where they can still be told apart', () => {
    for (const [count, aspect] of [
      [16, 1],
      [4, 0.5],
      [32, 1],
      [512, 1],
      [1, 3],
    ]) {
      const { perLine, shown, imageWidth, imageHeight } = imageGrid(count, aspect, 296, 132, 64);
      expect(shown).toBeLessThanOrEqual(count);
      expect(perLine * imageWidth + (perLine - 1) * 3).toBeLessThanOrEqual(296);
      const lines = Math.ceil(shown / perLine);
      expect(lines * imageHeight + (lines - 1) * 3).toBeLessThanOrEqual(132);
      expect(imageWidth).toBeGreaterThanOrEqual(8);
    }
    expect(imageGrid(16, 1, 296, 132, 64).shown).toBe(16);
    expect(imageGrid(512, 1, 296, 132, 64).shown).toBeLessThan(512);
  });
});
