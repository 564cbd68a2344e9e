// What a drawing is painted on. Coordinates are CSS pixels; `ratio` is device pixels for each, for those that set pixels.
import type { Palette } from './palette.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly palette: Palette;
}

export function inset(
  { width, height }: { width: number; height: number },
  left: number,
  top = left,
  right = left,
  bottom = top,
): Box {
  return { x: left, y: top, width: Math.max(1, width - left - right), height: Math.max(1, height - top - bottom) };
}

/** Maps a..b onto c..d. */
export function linear(a: number, b: number, c: number, d: number): (value: number) => number {
  const slope = b === a ? 0 : (d - c) / (b - a);
  return (value) => c + (value - a) * slope;
}

/** Writes a label no wider than `room`; where it is, its middle gives way: names often differ at their ends. */
export function fittedText(surface: Surface, label: string, x: number, y: number, room: number): void {
  const { context, palette } = surface;
  context.font = `10px ${palette.font}`;
  let shown = label;
  for (let length = label.length - 1; length > 0 && context.measureText(shown).width > room; length--) {
    const end = length >> 1;
    shown = `${label.slice(0, length - end)}…${label.slice(label.length - end)}`;
  }
  text(surface, shown, x, y, 'center');
}

export function text(
  surface: Surface,
  label: string,
  x: number,
  y: number,
  align: CanvasTextAlign = 'left',
  size = 10,
): void {
  const { context, palette } = surface;
  context.font = `${size}px ${palette.font}`;
  context.textAlign = align;
  context.fillText(label, x, y);
}
