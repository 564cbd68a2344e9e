// What part of a matrix a heat map shows, and what it asks for: fitted as a whole, or zoomed and scrolled. Along one axis;
// both axes are alike.

/** Elements of a matrix along an axis that are asked for, in cells of `block` elements each. */
export interface Stretch {
  readonly from: number;
  /** May lie beyond the end, so that all blocks have one size. */
  readonly to: number;
  readonly block: number;
}

/** CSS pixels of an element at which its value can be written into it. */
export const readable = { width: 44, height: 20 } as const;
/** Smallest cells, in CSS pixels: of a whole matrix, and while scrolling (then more than what is seen is asked for). */
const smallest = { whole: 3, scrolled: 5 } as const;
/** The longest scrolled stretch in CSS pixels that a browser keeps exact. */
const longest = 8e6;
/** Cells at a time by which what is asked for moves, so that scrolling asks seldom. */
const tile = 8;

/** CSS pixels of an element at a zoom from 1 (all of them fit into the room). */
export function elementSize(length: number, room: number, zoom: number, most: number): number {
  const fitted = room / length;
  return Math.max(fitted, Math.min(fitted * zoom, most, longest / length));
}

/** The largest zoom that changes anything. */
export function largestZoom(rows: number, columns: number, width: number, height: number): number {
  const across = (elementSize(columns, width, Infinity, readable.width) * columns) / width;
  const down = (elementSize(rows, height, Infinity, readable.height) * rows) / height;
  return Math.max(1, across, down);
}

/** @param scroll CSS pixels before the first that is seen */
export function stretchOf(length: number, size: number, room: number, scroll: number): Stretch {
  const isWhole = size * length <= room + 0.5;
  const block = Math.max(1, Math.ceil((isWhole ? smallest.whole : smallest.scrolled) / size - 1e-9));
  const end = Math.ceil(length / block) * block;
  if (isWhole) return { from: 0, to: end, block };
  const first = scroll / size;
  const last = (scroll + room) / size;
  const margin = (last - first) / 4;
  const step = tile * block;
  return {
    from: Math.max(0, Math.floor((first - margin) / step) * step),
    to: Math.min(end, Math.ceil((last + margin) / step) * step),
    block,
  };
}

/** The scroll that shows element `at` with the least movement. */
export function scrollTo(at: number, size: number, room: number, scroll: number): number {
  const [start, end] = [at * size, (at + 1) * size];
  if (start < scroll) return start;
  return end > scroll + room ? end - room : scroll;
}
