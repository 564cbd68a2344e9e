// Numbers in JSON, which has neither NaN nor infinities.

/** A float32 as the number it is (its shortest decimal as a double); `"NaN"`, `"Infinity"`, `"-Infinity"` as text. */
export function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** What --help says about it. */
export const jsonNumberNote =
  'JSON has no numbers for them, so a loss or value that is not finite is the text "NaN", "Infinity" or "-Infinity"\n' +
  '(in Python: float(value) reads both).';
