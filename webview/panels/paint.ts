// One touch of the brush on an image of numbers.

/** A pixel becomes `value`, and its four neighbours come half of the way to it: strokes as soft as those of scanned digits. */
export function paint(
  image: readonly number[],
  columns: number,
  row: number,
  column: number,
  value: number,
): readonly number[] {
  const painted = [...image];
  painted[row * columns + column] = value;
  for (const [r, c] of [
    [row - 1, column],
    [row + 1, column],
    [row, column - 1],
    [row, column + 1],
  ]) {
    const at = r * columns + c;
    if (c >= 0 && c < columns && at >= 0 && at < image.length) painted[at] = Math.fround((image[at] + value) / 2);
  }
  return painted;
}
