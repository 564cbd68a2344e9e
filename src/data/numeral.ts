// A cell's number.
import { FLOAT32_MAX } from '../core/options.ts';

const pattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** null when the text is no decimal number, or one that a float32 can't hold. */
export function numeral(cell: string): number | null {
  if (!pattern.test(cell)) return null;
  const value = Number(cell);
  return Math.abs(value) <= FLOAT32_MAX ? value : null;
}
