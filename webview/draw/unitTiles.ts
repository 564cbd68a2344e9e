// Neurons as tiles above each other: each a map over the plane of the input, smoothed, or one colour for one number.
import { heatIndex, pixel, type Palette } from './palette.ts';
import type { Surface } from './surface.ts';

export interface Tiles {
  readonly count: number;
  readonly size: number;
  readonly gap: number;
  /** Top of the first. */
  readonly top: number;
  readonly left: number;
}

/** Of one tile: width × height values, the first row at the bottom; 1 × 1 for a single number. */
export interface TileMap {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
  /** Values from −limit to +limit have the colours of the heat map. */
  readonly limit: number;
}

export function unitTiles(surface: Surface, tiles: Tiles, mapOf: (unit: number) => TileMap | null): void {
  const { context, ratio, palette } = surface;
  const side = Math.round(tiles.size * ratio);
  for (let unit = 0; unit < tiles.count; unit++) {
    const y = tiles.top + unit * (tiles.size + tiles.gap);
    const map = mapOf(unit);
    if (map && side > 0) {
      const image = context.createImageData(side, side);
      paint(new Uint32Array(image.data.buffer), side, map, palette);
      context.putImageData(image, Math.round(tiles.left * ratio), Math.round(y * ratio));
    }
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.strokeRect(tiles.left - 0.5, y - 0.5, tiles.size + 1, tiles.size + 1);
  }
}

function paint(pixels: Uint32Array, side: number, { width, height, values, limit }: TileMap, palette: Palette): void {
  const invalid = pixel(palette.invalid);
  for (let y = 0; y < side; y++) {
    const v = Math.max(0, Math.min(height - 1, (1 - (y + 0.5) / side) * height - 0.5));
    const row = Math.min(height - 1, Math.floor(v));
    const above = Math.min(height - 1, row + 1);
    for (let x = 0; x < side; x++) {
      const u = Math.max(0, Math.min(width - 1, ((x + 0.5) / side) * width - 0.5));
      const column = Math.min(width - 1, Math.floor(u));
      const right = Math.min(width - 1, column + 1);
      const [fu, fv] = [u - column, v - row];
      const low = values[row * width + column] * (1 - fu) + values[row * width + right] * fu;
      const high = values[above * width + column] * (1 - fu) + values[above * width + right] * fu;
      const value = low * (1 - fv) + high * fv;
      pixels[y * side + x] = Number.isFinite(value) ? palette.heat[heatIndex(value, limit)] : invalid;
    }
  }
}
