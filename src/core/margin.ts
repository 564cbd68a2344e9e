// Margins of maps as convolutions have them: of zeros, or made of the map itself.

/** What a margin can be made of, `zeros` apart; in the kernels their numbers count from 1. */
export const marginModes = ['reflect', 'replicate', 'circular'] as const;
export type MarginMode = (typeof marginModes)[number];

/** Which of `size` places stands at `at`, which may lie before 0 or from `size` on. */
export function marginSource(mode: MarginMode, at: number, size: number): number {
  if (at >= 0 && at < size) return at;
  switch (mode) {
    case 'reflect':
      return at < 0 ? -at : 2 * (size - 1) - at;
    case 'replicate':
      return at < 0 ? 0 : size - 1;
    case 'circular':
      return at < 0 ? at + size : at - size;
  }
}
