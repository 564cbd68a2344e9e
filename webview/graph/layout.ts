// Where cards stand and edges run, in graph coordinates. A chain wraps in rows like text; a network with branches is laid
// out by dagre from left to right.
import { Graph as DagreGraph, layout as dagreLayout } from '@dagrejs/dagre';
import type { NetworkDescription } from '../../src/protocol/description.ts';

export const cardWidth = 206;
export const cardHeight = 196;
const gapX = 56;
const gapY = 76;
/** Around everything; the badge of a card hangs over its top. */
const margin = 24;
/** Where edges meet a card, from its top; the backward line runs below the forward one. */
const portY = 92;
const lineGap = 12;
/** Cards smaller than this part of their size are not worth shrinking to: better to scroll. */
const smallestShrink = 0.66;
const mostColumns = 200;
/** Cards above which a chain is laid out to be seen whole rather than to be scrolled in rows as wide as the window. */
const longChain = 80;

/** index: −1 the data, layers.length the loss. */
export interface PlacedNode {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly from: number;
  readonly to: number;
  readonly forward: string;
  readonly backward: string;
  readonly label: { readonly x: number; readonly y: number };
}

export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

interface Link {
  readonly from: number;
  readonly to: number;
}

function linksOf(network: NetworkDescription): Link[] {
  const links = network.layers.flatMap((layer) => layer.inputs.map((from) => ({ from, to: layer.index })));
  return [...links, { from: network.layers.length - 1, to: network.layers.length }];
}

export function isChain(network: NetworkDescription): boolean {
  return network.layers.every(({ inputs }, i) => inputs.length === 1 && inputs[0] === i - 1);
}

/** Cards a row for a chain of `count` cards in a window: all of them at once where that leaves them readable. */
export function columnsFor(count: number, width: number, height: number): number {
  let best = { columns: 1, scale: 0 };
  for (let columns = 1; columns <= Math.min(count, mostColumns); columns++) {
    const size = gridSize(columns, Math.ceil(count / columns));
    const scale = Math.min(1, width / size.width, height / size.height);
    if (scale > best.scale + 1e-9) best = { columns, scale };
  }
  // A very long chain is looked at as a map first.
  if (best.scale >= smallestShrink || count > longChain) return best.columns;
  return Math.max(1, Math.floor((width / 0.75 - 2 * margin + gapX) / (cardWidth + gapX)));
}

const gridSize = (columns: number, rows: number): { width: number; height: number } => ({
  width: 2 * margin + columns * cardWidth + (columns - 1) * gapX,
  height: 2 * margin + rows * cardHeight + (rows - 1) * gapY,
});

export function layoutGraph(network: NetworkDescription, columns: number): Layout {
  return isChain(network) ? layoutChain(network, columns) : layoutBranches(network);
}

function layoutChain(network: NetworkDescription, columns: number): Layout {
  const count = network.layers.length + 2;
  const nodes = Array.from({ length: count }, (_, i) => ({
    index: i - 1,
    x: margin + (i % columns) * (cardWidth + gapX),
    y: margin + 4 + Math.floor(i / columns) * (cardHeight + gapY),
  }));
  const edges = linksOf(network).map(({ from, to }) => {
    const [a, b] = [nodes[from + 1], nodes[to + 1]];
    return a.y === b.y ? straight(a, b) : wrapping(a, b);
  });
  const size = gridSize(Math.min(columns, count), Math.ceil(count / columns));
  return { nodes, edges, width: size.width, height: size.height + 4 };
}

function straight(a: PlacedNode, b: PlacedNode): PlacedEdge {
  const [x1, x2, y] = [a.x + cardWidth, b.x, a.y + portY];
  return {
    from: a.index,
    to: b.index,
    forward: `M${x1 + 1} ${y}H${x2 - 3}`,
    backward: `M${x2 - 1} ${y + lineGap}H${x1 + 3}`,
    label: { x: (x1 + x2) / 2, y: y - 7 },
  };
}

/** From under the last card of a row to the top of the first of the next. */
function wrapping(a: PlacedNode, b: PlacedNode): PlacedEdge {
  const [x1, y1] = [a.x + cardWidth / 2, a.y + cardHeight];
  const [x2, y2] = [b.x + cardWidth / 2, b.y];
  const bend = gapY * 0.62;
  const [x3, x4, lower] = [x1 + lineGap, x2 + lineGap, lineGap + 2];
  return {
    from: a.index,
    to: b.index,
    forward: `M${x1} ${y1 + 1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2 - 3}`,
    backward: `M${x4} ${y2 - 1}C${x4} ${y2 - bend + lower} ${x3} ${y1 + bend + lower} ${x3} ${y1 + 3}`,
    label: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 10 },
  };
}

function layoutBranches(network: NetworkDescription): Layout {
  const graph = new DagreGraph();
  graph.setGraph({ rankdir: 'LR', nodesep: 36, ranksep: gapX + 20, marginx: margin, marginy: margin + 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (let index = -1; index <= network.layers.length; index++) {
    graph.setNode(String(index), { width: cardWidth, height: cardHeight });
  }
  const links = linksOf(network);
  for (const { from, to } of links) graph.setEdge(String(from), String(to));
  dagreLayout(graph);
  const nodes = Array.from({ length: network.layers.length + 2 }, (_, i) => {
    const { x, y } = graph.node(String(i - 1)) as { x: number; y: number };
    return { index: i - 1, x: x - cardWidth / 2, y: y - cardHeight / 2 };
  });
  const edges = links.map(({ from, to }) => {
    const { points } = graph.edge(String(from), String(to)) as { points: { x: number; y: number }[] };
    return routed(nodes[from + 1], nodes[to + 1], points.slice(1, -1));
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { nodes, edges, width, height };
}

/** From the right side of a card to the left side of another, through dagre's points between. */
function routed(a: PlacedNode, b: PlacedNode, between: readonly { x: number; y: number }[]): PlacedEdge {
  const through = [
    { x: a.x + cardWidth, y: a.y + portY },
    ...between.map(({ x, y }) => ({ x, y: y - 6 })),
    { x: b.x, y: b.y + portY },
  ];
  // One bend needs no point between; a long edge around other cards does.
  const points = through.length === 3 ? [through[0], through[2]] : through;
  const path = (list: readonly { x: number; y: number }[], dy: number): string =>
    list
      .map(({ x, y }, i) => {
        if (i === 0) return `M${x} ${y + dy}`;
        const half = (x - list[i - 1].x) / 2;
        return `C${list[i - 1].x + half} ${list[i - 1].y + dy} ${x - half} ${y + dy} ${x} ${y + dy}`;
      })
      .join('');
  const middle = points.length >> 1;
  return {
    from: a.index,
    to: b.index,
    forward: path([...points.slice(0, -1), { x: b.x - 3, y: b.y + portY }], 0),
    backward: path([...points.slice(0, -1), { x: b.x - 1, y: b.y + portY }].reverse(), lineGap),
    label: { x: (points[middle - 1].x + points[middle].x) / 2, y: (points[middle - 1].y + points[middle].y) / 2 - 7 },
  };
}

/** The card next to `from` in a direction: nearest, those straight ahead before those aside. */
export function neighbour(nodes: readonly PlacedNode[], from: PlacedNode, dx: number, dy: number): PlacedNode | null {
  let best: PlacedNode | null = null;
  let least = Infinity;
  for (const node of nodes) {
    const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    if (along <= 1 || (dx !== 0 && aside > cardHeight && dy === 0 && aside > along * 2)) continue;
    const distance = along + 2.5 * aside;
    if (distance < least) [best, least] = [node, distance];
  }
  return best;
}
