// Which iterations a plot shows: nearer, farther, or all of them.

/** From and to, in iterations; null: all from 0 to the end. */
export type IterationZoom = readonly [from: number, to: number] | null;

/** The part of 0…end that is wanted, null where that is all of it. */
export function zoomTo(wanted: IterationZoom, end: number): IterationZoom {
  if (!wanted) return null;
  const [from, to] = [Math.max(0, wanted[0]), Math.min(end, wanted[1])];
  return to - from < end && to > from ? [from, to] : null;
}

/** Shows `factor` times as many iterations, at least two; what stands at `part` (0…1) of the width stays there. */
export function zoomBy(zoom: IterationZoom, end: number, factor: number, part: number): IterationZoom {
  const [from, to] = zoom ?? [0, end];
  const middle = from + (to - from) * part;
  const length = Math.max(2, (to - from) * factor);
  return zoomTo([middle - length * part, middle + length * (1 - part)], end);
}
