// Grey images in a grid, each with the name of its class.
import { css, mix, pixel } from './palette.ts';
import { text, type Box, type Surface } from './surface.ts';

export interface ImageSample {
  /** NaN: none that could be told in a word. */
  readonly target: number;
  readonly x: ArrayLike<number>;
}

export interface ImageGrid {
  readonly rows: number;
  readonly columns: number;
  readonly perLine: number;
  readonly names: readonly string[];
}

export function images(
  surface: Surface,
  box: Box,
  samples: readonly ImageSample[],
  { rows, columns, perLine, names }: ImageGrid,
): void {
  const lines = Math.max(1, Math.ceil(samples.length / perLine));
  const [cellWidth, cellHeight] = [box.width / perLine, box.height / lines];
  const caption = 13;
  const scale = Math.min((cellWidth - 6) / columns, (cellHeight - caption - 2) / rows);
  samples.forEach((sample, i) => {
    const middle = box.x + ((i % perLine) + 0.5) * cellWidth;
    const top = box.y + Math.floor(i / perLine) * cellHeight;
    image(
      surface,
      { x: middle - (columns * scale) / 2, y: top, width: columns * scale, height: rows * scale },
      sample.x,
      rows,
      columns,
    );
    surface.context.fillStyle = surface.palette.dim;
    const { target } = sample;
    text(
      surface,
      names[target] ?? (Number.isNaN(target) ? '' : String(target)),
      middle,
      top + rows * scale + 10,
      'center',
      9,
    );
  });
}

/** One image from its smallest value (the ground) to its largest (the foreground). */
export function image(surface: Surface, box: Box, values: ArrayLike<number>, rows: number, columns: number): void {
  const { context, ratio, palette } = surface;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < rows * columns; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
  if (width < 1 || height < 1) return;
  const pixels = context.createImageData(width, height);
  const out = new Uint32Array(pixels.data.buffer);
  const bright = palette.ground[0] > 127 ? ([20, 20, 20] as const) : ([235, 235, 235] as const);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height);
    for (let x = 0; x < width; x++) {
      const value = values[row * columns + Math.floor((x * columns) / width)];
      const part = high > low ? (value - low) / (high - low) : 0;
      out[y * width + x] = pixel(mix(palette.ground, bright, part));
    }
  }
  context.putImageData(pixels, Math.round(box.x * ratio), Math.round(box.y * ratio));
  context.strokeStyle = css(mix(palette.ground, bright, 0.15));
  context.lineWidth = 1;
  context.strokeRect(box.x, box.y, box.width, box.height);
}
