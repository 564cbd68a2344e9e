// Which images a picture of a layer is made of, and how each is asked for.
import type { PictureDescription } from '../../../src/protocol/description.ts';

export interface LayerImage {
  /** Name of its part, else its index. */
  readonly name: PictureDescription['label'] | string;
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  readonly axes: readonly [row: number, column: number];
  /** Index on each other axis, in their order. */
  readonly lead: readonly number[];
}

export function imagesOf({ shape, rows, columns, each, sample, parts }: PictureDescription, row: number): LayerImage[] {
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== rows && axis !== columns);
  const leadAt = (image: number): number[] => others.map((axis) => (axis === each ? image : axis === sample ? row : 0));
  const all = { columns: [0, shape[columns]] as const, axes: [rows, columns] as const };
  if (parts.length > 0) {
    const height = shape[rows] / parts.length;
    return parts.map((name, i) => ({ ...all, name, rows: [i * height, (i + 1) * height], lead: leadAt(0) }));
  }
  const count = each === null ? 1 : shape[each];
  return Array.from({ length: count }, (_, i) => ({
    ...{ ...all, name: each === null ? '' : String(i), rows: [0, shape[rows]], lead: leadAt(i) },
  }));
}

/** Side by side in lines of one height, no wider than `width`, as many as fit into `height`. */
export interface ImageGrid {
  readonly perLine: number;
  readonly shown: number;
  readonly imageWidth: number;
  readonly imageHeight: number;
}

const gap = 3;

/** @param aspect width of an image for its height */
export function imageGrid(count: number, aspect: number, width: number, height: number, largest: number): ImageGrid {
  let best: ImageGrid | null = null;
  for (let lines = 1; lines <= count; lines++) {
    const perLine = Math.ceil(count / lines);
    const room = Math.min(
      (width - (perLine - 1) * gap) / perLine,
      ((height - (lines - 1) * gap) / lines) * aspect,
      largest * Math.max(1, aspect),
    );
    if (room < smallest) continue;
    if (!best || room > best.imageWidth + 0.5) best = sized(room, aspect, perLine, count);
  }
  if (best) return best;
  // Too many to be seen: the first ones.
  const imageHeight = Math.max(smallest, smallest / aspect);
  const perLine = Math.max(1, Math.floor((width + gap) / (imageHeight * aspect + gap)));
  const lines = Math.max(1, Math.floor((height + gap) / (imageHeight + gap)));
  return sized(imageHeight * aspect, aspect, perLine, Math.min(count, perLine * lines));
}

/** Narrower than this an image tells nothing. */
const smallest = 16;

function sized(width: number, aspect: number, perLine: number, shown: number): ImageGrid {
  const imageWidth = Math.floor(width);
  return { perLine, shown, imageWidth, imageHeight: Math.max(4, Math.floor(width / aspect)) };
}
