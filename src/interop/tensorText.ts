// A tensor as text: CSV, JSON, and what NumPy reads. Every number with the digits that give its float32 back.
/** The shortest decimal that rounds to the same float32. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

/** Rows of the last axis, a line each. */
export function asCsv(values: ArrayLike<number>, shape: readonly number[]): string {
  const columns = shape.at(-1) ?? 1;
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += columns) {
    lines.push(Array.from({ length: columns }, (_, j) => numberText(values[i + j])).join(','));
  }
  return `${lines.join('\n')}\n`;
}

function nested(values: ArrayLike<number>, shape: readonly number[], write: (value: number) => string): string {
  let at = 0;
  const level = (axis: number): string => {
    if (axis === shape.length) return write(values[at++]);
    const items = Array.from({ length: shape[axis] }, () => level(axis + 1));
    const innermost = axis === shape.length - 1;
    return `[${items.join(innermost ? ', ' : `,\n${' '.repeat(axis + 1)}`)}]`;
  };
  return level(0);
}

/** JSON has no NaN and no ∞: null. */
export function asJson(values: ArrayLike<number>, shape: readonly number[]): string {
  return nested(values, shape, (value) => (Number.isFinite(value) ? numberText(value) : 'null'));
}

export function asNumpy(values: Float32Array | Int32Array, shape: readonly number[]): string {
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  const write = (value: number): string =>
    Number.isFinite(value) ? numberText(value) : numberText(value).replace(/(nan|inf)/, 'np.$1');
  return `np.array(${nested(values, shape, write)}, dtype=np.${dtype})`;
}
