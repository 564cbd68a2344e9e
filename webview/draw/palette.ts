// The colours that drawings are made of. Blue and orange stand for negative and positive, forward and backward.

export type Rgb = readonly [r: number, g: number, b: number];

export interface Palette {
  readonly font: string;
  readonly foreground: string;
  readonly dim: string;
  readonly line: string;
  readonly background: string;
  readonly forward: string;
  readonly backward: string;
  readonly update: string;
  readonly accent: string;
  readonly positive: Rgb;
  readonly negative: Rgb;
  /** Colour of zero in a heat map. */
  readonly ground: Rgb;
  /** RGBA of −limit … +limit in `heatSteps` steps. */
  readonly heat: Uint32Array;
  readonly classes: readonly Rgb[];
  /** NaN and ∞. */
  readonly invalid: Rgb;
}

/** Odd, so that the middle one is zero. */
const heatSteps = 511;

/** A colour as the four bytes of ImageData (RGBA in memory; every platform that runs this is little-endian). */
export function pixel([r, g, b]: Rgb, alpha = 255): number {
  return ((alpha << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

export function mix(from: Rgb, to: Rgb, part: number): Rgb {
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

export const css = ([r, g, b]: Rgb, alpha = 1): string =>
  `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)} / ${alpha})`;

export function heatTable(negative: Rgb, ground: Rgb, positive: Rgb): Uint32Array {
  const middle = (heatSteps - 1) / 2;
  return Uint32Array.from({ length: heatSteps }, (_, i) => {
    const part = (i - middle) / middle;
    return pixel(mix(ground, part < 0 ? negative : positive, Math.abs(part)));
  });
}

/** The table's entry of a value on a scale from −limit to +limit. */
export function heatIndex(value: number, limit: number): number {
  const middle = (heatSteps - 1) / 2;
  const part = Math.max(-1, Math.min(1, value / limit));
  return Math.round(middle + part * middle);
}
