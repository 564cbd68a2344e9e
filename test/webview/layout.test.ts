import { describe, expect, it } from 'vitest';
import { fitCamera, isVisible, kept, onScreen, reveal, zoomAt } from '../../webview/graph/camera.ts';
import { cardHeight, cardWidth, columnsFor, layoutGraph, neighbour, type Layout } from '../../webview/graph/layout.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const moons = sketchNetwork(sketches.moons);
const skip = sketchNetwork(sketches.skip);
const size = { width: 1068, height: 566 };

const overlaps = ({ nodes }: Layout): number =>
  nodes.flatMap((a, i) =>
    nodes.slice(i + 1).filter((b) => Math.abs(a.x - b.x) < cardWidth && Math.abs(a.y - b.y) < cardHeight),
  ).length;

describe('layout', () => {
  it('wraps a chain in as many columns as show it all', () => {
    expect(columnsFor(8, 1068, 566)).toBe(4);
    expect(columnsFor(8, 2400, 300)).toBe(8);
    expect(columnsFor(3, 300, 900)).toBe(1);
  });

  it('places data, layers and loss without overlap, edges from each input', () => {
    for (const network of [moons, skip]) {
      const layout = layoutGraph(network, 4);
      expect(layout.nodes.map(({ index }) => index)).toEqual([
        -1,
        ...network.layers.map(({ index }) => index),
        network.layers.length,
      ]);
      expect(overlaps(layout)).toBe(0);
      expect(layout.edges).toHaveLength(network.layers.flatMap(({ inputs }) => inputs).length + 1);
      for (const { x, y } of layout.nodes)
        expect(x >= 0 && y >= 0 && x + cardWidth <= layout.width && y + cardHeight <= layout.height).toBe(true);
    }
  });

  it('draws a branch left to right', () => {
    const { nodes, edges } = layoutGraph(skip, 1);
    for (const { from, to } of edges) expect(nodes[from + 1].x).toBeLessThan(nodes[to + 1].x);
  });

  it('walks to the card ahead', () => {
    const { nodes } = layoutGraph(moons, 4);
    expect(neighbour(nodes, nodes[0], 1, 0)?.index).toBe(0);
    expect(neighbour(nodes, nodes[1], 0, 1)?.index).toBe(4);
    expect(neighbour(nodes, nodes[5], 0, -1)?.index).toBe(0);
    expect(neighbour(nodes, nodes[0], 0, -1)).toBeNull();
  });
});

describe('camera', () => {
  const layout = layoutGraph(moons, 4);

  it('fits all in sight and no larger than life', () => {
    const camera = fitCamera(layout, size);
    expect(layout.nodes.every((node) => isVisible(camera, size, node))).toBe(true);
    expect(fitCamera(layout, { width: 9000, height: 9000 }).zoom).toBe(1);
  });

  it('keeps the point under the pointer when it zooms', () => {
    const before = { x: 30, y: 40, zoom: 1 };
    const after = zoomAt(before, 2, 200, 100);
    expect((200 - after.x) / after.zoom).toBeCloseTo((200 - before.x) / before.zoom);
    expect((100 - after.y) / after.zoom).toBeCloseTo((100 - before.y) / before.zoom);
    expect(zoomAt(before, 1e9, 0, 0).zoom).toBe(4);
  });

  it('moves no further than brings a card into sight', () => {
    const hidden = { x: -900, y: 0, zoom: 1 };
    const node = layout.nodes[0];
    const shown = onScreen(reveal(hidden, size, node), node);
    expect(shown.left).toBe(28);
    const inSight = { x: 0, y: 0, zoom: 1 };
    expect(reveal(inSight, size, layout.nodes[1])).toEqual(inSight);
  });

  it('can’t be lost', () => {
    const { x, y } = kept({ x: 1e6, y: -1e6, zoom: 1 }, layout, size);
    expect(x).toBe(size.width - 80);
    expect(y).toBe(80 - layout.height);
  });
});
