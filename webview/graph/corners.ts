// In which corner of the window something lies that floats over the graph.
import type { Size } from '../picture.tsx';
import type { Rectangle } from './camera.ts';

const corners = ['bottom right', 'bottom left', 'top right', 'top left'] as const;
export type Corner = (typeof corners)[number];

/** Pixels between it and the window's edge, and cards. */
const around = 12;

/** The corner where it is, unless it lies over one of these cards there and over none in another. */
export function freeCorner(now: Corner, own: Size, window: Size, cards: readonly Rectangle[]): Corner {
  const isFree = (corner: Corner): boolean => {
    const left = corner.endsWith('left') ? around : window.width - around - own.width;
    const top = corner.startsWith('top') ? around : window.height - around - own.height;
    const [right, bottom] = [left + own.width, top + own.height];
    return !cards.some((card) => card.left < right && card.right > left && card.top < bottom && card.bottom > top);
  };
  return [now, ...corners].find(isFree) ?? now;
}
