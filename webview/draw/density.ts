// The densities that inits draw from, evaluated for drawing.
import type { ParameterDescription } from '../../src/protocol/description.ts';

export type Theory = ParameterDescription['init']['explanation']['theory'];

/** Density at x; the point mass of a constant has none. */
export function densityAt(theory: Theory, x: number): number {
  switch (theory.kind) {
    case 'uniform':
      return x >= theory.from && x <= theory.to && theory.to > theory.from ? 1 / (theory.to - theory.from) : 0;
    case 'normal': {
      const { mean, std, from = -Infinity, to = Infinity, zeros = 0 } = theory;
      if (x < from || x > to || std <= 0) return 0;
      const inside = normalCumulative((to - mean) / std) - normalCumulative((from - mean) / std);
      const density =
        Math.exp(-0.5 * ((x - mean) / std) ** 2) / (std * Math.sqrt(2 * Math.PI) * Math.max(inside, 1e-12));
      return (1 - zeros) * density;
    }
    case 'point':
      return 0;
    default:
      return theory satisfies never;
  }
}

/** Where nearly all of it lies: the axis of a drawing shows at least this. */
export function support(theory: Theory): readonly [from: number, to: number] {
  switch (theory.kind) {
    case 'uniform':
      return [theory.from, theory.to];
    case 'normal': {
      const { mean, std, from = -Infinity, to = Infinity } = theory;
      return [Math.max(from, mean - 3 * std), Math.min(to, mean + 3 * std)];
    }
    case 'point':
      return [theory.value, theory.value];
    default:
      return theory satisfies never;
  }
}

/** Φ(z) by Abramowitz & Stegun 26.2.17: absolute error below 7.5e-8, enough for a picture. */
function normalCumulative(z: number): number {
  if (z === Infinity) return 1;
  if (z === -Infinity) return 0;
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}
