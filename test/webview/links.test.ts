import { describe, expect, it } from 'vitest';
import type { PlacedNode } from '../../webview/graph/layout.ts';
import { linkAt, linkField, tileMiddles } from '../../webview/graph/neurons/geometry.ts';

const box = (x: number, y: number, height: number): PlacedNode => ({
  ...{ kind: 'neurons', index: 0, last: 0, width: 118, x, y, height },
});

describe('links between neurons', () => {
  const field = linkField(box(0, 100, 200), box(300, 0, 400), 2, 4);

  it('run from the right of the tiles to the left of the next, at their middles', () => {
    expect(field.x).toBe((118 + 44) / 2);
    expect(field.x + field.width).toBe(300 + (118 - 44) / 2);
    expect(field).toMatchObject({ y: 0, height: 400 });
    expect(field.from).toEqual(tileMiddles(2).map((middle) => middle + 100));
    expect(field.to).toEqual(tileMiddles(4));
  });

  it('are found by the pointer near them only', () => {
    expect(linkAt(field, 0, field.from[1], 5)).toMatchObject({ input: 1 });
    expect(linkAt(field, field.width, field.to[3], 5)).toMatchObject({ unit: 3 });
    // Half way across, a link is half way down.
    const middle = (field.from[0] + field.to[0]) / 2;
    expect(linkAt(field, field.width / 2, middle, 5)).toEqual({ unit: 0, input: 0 });
    expect(linkAt(field, 0, field.from[0] - 30, 5)).toBeNull();
  });
});
