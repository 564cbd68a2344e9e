// Where boxes stand when nothing wraps: from left to right, each after all that it takes from. Small graphs are laid out by
// dagre, which untangles best; for large ones its time grows too fast, and boxes are put rank by rank.
import { Graph as DagreGraph, layout as dagreLayout } from '@dagrejs/dagre';

export interface Sizes {
  readonly boxes: readonly { readonly width: number; readonly height: number }[];
  readonly links: readonly { readonly from: number; readonly to: number }[];
}

/** Corners of the boxes, two numbers each; and through which points each link runs, from box to box. */
export interface Ranked {
  readonly corners: readonly number[];
  readonly between: readonly (readonly number[])[];
}

const rankGap = 76;
const boxGap = 36;
/** Lines pass above what hangs over a card's top. */
const lineRoom = 40;
/** The way on which a line over boxes goes up. */
const rise = 14;
/** Boxes above which dagre takes longer than one waits. */
const mostForDagre = 120;

export function placeInRanks(sizes: Sizes): Ranked {
  return sizes.boxes.length <= mostForDagre ? byDagre(sizes) : rankByRank(sizes);
}

function byDagre({ boxes, links }: Sizes): Ranked {
  const graph = new DagreGraph();
  graph.setGraph({ rankdir: 'LR', nodesep: boxGap, edgesep: lineRoom, ranksep: rankGap });
  graph.setDefaultEdgeLabel(() => ({}));
  boxes.forEach(({ width, height }, i) => graph.setNode(String(i), { width, height }));
  for (const { from, to } of links) graph.setEdge(String(from), String(to));
  dagreLayout(graph);
  return {
    corners: boxes.flatMap(({ width, height }, i) => {
      const { x, y } = graph.node(String(i)) as { x: number; y: number };
      return [x - width / 2, y - height / 2];
    }),
    between: links.map(({ from, to }) => {
      const { points } = graph.edge(String(from), String(to)) as { points: { x: number; y: number }[] };
      return points.slice(1, -1).flatMap(({ x, y }) => [x, y]);
    }),
  };
}

/** A box's rank is the longest way to it; in its rank it stands near the middle of what it takes from. */
function rankByRank({ boxes, links }: Sizes): Ranked {
  const rank = new Int32Array(boxes.length);
  const sources = boxes.map((): number[] => []);
  for (const { from, to } of links) {
    rank[to] = Math.max(rank[to], rank[from] + 1);
    sources[to].push(from);
  }
  const ranks: number[][] = [];
  rank.forEach((r, box) => (ranks[r] ??= []).push(box));
  const corners = new Array<number>(2 * boxes.length).fill(0);
  const centre = new Float64Array(boxes.length);
  let x = 0;
  for (const members of ranks) {
    const wish = (box: number): number =>
      sources[box].reduce((sum, from) => sum + centre[from], 0) / Math.max(1, sources[box].length);
    const ordered = members.map((box) => ({ box, wish: wish(box) })).sort((a, b) => a.wish - b.wish);
    const height = ordered.reduce((sum, { box }) => sum + boxes[box].height + boxGap, -boxGap);
    let y = -height / 2;
    for (const { box } of ordered) {
      corners[2 * box] = x;
      corners[2 * box + 1] = y;
      centre[box] = y + boxes[box].height / 2;
      y += boxes[box].height + boxGap;
    }
    x += Math.max(...members.map((box) => boxes[box].width)) + rankGap;
  }
  return { corners, between: links.map(({ from, to }) => around(rank, corners, boxes, from, to)) };
}

/** A link over several ranks runs above the row of boxes. */
function around(
  rank: Int32Array,
  corners: readonly number[],
  boxes: Sizes['boxes'],
  from: number,
  to: number,
): readonly number[] {
  if (rank[to] - rank[from] < 2) return [];
  const top = Math.min(corners[2 * from + 1], corners[2 * to + 1]) - boxGap;
  // Close to the cards, beside what is written on the lines to their neighbours.
  return [corners[2 * from] + boxes[from].width + rise, top, corners[2 * to] - rise, top];
}
