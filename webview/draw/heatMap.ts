// A matrix as cells of colour: blue below zero, orange above, the ground at zero, symmetric about it. Set pixel by pixel,
// so that a 16 × 16 and a 600 × 200 matrix cost the same.
import { heatIndex, pixel, type Palette } from './palette.ts';
import type { Box, Surface } from './surface.ts';
import { brief } from '../format.ts';

export interface Matrix {
  readonly height: number;
  readonly width: number;
  /** Row-major. */
  readonly cells: ArrayLike<number>;
}

/** Largest finite magnitude, 0 for none. */
export function largest(cells: ArrayLike<number>): number {
  let size = 0;
  for (let i = 0; i < cells.length; i++) {
    const value = Math.abs(cells[i]);
    if (value > size && value < Infinity) size = value;
  }
  return size;
}

function cellColours({ height, width, cells }: Matrix, limit: number, palette: Palette): Uint32Array {
  const invalid = pixel(palette.invalid);
  const colours = new Uint32Array(height * width);
  for (let i = 0; i < colours.length; i++)
    colours[i] = Number.isFinite(cells[i]) ? palette.heat[heatIndex(cells[i], limit)] : invalid;
  return colours;
}

/** For each device pixel of a line: its cell, or −1 − cell in the gap after it. */
function pixelCells(pixels: number, count: number, gap: number): Int32Array {
  return Int32Array.from({ length: pixels }, (_, i) => {
    const cell = Math.min(count - 1, Math.floor((i * count) / pixels));
    const end = Math.ceil(((cell + 1) * pixels) / count);
    return cell < count - 1 && i >= end - gap ? -1 : cell;
  });
}

export function heatMap(surface: Surface, box: Box, matrix: Matrix, limit: number): void {
  const { context, ratio, palette } = surface;
  const width = Math.round(box.width * ratio);
  const height = Math.round(box.height * ratio);
  if (width < 1 || height < 1 || matrix.width < 1 || matrix.height < 1) return;
  const colours = cellColours(matrix, limit > 0 ? limit : 1, palette);
  const cell = Math.min(width / matrix.width, height / matrix.height);
  const gap = cell >= 4 * ratio ? Math.max(1, Math.round(ratio * (cell >= 10 * ratio ? 1 : 0.5))) : 0;
  const columns = pixelCells(width, matrix.width, gap);
  const rows = pixelCells(height, matrix.height, gap);
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let y = 0; y < height; y++) {
    const row = rows[y];
    if (row < 0) continue;
    for (let x = 0; x < width; x++) {
      const column = columns[x];
      if (column >= 0) pixels[y * width + x] = colours[row * matrix.width + column];
    }
  }
  context.putImageData(image, Math.round(box.x * ratio), Math.round(box.y * ratio));
}

/** Writes the numbers into cells that have room for them; where they have none, marks those that are not finite: × NaN, ▲ ∞, ▼ −∞. */
export function cellValues(surface: Surface, box: Box, matrix: Matrix, limit: number): void {
  const { context, palette } = surface;
  const width = box.width / matrix.width;
  const height = box.height / matrix.height;
  if (width < 34 || height < 14) {
    if (Math.min(width, height) >= 6) marks(surface, box, matrix);
    return;
  }
  context.textBaseline = 'middle';
  for (let row = 0; row < matrix.height; row++) {
    for (let column = 0; column < matrix.width; column++) {
      const value = matrix.cells[row * matrix.width + column];
      context.fillStyle = readableOn(palette, value, limit);
      context.font = `${Math.min(11, height * 0.7)}px ${palette.font}`;
      context.textAlign = 'center';
      context.fillText(brief(value, 3), box.x + (column + 0.5) * width, box.y + (row + 0.5) * height, width - 4);
    }
  }
  context.textBaseline = 'alphabetic';
}

/** Colour alone would not tell NaN from ∞. */
function marks({ context, palette }: Surface, box: Box, { height, width, cells }: Matrix): void {
  const [across, down] = [box.width / width, box.height / height];
  const reach = Math.min(across, down, 14) * 0.28;
  context.strokeStyle = context.fillStyle = palette.background;
  context.lineWidth = 1.4;
  for (let i = 0; i < height * width; i++) {
    if (Number.isFinite(cells[i])) continue;
    const x = box.x + ((i % width) + 0.5) * across;
    const y = box.y + (Math.floor(i / width) + 0.5) * down;
    context.beginPath();
    if (Number.isNaN(cells[i])) {
      context.moveTo(x - reach, y - reach);
      context.lineTo(x + reach, y + reach);
      context.moveTo(x - reach, y + reach);
      context.lineTo(x + reach, y - reach);
      context.stroke();
    } else {
      const up = cells[i] > 0 ? reach : -reach;
      context.moveTo(x - reach, y + up);
      context.lineTo(x, y - up);
      context.lineTo(x + reach, y + up);
      context.fill();
    }
  }
}

/** Black or white, whichever is read better on a cell's colour. */
function readableOn(palette: Palette, value: number, limit: number): string {
  const colour = Number.isFinite(value) ? palette.heat[heatIndex(value, limit)] : pixel(palette.invalid);
  const light = (colour & 255) * 0.299 + ((colour >> 8) & 255) * 0.587 + ((colour >> 16) & 255) * 0.114;
  return light > 122 ? '#111' : '#f4f4f4';
}

/** A frame around a cell, seen on any colour. */
export function cellFrame({ context, palette }: Surface, { x, y, width, height }: Box): void {
  context.strokeStyle = palette.background;
  context.lineWidth = 3;
  context.strokeRect(x, y, width, height);
  context.strokeStyle = palette.foreground;
  context.lineWidth = 1.5;
  context.strokeRect(x, y, width, height);
}
