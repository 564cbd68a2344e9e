// How far magnitudes spread through depth: bands of the middle half and of all but the outermost tenth, and their median,
// over powers of ten. Breaks where a layer has nothing but zeros.
import type { Spread } from '../../src/protocol/experiment.ts';
import { linear, type Box, type Surface } from './surface.ts';

type Edge = 'low' | 'quarter' | 'median' | 'threeQuarters' | 'high';

export function fan(
  { context }: Surface,
  box: Box,
  spreads: readonly (Spread | null)[],
  range: readonly [from: number, to: number],
  colour: string,
): void {
  const x = linear(0, Math.max(1, spreads.length - 1), box.x, box.x + box.width);
  const y = linear(range[0], range[1], box.y + box.height, box.y);
  const at = (spread: Spread, edge: Edge): number => y(Math.max(range[0], Math.min(range[1], spread[edge])));
  context.fillStyle = colour;
  context.strokeStyle = colour;
  for (const run of runs(spreads)) {
    for (const [low, high, alpha] of [
      ['low', 'high', 0.2],
      ['quarter', 'threeQuarters', 0.4],
    ] as const) {
      context.globalAlpha = alpha;
      context.beginPath();
      for (const [i, spread] of run) context.lineTo(x(i), at(spread, high));
      for (const [i, spread] of [...run].reverse()) context.lineTo(x(i), at(spread, low));
      context.fill();
    }
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.beginPath();
    for (const [i, spread] of run) context.lineTo(x(i), at(spread, 'median'));
    if (run.length === 1) context.arc(x(run[0][0]), at(run[0][1], 'median'), 1.5, 0, 7);
    context.stroke();
  }
}

/** Neighbours that have a spread. */
function runs(spreads: readonly (Spread | null)[]): (readonly [number, Spread])[][] {
  const found: (readonly [number, Spread])[][] = [[]];
  spreads.forEach((spread, i) => {
    if (spread && Number.isFinite(spread.median)) found[found.length - 1].push([i, spread]);
    else if (found[found.length - 1].length > 0) found.push([]);
  });
  return found.filter((run) => run.length > 0);
}
