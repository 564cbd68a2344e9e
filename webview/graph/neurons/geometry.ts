// Where neurons stand in their box and how links run between two boxes, in graph coordinates.
import { neuronsTop, tileSize } from '../boxes.ts';
import type { PlacedNode } from '../layout.ts';

export interface LinkField {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Heights, in the field, at which links leave and arrive. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Middle of each tile, from the top of its box. */
export function tileMiddles(units: number): number[] {
  const { size, gap } = tileSize(units);
  return Array.from({ length: units }, (_, i) => neuronsTop + i * (size + gap) + size / 2);
}

/** The space between the tiles of two boxes. */
export function linkField(a: PlacedNode, b: PlacedNode, sources: number, units: number): LinkField {
  const x = a.x + (a.width + tileSize(sources).size) / 2;
  const right = b.x + (b.width - tileSize(units).size) / 2;
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: right - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
    from: tileMiddles(sources).map((middle) => middle + a.y - y),
    to: tileMiddles(units).map((middle) => middle + b.y - y),
  };
}

/** A link's height part of the way across (0…1): it leaves and arrives level. */
function heightAt(from: number, to: number, part: number): number {
  return from + (to - from) * part * part * (3 - 2 * part);
}

/** Traces it: the cubic whose x goes evenly and whose y is `heightAt`. */
export function traceLink(context: CanvasRenderingContext2D, { width }: LinkField, from: number, to: number): void {
  context.moveTo(0, from);
  context.bezierCurveTo(width / 3, from, (2 * width) / 3, to, width, to);
}

export interface LinkPlace {
  readonly unit: number;
  readonly input: number;
}

/** The link nearest to a point of the field, no further than `reach` from it. */
export function linkAt(field: LinkField, x: number, y: number, reach: number): LinkPlace | null {
  const part = Math.max(0, Math.min(1, x / field.width));
  let best: LinkPlace | null = null;
  let least = reach;
  field.to.forEach((to, unit) =>
    field.from.forEach((from, input) => {
      const slope = ((to - from) * 6 * part * (1 - part)) / field.width;
      const distance = Math.abs(heightAt(from, to, part) - y) / Math.hypot(1, slope);
      if (distance < least) [best, least] = [{ unit, input }, distance];
    }),
  );
  return best;
}
