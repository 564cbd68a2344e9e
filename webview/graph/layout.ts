// Where boxes stand and edges run, in graph coordinates: what was put in ranks from left to right is wrapped in rows like
// text, as many ranks a row as show most of it.
import { cardHeight, cardWidth, type Box, type BoxGraph, type Link } from './boxes.ts';
import type { Ranked } from './ranks.ts';

const gapX = 56;
/** Between neurons, for their links. */
const linksGap = 88;
const gapY = 62;
/** Around everything; the badge of a card hangs over its top. */
const margin = 24;
/** Where edges meet a card, from its top; the backward line runs below the forward one. */
const portY = 92;
export const lineGap = 12;
/** A line that goes over cards runs so much above its points, and has so much free above it. */
const [lineRise, overGap] = [6, 16];
/** Cards smaller than this part of their size are not worth shrinking to: better to scroll. */
export const smallestShrink = 0.6;
/** The part of their size for which the rows of a graph that is scrolled are made. */
const scrolledShrink = 0.68;
const mostRanksInRow = 200;
/** Boxes above which a graph is laid out to be seen whole rather than to be scrolled in rows as wide as the window. */
const manyBoxes = 80;

export interface PlacedNode extends Box {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge extends Link {
  readonly forward: string;
  readonly backward: string;
  readonly label: { readonly x: number; readonly y: number };
}

export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** For each node of the network, index + 1, its box. */
  readonly boxOf: Int32Array;
  readonly width: number;
  readonly height: number;
}

interface Window {
  readonly width: number;
  readonly height: number;
}

/** The box of a node of the network: −1 the data, layers.length the loss. */
export function nodeAt({ nodes, boxOf }: Layout, index: number): PlacedNode | undefined {
  return nodes[boxOf[index + 1]];
}

/** Whether an edge joins neurons with neurons, each with each: the weights are drawn instead. */
export function isDrawnAsLinks({ nodes }: Layout, { from, to }: Link): boolean {
  return nodes[from].kind === 'neurons' && nodes[to].kind === 'neurons';
}

const portOf = ({ kind, height }: Box): number => (kind === 'neurons' ? height / 2 : portY);

export function isChain({ boxes, links }: BoxGraph): boolean {
  return links.length === boxes.length - 1 && links.every(({ from, to }, i) => from === i && to === i + 1);
}

/** A chain needs no untangling: a rank each, their ports at one height. */
export function chainInRanks({ boxes, links }: BoxGraph): Ranked {
  let x = 0;
  const corners = boxes.flatMap((box, i) => {
    const corner = [x, -portOf(box)];
    const hasLinks = box.kind === 'neurons' && boxes[i + 1]?.kind === 'neurons';
    x += box.width + (hasLinks ? linksGap : gapX);
    return corner;
  });
  return { corners, between: links.map(() => []) };
}

