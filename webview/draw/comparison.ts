// A distribution now (bars), as it was at init (dashed outline) and as its init's theory has it (area), all as densities
// on one axis.
import { densityAt, support, type Theory } from './density.ts';
import { densityArea, histogram, outline, tallest, total, type Bins } from './histogram.ts';
import { linear, type Box, type Surface } from './surface.ts';
import { niceAbove } from '../format.ts';

export interface Comparison {
  readonly now: Bins | null;
  readonly init: Bins | null;
  readonly theory: Theory | null;
  readonly colour: 'forward' | 'backward' | 'update';
}

/** Counts as density: parts of all, by unit of x. Null where all values are the same: a density has no number for that. */
export function asDensity({ from, to, counts }: Bins): Bins | null {
  const all = total(counts);
  if (!(to > from) || all === 0) return null;
  const scale = counts.length / (all * (to - from));
  return { from, to, counts: Float64Array.from(counts, (count) => count * scale) };
}

/** An axis that holds everything, rounded outwards so that it seldom changes; symmetric unless nothing is negative. */
export function comparisonAxis({ now, init, theory }: Comparison): readonly [from: number, to: number] {
  const ends = [now, init].flatMap((bins) => (bins && Number.isFinite(bins.from) ? [bins.from, bins.to] : []));
  if (theory) ends.push(...support(theory));
  if (ends.length === 0) return [-1, 1];
  const limit = niceAbove(Math.max(...ends.map(Math.abs)));
  return Math.min(...ends) >= 0 ? [0, limit] : [-limit, limit];
}

export function comparison(surface: Surface, box: Box, shown: Comparison): void {
  const { context, palette } = surface;
  const axis = comparisonAxis(shown);
  const x = linear(axis[0], axis[1], box.x, box.x + box.width);
  const now = shown.now && asDensity(shown.now);
  const init = shown.init && asDensity(shown.init);
  const theory = shown.theory && shown.theory.kind !== 'point' ? shown.theory : null;
  const peak = theory ? densityAt(theory, Math.max(axis[0], Math.min(axis[1], middleOf(theory)))) : 0;
  const highest = now ? tallest(now.counts) : 0;
  // What is compared with may be far narrower: it is then cut, lest the present be a flat line.
  const others = Math.max(init ? tallest(init.counts) : 0, peak);
  const top = Math.max(highest, Math.min(others, (highest || others) * 2.5)) * 1.06 || 1;
  if (theory) {
    context.fillStyle = palette.dim;
    context.globalAlpha = 0.24;
    densityArea(surface, box, (value) => densityAt(theory, value), axis, top);
    context.globalAlpha = 1;
  }
  context.fillStyle = palette.line;
  context.fillRect(box.x, box.y + box.height, box.width, 1);
  if (axis[0] < 0) context.fillRect(Math.round(x(0)), box.y, 1, box.height);
  if (now)
    histogram(
      surface,
      { ...box, x: x(now.from), width: x(now.to) - x(now.from) },
      now.counts,
      palette[shown.colour],
      top,
    );
  else if (shown.now) spike(surface, box, x(shown.now.from), palette[shown.colour]);
  context.strokeStyle = palette.foreground;
  context.lineWidth = 1;
  context.setLineDash([3, 2]);
  if (init) outline(surface, box, init, axis, top);
  context.setLineDash([]);
}

const middleOf = (theory: Theory): number =>
  theory.kind === 'uniform' ? (theory.from + theory.to) / 2 : theory.kind === 'normal' ? theory.mean : theory.value;

/** All values are one. */
function spike({ context }: Surface, box: Box, x: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(x - 1.5, box.y + box.height * 0.1, 3, box.height * 0.9);
}
