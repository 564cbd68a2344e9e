// What the losses and spreads of compared variants come to.
import type { ComparedVariant, Spread } from '../../src/protocol/experiment.ts';

const lastLosses = 10;
/** Powers of ten beyond what most variants reach. */
const outside = 2;

/** Mean of the last losses; ∞ where it broke down or has none. */
export function finalLoss(losses: readonly number[]): number {
  const last = losses.slice(-lastLosses);
  const mean = last.reduce((sum, loss) => sum + loss, 0) / last.length;
  return Number.isFinite(mean) ? mean : Infinity;
}

export type Verdict =
  | { readonly kind: 'waiting' }
  /** The loss was not finite at this iteration, from 1. */
  | { readonly kind: 'broken'; readonly at: number }
  | { readonly kind: 'grown' | 'fine'; readonly loss: number };

export function verdictOf(losses: readonly number[], iterations: number): Verdict {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0) return { kind: 'broken', at: broken + 1 };
  if (losses.length < iterations) return { kind: 'waiting' };
  const loss = finalLoss(losses);
  return { kind: loss > 1.5 * losses[0] ? 'grown' : 'fine', loss };
}

/** Powers of ten that hold the spreads, whole ones: of a variant far outside the others' only what lies with them. */
export function spreadRange(variants: readonly ComparedVariant[]): readonly [from: number, to: number] {
  const reaches = variants.flatMap(({ activations, gradients }) => {
    const spreads = [...(activations ?? []), ...(gradients ?? [])].filter(
      (spread): spread is Spread => spread !== null && Number.isFinite(spread.median),
    );
    return spreads.length === 0
      ? []
      : [[Math.min(...spreads.map(({ low }) => low)), Math.max(...spreads.map(({ high }) => high))] as const];
  });
  if (reaches.length === 0) return [-4, 1];
  const lows = reaches.map(([low]) => low).sort((a, b) => a - b);
  const highs = reaches.map(([, high]) => high).sort((a, b) => b - a);
  const usual = Math.floor(reaches.length / 4);
  // What vanishes further than this is not told apart.
  const from = Math.max(-16, Math.floor(Math.max(lows[0], lows[usual] - outside)));
  return [from, Math.max(from + 1, Math.min(12, Math.ceil(Math.min(highs[0], highs[usual] + outside))))];
}

/** log10 of the losses that are drawn: up to a little above the largest first one. */
export function lossRange(variants: readonly ComparedVariant[]): readonly [low: number, high: number] {
  const all = variants.flatMap(({ losses }) => losses.filter((loss) => Number.isFinite(loss) && loss > 0));
  const starts = variants.flatMap(({ losses }) => (Number.isFinite(losses[0]) && losses[0] > 0 ? [losses[0]] : []));
  if (all.length === 0 || starts.length === 0) return [-1, 0];
  const low = Math.log10(all.reduce((a, b) => Math.min(a, b)));
  const median = [...starts].sort((a, b) => a - b)[Math.floor(starts.length / 2)];
  return [Math.max(low, Math.log10(median) - 6), Math.log10(median) + 0.4];
}