interface Rank {
  readonly members: readonly number[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function ranksOf({ boxes }: BoxGraph, { corners }: Ranked): Rank[] {
  const byCentre = new Map<number, number[]>();
  boxes.forEach(({ width }, i) => {
    const centre = Math.round(corners[2 * i] + width / 2);
    const members = byCentre.get(centre);
    if (members) members.push(i);
    else byCentre.set(centre, [i]);
  });
  return [...byCentre]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => ({
      members,
      left: Math.min(...members.map((i) => corners[2 * i])),
      right: Math.max(...members.map((i) => corners[2 * i] + boxes[i].width)),
      top: Math.min(...members.map((i) => corners[2 * i + 1])),
      bottom: Math.max(...members.map((i) => corners[2 * i + 1] + boxes[i].height)),
    }));
}

/** A line over several ranks, from one to another, and how high it runs. */
interface Over {
  readonly first: number;
  readonly last: number;
  readonly top: number;
}

function oversOf({ links }: BoxGraph, { between }: Ranked, ranks: readonly Rank[]): Over[] {
  const rankOf = new Map(ranks.flatMap(({ members }, rank) => members.map((box) => [box, rank] as const)));
  return links.flatMap(({ from, to }, i) => {
    const heights = between[i].filter((_, k) => k % 2 === 1);
    if (heights.length === 0) return [];
    return [{ first: rankOf.get(from)!, last: rankOf.get(to)!, top: Math.min(...heights) - lineRise - overGap }];
  });
}

interface Row {
  readonly ranks: readonly Rank[];
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

function rowsOf(ranks: readonly Rank[], overs: readonly Over[], perRow: number): Row[] {
  return Array.from({ length: Math.ceil(ranks.length / perRow) }, (_, i) => {
    const [start, end] = [i * perRow, (i + 1) * perRow];
    const own = ranks.slice(start, end);
    // What leads into another row runs between the rows.
    const over = overs.flatMap(({ first, last, top: line }) => (first >= start && last < end ? [line] : []));
    const top = Math.min(...own.map((rank) => rank.top), ...over);
    return {
      ranks: own,
      left: own[0].left,
      width: own[own.length - 1].right - own[0].left,
      top,
      height: Math.max(...own.map(({ bottom }) => bottom)) - top,
    };
  });
}

const sizeOfRows = (rows: readonly Row[]): Window => ({
  width: 2 * margin + Math.max(...rows.map(({ width }) => width)),
  height: 2 * margin + 4 + rows.reduce((sum, { height }) => sum + height + gapY, -gapY),
});

/** Ranks a row: all of the graph at once where that leaves it readable, else rows as wide as the window. */
function bestPerRow(ranks: readonly Rank[], overs: readonly Over[], boxes: number, window: Window): number {
  let best = { perRow: 1, scale: 0 };
  for (let perRow = 1; perRow <= Math.min(ranks.length, mostRanksInRow); perRow++) {
    const size = sizeOfRows(rowsOf(ranks, overs, perRow));
    const scale = Math.min(1, window.width / size.width, window.height / size.height);
    if (scale > best.scale + 1e-9) best = { perRow, scale };
  }
  // A very large graph is looked at as a map first.
  if (best.scale >= smallestShrink || boxes > manyBoxes) return best.perRow;
  return Math.max(1, Math.floor((window.width / scrolledShrink - 2 * margin + gapX) / (cardWidth + gapX)));
}

/** `wraps`: false leaves all in one row. */
export function arrange(graph: BoxGraph, ranked: Ranked, window: Window, wraps: boolean): Layout {
  const ranks = ranksOf(graph, ranked);
  const overs = oversOf(graph, ranked, ranks);
  const rows = rowsOf(ranks, overs, wraps ? bestPerRow(ranks, overs, graph.boxes.length, window) : ranks.length);
  const nodes = new Array<PlacedNode>(graph.boxes.length);
  /** What is added to the corners of a box, two numbers each, and the row it is in. */
  const shift = new Float64Array(2 * nodes.length);
  const rowOf = new Int32Array(nodes.length);
  let y = margin + 4;
  rows.forEach((row, r) => {
    for (const i of row.ranks.flatMap(({ members }) => members)) {
      shift[2 * i] = margin - row.left;
      shift[2 * i + 1] = y - row.top;
      rowOf[i] = r;
      nodes[i] = {
        ...graph.boxes[i],
        x: ranked.corners[2 * i] + shift[2 * i],
        y: ranked.corners[2 * i + 1] + shift[2 * i + 1],
      };
    }
    y += row.height + gapY;
  });
  const edges = graph.links.map((link, i): PlacedEdge => {
    const [a, b] = [nodes[link.from], nodes[link.to]];
    if (rowOf[link.from] !== rowOf[link.to]) return { ...link, ...wrapping(a, b) };
    const [dx, dy] = [shift[2 * link.from], shift[2 * link.from + 1]];
    return { ...link, ...routed(a, b, pointsOf(ranked.between[i], dx, dy)) };
  });
  return { nodes, edges, boxOf: graph.boxOf, ...sizeOfRows(rows) };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function pointsOf(numbers: readonly number[], dx: number, dy: number): Point[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i] + dx, y: numbers[2 * i + 1] + dy }));
}

type Path = Omit<PlacedEdge, keyof Link>;

function straight(x1: number, x2: number, y: number): Path {
  return {
    forward: `M${x1 + 1} ${y}H${x2 - 3}`,
    backward: `M${x2 - 1} ${y + lineGap}H${x1 + 3}`,
    label: { x: (x1 + x2) / 2, y: y - 7 },
  };
}

/** From under a card to the top of one in a row below. */
function wrapping(a: PlacedNode, b: PlacedNode): Path {
  const [x1, y1] = [a.x + a.width / 2, a.y + a.height];
  const [x2, y2] = [b.x + b.width / 2, b.y];
  const bend = gapY * 0.62;
  const [x3, x4, lower] = [x1 + lineGap, x2 + lineGap, lineGap + 2];
  return {
    forward: `M${x1} ${y1 + 1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2 - 3}`,
    backward: `M${x4} ${y2 - 1}C${x4} ${y2 - bend + lower} ${x3} ${y1 + bend + lower} ${x3} ${y1 + 3}`,
    label: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 10 },
  };
}

/** Above a level line; in the midst of a steep one, which it interrupts. */
function labelBetween(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 + (Math.abs(a.y - b.y) < 12 ? -7 : 4) };
}

/** From the right side of a card to the left side of another, through the points between. */
function routed(a: PlacedNode, b: PlacedNode, between: readonly Point[]): Path {
  const from = { x: a.x + a.width, y: a.y + portOf(a) };
  const to = { x: b.x, y: b.y + portOf(b) };
  if (between.length < 2 && Math.abs(from.y - to.y) < 1) return straight(from.x, to.x, from.y);
  const through = [from, ...between.map(({ x, y }) => ({ x, y: y - lineRise })), to];
  // One bend needs no point between; a long edge around other cards does.
  const points = through.length === 3 ? [from, to] : through;
  const path = (list: readonly Point[], dy: number): string =>
    list
      .map(({ x, y }, i) => {
        if (i === 0) return `M${x} ${y + dy}`;
        const half = (x - list[i - 1].x) / 2;
        return `C${list[i - 1].x + half} ${list[i - 1].y + dy} ${x - half} ${y + dy} ${x} ${y + dy}`;
      })
      .join('');
  const middle = points.length >> 1;
  return {
    forward: path([...points.slice(0, -1), { x: to.x - 3, y: to.y }], 0),
    backward: path([...points.slice(0, -1), { x: to.x - 1, y: to.y }].reverse(), lineGap),
    label: labelBetween(points[middle - 1], points[middle]),
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
