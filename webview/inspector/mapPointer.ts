// The pointer over a heat map: it reads the cell below it, drags what is zoomed, zooms with Ctrl and the wheel.
import { useRef } from 'preact/hooks';
import type { Cell } from './cellReadout.tsx';

interface MapPointer {
  readonly rows: number;
  readonly columns: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly scroll: { readonly x: number; readonly y: number };
  readonly zoom: number;
  readonly isZoomed: boolean;
  readonly onCell: (cell: Cell | null) => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly zoomTo: (factor: number, about: { x: number; y: number }) => void;
}

export function useMapPointer(map: MapPointer) {
  const { rows, columns, size, scroll } = map;
  const dragged = useRef<{ x: number; y: number } | null>(null);
  const placeOf = (event: MouseEvent): { x: number; y: number } => {
    const element = event.currentTarget as HTMLElement;
    const bounds = element.getBoundingClientRect();
    // A card in a magnified graph is larger than its own pixels.
    const scale = element.offsetWidth / bounds.width;
    return { x: (event.clientX - bounds.left) * scale, y: (event.clientY - bounds.top) * scale };
  };
  return {
    onPointerDown(event: PointerEvent) {
      if (map.isZoomed && event.button === 0) dragged.current = placeOf(event);
    },
    onPointerUp() {
      dragged.current = null;
    },
    onPointerMove(event: PointerEvent) {
      const place = placeOf(event);
      if (dragged.current && event.buttons === 1) {
        map.pan(dragged.current.x - place.x, dragged.current.y - place.y);
        dragged.current = place;
        return;
      }
      const row = Math.floor((place.y + scroll.y) / size.height);
      const column = Math.floor((place.x + scroll.x) / size.width);
      map.onCell(row >= 0 && column >= 0 && row < rows && column < columns ? { row, column } : null);
    },
    onPointerLeave() {
      dragged.current = null;
      map.onCell(null);
    },
    onWheel(event: WheelEvent) {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      map.zoomTo(map.zoom * 2 ** (-event.deltaY / 240), placeOf(event));
    },
  };
}
