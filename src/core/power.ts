// Powers by repeated squaring: exact operations only, so the same bits in every engine.

/** Raises cells[0] and cells[1] to a whole exponent ≥ 0, in their places (see `Figures`); float64, within a few ulps. */
export function raise(cells: Float64Array, exponent: number): void {
  for (let i = 0; i < 2; i++) {
    let result = 1;
    for (let square = cells[i], rest = exponent; rest > 0; rest = Math.floor(rest / 2), square *= square) {
      if (rest % 2 === 1) result *= square;
    }
    cells[i] = result;
  }
}
