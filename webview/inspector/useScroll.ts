// The zoom and scroll of a heat map: an element scrolls by itself, what is seen of it is told.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { elementSize, largestZoom, readable, scrollTo } from './viewport.ts';

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Of the picture, CSS pixels. */
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export function useScroll({ rows, columns, width, height }: Matrix) {
  const element = useRef<HTMLDivElement>(null);
  const [wanted, setZoom] = useState(1);
  const [scroll, setScroll] = useState<Point>({ x: 0, y: 0 });
  /** Where to scroll once the new size is laid out. */
  const pending = useRef<Point | null>(null);
  const most = largestZoom(rows, columns, width, height);
  const zoom = Math.min(wanted, most);
  const sizeAt = (factor: number) => ({
    width: elementSize(columns, width, factor, readable.width),
    height: elementSize(rows, height, factor, readable.height),
  });
  const size = sizeAt(zoom);
  const to = (x: number, y: number): void => {
    const { current } = element;
    if (!current) return;
    current.scrollLeft = x;
    current.scrollTop = y;
  };
  useLayoutEffect(() => {
    if (pending.current) to(pending.current.x, pending.current.y);
    pending.current = null;
  }, [zoom]);
  return {
    element,
    zoom,
    most,
    size,
    scroll,
    isZoomed: size.width * columns > width + 0.5 || size.height * rows > height + 0.5,
    onScroll: () => {
      const { current } = element;
      if (current) setScroll({ x: current.scrollLeft, y: current.scrollTop });
    },
    pan: (dx: number, dy: number) => to(scroll.x + dx, scroll.y + dy),
    /** Keeps the place under a point of the picture (its middle by default) where it is. */
    zoomTo: (factor: number, about: Point = { x: width / 2, y: height / 2 }) => {
      const next = Math.max(1, Math.min(most, factor));
      const after = sizeAt(next);
      pending.current = {
        x: ((scroll.x + about.x) / size.width) * after.width - about.x,
        y: ((scroll.y + about.y) / size.height) * after.height - about.y,
      };
      setZoom(next);
    },
    reveal: (row: number, column: number) =>
      to(scrollTo(column, size.width, width, scroll.x), scrollTo(row, size.height, height, scroll.y)),
  };
}
