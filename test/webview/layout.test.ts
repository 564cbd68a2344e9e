import { describe, expect, it } from 'vitest';
import { fitCamera, isVisible, kept, onScreen, reveal, zoomAt } from '../../webview/graph/camera.ts';
import { blocksOf, boxesOf, foldedBlocks } from '../../webview/graph/boxes.ts';
import { arrange, chainInRanks, isChain, neighbour, nodeAt, type Layout } from '../../webview/graph/layout.ts';
import { freeCorner } from '../../webview/graph/corners.ts';
import { placeInRanks } from '../../webview/graph/ranks.ts';
import { tickToReach } from '../../webview/graph/runTo.ts';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const moons = sketchNetwork(sketches.moons);
const skip = sketchNetwork(sketches.skip);
const thousand = sketchNetwork(sketches.thousand);
const blocks = sketchNetwork(sketches.blocks);
const size = { width: 1068, height: 566 };

function laidOut(
  network: NetworkDescription,
  window = size,
  options = { folded: [] as readonly string[], neurons: false },
): Layout {
  const folded = blocksOf(network).filter(({ name }) => options.folded.includes(name));
  const graph = boxesOf(network, { folded, neurons: options.neurons });
  return arrange(graph, isChain(graph) ? chainInRanks(graph) : placeInRanks(graph), window, !options.neurons);
}

const overlaps = ({ nodes }: Layout): number =>
  nodes.flatMap((a, i) =>
    nodes
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
  ).length;

/** Units by which the lines of an edge that runs straight over cards pass above them. */
const clearances = ({ nodes, edges }: Layout): number[] =>
  edges.flatMap(({ forward }) => {
    const numbers = [...forward.matchAll(/-?\d+(\.\d+)?/g)].map(([digits]) => Number(digits));
    const points = Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]] as const);
    const level = points.filter(([, y], i) => points[i + 1]?.[1] === y || points[i - 1]?.[1] === y);
    return nodes.flatMap((node) =>
      level.flatMap(([x, y]) =>
        x > node.x + 20 && x < node.x + node.width - 20 && y < node.y && y > node.y - 60 ? [node.y - y] : [],
      ),
    );
  });

const columnsOf = ({ nodes }: Layout): number => new Set(nodes.map(({ x }) => x)).size;

it('leaves a corner only for one that is free of the cards that are looked at', () => {
  const [map, window] = [
    { width: 100, height: 100 },
    { width: 600, height: 400 },
  ];
  const card = (left: number, top: number) => ({ left, top, right: left + 150, bottom: top + 120 });
  expect(freeCorner('bottom right', map, window, [])).toBe('bottom right');
  expect(freeCorner('bottom right', map, window, [card(440, 290)])).toBe('bottom left');
  expect(freeCorner('bottom left', map, window, [card(440, 290)])).toBe('bottom left');
  expect(freeCorner('bottom right', map, window, [card(440, 290), card(10, 290), card(480, 10)])).toBe('top left');
  // Out of sight, and where there is no free one.
  expect(freeCorner('bottom right', map, window, [card(700, 290)])).toBe('bottom right');
  expect(freeCorner('top right', map, window, [{ left: 0, top: 0, right: 600, bottom: 400 }])).toBe('top right');
});

