// The network's output over the plane of a 2-D input: each pixel in the colour of the class it is given, stronger where
// the network is surer; for a regression in the colour of the value.
import { heatIndex, mix, pixel, type Palette, type Rgb } from './palette.ts';
import type { Box, Surface } from './surface.ts';

export interface Boundary {
  readonly width: number;
  readonly height: number;
  readonly units: number;
  /** For each unit height × width values, the first row the lowest y. */
  readonly values: Float32Array;
  /** How an output is read as a class; null: as a value on ±limit. */
  readonly accuracy: 'argmax' | 'threshold' | null;
  readonly threshold: number;
  readonly limit: number;
}

/** How much of a class's colour its region takes at most: the points must stand out. */
const strongest = 0.55;

/** The class at a cell and how sure the network is of it, 0 (on the boundary) to 1. */
export function decide(boundary: Boundary, cell: number): { winner: number; confidence: number } {
  const { units, values, width, height, threshold } = boundary;
  const size = width * height;
  if (boundary.accuracy === 'threshold' || units === 1) {
    const distance = values[cell] - threshold;
    // A probability lies at most ½ from its threshold; a logit is read through tanh(z / 2) = 2σ(z) − 1.
    const confidence = threshold > 0 ? Math.min(1, Math.abs(distance) / 0.5) : Math.tanh(Math.abs(distance) / 2);
    return { winner: distance > 0 ? 1 : 0, confidence };
  }
  let winner = 0;
  let sum = 0;
  for (let unit = 1; unit < units; unit++) if (values[unit * size + cell] > values[winner * size + cell]) winner = unit;
  const best = values[winner * size + cell];
  let second = -Infinity;
  for (let unit = 0; unit < units; unit++) {
    const value = values[unit * size + cell];
    sum += Math.exp(value - best);
    if (unit !== winner && value > second) second = value;
  }
  return { winner, confidence: (1 - Math.exp(second - best)) / sum };
}

function colourAt(boundary: Boundary, palette: Palette, cell: number): number {
  const value = boundary.values[cell];
  if (Number.isNaN(value)) return pixel(palette.invalid);
  if (!boundary.accuracy) {
    const heat = palette.heat[heatIndex(value, boundary.limit)];
    const rgb: Rgb = [heat & 255, (heat >> 8) & 255, (heat >> 16) & 255];
    return pixel(mix(palette.ground, rgb, strongest + 0.2));
  }
  const { winner, confidence } = decide(boundary, cell);
  const colour = palette.classes[winner % palette.classes.length];
  return pixel(mix(palette.ground, colour, 0.07 + (strongest - 0.07) * confidence));
}

export function boundary(surface: Surface, box: Box, data: Boundary): void {
  const { context, ratio, palette } = surface;
  const width = Math.round(box.width * ratio);
  const height = Math.round(box.height * ratio);
  if (data.width < 1 || width < 1 || height < 1) return;
  const columns = Int32Array.from({ length: width }, (_, x) => Math.floor((x * data.width) / width));
  const colours = new Uint32Array(data.width);
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let y = 0, drawn = -1; y < height; y++) {
    const row = data.height - 1 - Math.floor((y * data.height) / height);
    if (row === drawn) {
      pixels.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    drawn = row;
    for (let x = 0; x < data.width; x++) colours[x] = colourAt(data, palette, row * data.width + x);
    for (let x = 0; x < width; x++) pixels[y * width + x] = colours[columns[x]];
  }
  context.putImageData(image, Math.round(box.x * ratio), Math.round(box.y * ratio));
}
