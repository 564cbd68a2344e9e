// Numbers and texts as they are shown: short and tabular, whole on hover.

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const minus = '−';

/** `10⁻⁴` for −4. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => superscripts[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Four significant digits: `0.2134`, `−12.07`, `1.3 × 10⁻⁵`; NaN and ∞ as such. */
export function short(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? minus : '';
  const exponent = Math.floor(Math.log10(size));
  if (exponent < -3 || exponent > 5) {
    const [mantissa, power] = size.toExponential(Math.min(2, digits - 1)).split('e');
    return `${sign}${mantissa} × ${powerOfTen(Number(power))}`;
  }
  if (Number.isInteger(size) && exponent >= digits - 1) return sign + whole(size);
  // Below one as many decimals as digits, more only where few would leave nothing.
  const decimals = exponent < 0 ? Math.min(Math.max(digits, 4), digits - 1 - exponent) : digits - 1 - exponent;
  return sign + size.toFixed(Math.max(0, decimals));
}

/** Two digits in the least room: `4.7`, `6.2e−5`. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value) || (size >= 1e-2 && size < 1e4)) return short(value, 2);
  return value.toExponential(1).replaceAll('-', minus).replace('+', '');
}

/** Like `short`, but in little room where the number is far from one: `0.2134`, `6.2e−5`. */
export function brief(value: number, digits = 4): string {
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? short(value, digits) : compact(value);
}

/** A value of the data: a whole number is a count, a code or a pixel and has no decimals. */
export function datum(value: number): string {
  return Number.isSafeInteger(value) ? String(value).replace('-', minus) : short(value);
}

/** A label for an axis: as few digits as tell it. */
export function axisNumber(value: number): string {
  const text =
    Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3)
      ? short(value, 2)
      : String(Number(value.toPrecision(3)));
  return text.replace('-', minus);
}

/** Everything that a float32 holds. */
export function exact(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))).replace('-', minus) : short(value);
}

/** A whole number with separators: `12,345`. */
export function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en-US').replace('-', minus) : short(value);
}

/** `41 %`; one decimal below ten. */
export function percent(fraction: number): string {
  if (!Number.isFinite(fraction)) return short(fraction);
  const value = fraction * 100;
  return `${value === 0 || value >= 10 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} %`;
}

/** Three decimals, without the rounding that would call 0.9996 a 1.000. */
export function accuracyText(value: number): string {
  return value < 1 && value >= 0.9995 ? '0.999' : value.toFixed(3);
}

export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Fills {0}, {1} … of a translated string. */
export function format(template: string, ...args: (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (hole, index: string) => String(args[Number(index)] ?? hole));
}

/** The next larger "nice" number, in steps of about a quarter: an axis or colour scale that follows data changes rarely. */
export function niceAbove(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const scale = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  const step = steps.find((candidate) => candidate * scale >= value * (1 - 1e-6)) ?? 10;
  return step * scale;
}

/** Round values that divide from..to into about `count` parts. */
export function ticks(from: number, to: number, count: number): number[] {
  const span = to - from;
  if (!(span > 0) || count < 1) return [];
  const raw = span / count;
  const scale = 10 ** Math.floor(Math.log10(raw));
  const step = scale * ([1, 2, 5, 10].find((candidate) => candidate * scale >= raw) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