describe('layout', () => {
  it('leads lines over cards above what hangs over their tops', () => {
    const found = [...clearances(laidOut(blocks)), ...clearances(laidOut(skip))];
    expect(found.length).toBeGreaterThan(0);
    // A tab is 27 high, the backward line 12 below the forward one.
    for (const above of found) expect(above).toBeGreaterThanOrEqual(39);
  });

  it('wraps a chain in as many columns as show it all', () => {
    expect(columnsOf(laidOut(moons))).toBe(4);
    expect(columnsOf(laidOut(moons, { width: 2400, height: 300 }))).toBe(8);
    expect(columnsOf(laidOut(moons, { width: 300, height: 2200 }))).toBe(1);
  });

  it('places data, layers and loss without overlap, edges from each input', () => {
    for (const network of [moons, skip, thousand]) {
      const layout = laidOut(network);
      expect(layout.nodes.map(({ index }) => index)).toEqual([
        -1,
        ...network.layers.map(({ index }) => index),
        network.layers.length,
      ]);
      expect(overlaps(layout)).toBe(0);
      expect(layout.edges).toHaveLength(network.layers.flatMap(({ inputs }) => inputs).length + 1);
      for (const { x, y, width, height } of layout.nodes)
        expect(x >= 0 && y >= 0 && x + width <= layout.width && y + height <= layout.height).toBe(true);
    }
  });

  it('draws a branch left to right', () => {
    const { nodes, edges } = laidOut(skip, { width: 9000, height: 300 });
    for (const { from, to } of edges) expect(nodes[from].x).toBeLessThan(nodes[to].x);
  });

  it('puts a large network with branches rank by rank, without overlap', () => {
    const many = sketchNetwork({
      ...sketches.skip,
      layers: Array.from({ length: 400 }, (_, i) => ({
        name: `layer${i}`,
        type: i % 4 === 3 ? 'Add' : 'Tanh',
        units: 8,
        ...(i % 4 === 3 && { inputs: [i - 1, i - 4] }),
      })),
    });
    const layout = laidOut(many);
    expect(layout.nodes).toHaveLength(402);
    expect(overlaps(layout)).toBe(0);
    // Seen whole it is no ribbon.
    expect(layout.width / layout.height).toBeLessThan(4);
  });

  it('folds a Repeat to one box that its neighbours are joined to', () => {
    const open = laidOut(blocks);
    const folded = laidOut(blocks, size, { folded: ['block'], neurons: false });
    expect(blocksOf(blocks)).toEqual([{ name: 'block', first: 1, last: 9, repetitions: 3 }]);
    expect(open.nodes).toHaveLength(blocks.layers.length + 2);
    expect(folded.nodes.map(({ kind, index, last }) => [kind, index, last])).toEqual([
      ['card', -1, -1],
      ['card', 0, 0],
      ['block', 1, 9],
      ['card', 10, 10],
      ['card', 11, 11],
    ]);
    expect(folded.edges.map(({ source, target }) => [source, target])).toEqual([
      [-1, 0],
      [0, 1],
      [9, 10],
      [10, 11],
    ]);
    expect(nodeAt(folded, 5)?.index).toBe(1);
  });

  it('remembers what was folded by hand, and folds large networks by itself', () => {
    expect(foldedBlocks(blocks, [])).toEqual([]);
    expect(foldedBlocks(blocks, ['+block']).map(({ name }) => name)).toEqual(['block']);
    const layers = Array.from({ length: 60 }, (_, i) => ({
      ...blocks.layers[0],
      index: i,
      block: { name: 'deep', repetition: i + 1 },
    }));
    expect(foldedBlocks({ ...blocks, layers }, [])).toHaveLength(1);
    expect(foldedBlocks({ ...blocks, layers }, ['-deep'])).toEqual([]);
  });

  it('gathers the layers that act on the same neurons', () => {
    const { nodes } = laidOut(moons, size, { folded: [], neurons: true });
    expect(nodes.map(({ kind, index, last }) => [kind, index, last])).toEqual([
      ['neurons', -1, -1],
      ['neurons', 0, 1],
      ['neurons', 2, 3],
      ['neurons', 4, 5],
      ['card', 6, 6],
    ]);
  });

  it('walks to the card ahead', () => {
    const { nodes } = laidOut(moons);
    expect(neighbour(nodes, nodes[0], 1, 0)?.index).toBe(0);
    expect(neighbour(nodes, nodes[1], 0, 1)?.index).toBe(4);
    expect(neighbour(nodes, nodes[5], 0, -1)?.index).toBe(0);
    expect(neighbour(nodes, nodes[0], 0, -1)).toBeNull();
  });
});

describe('run to here', () => {
  const { length } = moons.instructions;

  it('goes to the next instruction of a layer, this iteration or the next', () => {
    expect(tickToReach(moons, 0, [2, 2], 'forward')).toBe(4);
    expect(tickToReach(moons, 3, [2, 2], 'forward')).toBe(4);
    expect(tickToReach(moons, 4, [2, 2], 'forward')).toBe(length + 4);
    expect(tickToReach(moons, 2 * length, [-1, -1], 'forward')).toBe(2 * length + 1);
  });

  it('goes to it on the way back, and nowhere where there is none', () => {
    const tick = tickToReach(moons, 0, [2, 2], 'backward');
    expect(moons.instructions[tick! - 1]).toMatchObject({ phase: 'backward', layer: 2 });
    expect(tickToReach(moons, 0, [-1, -1], 'backward')).toBeNull();
  });
});

describe('camera', () => {
  const layout = laidOut(moons);

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
