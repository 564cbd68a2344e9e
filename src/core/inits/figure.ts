// A number as an init's formula shows it: four significant digits.

export function figure(value: number): string {
  return String(Number(value.toPrecision(4))).replaceAll('-', '−');
}
