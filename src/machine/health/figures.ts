// Numbers as messages write them, and small statistics.

/** Three digits: `0.00123`, `12.3`, `4.56e-9`. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1).replace('-', '−').replace('e+', 'e');
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** NaN of none; values that are NaN don't count. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[sorted.length >> 1];
}
