// Where what is seen of something larger lies in it: a bar along the lower and the right edge, where there is more.
import type { Surface } from './surface.ts';

const thickness = 4;

/** @param whole size of all of it, CSS pixels; @param scroll what of it lies before what is seen */
export function scrollThumbs(
  { context, palette, width, height }: Surface,
  whole: readonly [width: number, height: number],
  scroll: { readonly x: number; readonly y: number },
): void {
  const thumb = (room: number, all: number, before: number): readonly [from: number, length: number] => {
    const length = Math.max(14, (room / all) * room);
    return [(before / (all - room)) * (room - length), length];
  };
  const bar = (x: number, y: number, w: number, h: number): void => {
    context.fillStyle = palette.background;
    context.globalAlpha = 0.7;
    context.fillRect(x - 1, y - 1, w + 2, h + 2);
    context.fillStyle = palette.foreground;
    context.globalAlpha = 0.8;
    context.fillRect(x, y, w, h);
    context.globalAlpha = 1;
  };
  if (whole[0] > width + 1) {
    const [from, length] = thumb(width, whole[0], scroll.x);
    bar(from, height - thickness - 1, length, thickness);
  }
  if (whole[1] > height + 1) {
    const [from, length] = thumb(height, whole[1], scroll.y);
    bar(width - thickness - 1, from, thickness, length);
  }
}
