// Powers by repeated squaring: exact operations only, so the same bits in every engine.

/** base^exponent in float64 for a whole exponent ≥ 0, within a few ulps. */
export function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2), square *= square) {
    if (rest % 2 === 1) result *= square;
  }
  return result;
}
