// The keys of a focused heat map: arrows walk over its cells, + − 0 zoom.
import { arrowMove } from '../arrowMoves.ts';
import type { Cell } from './cellReadout.tsx';

interface MapKeys {
  readonly rows: number;
  readonly columns: number;
  readonly height: number;
  readonly size: { readonly height: number };
  readonly cell: Cell | null;
  readonly zoom: number;
  readonly onCell: (cell: Cell) => void;
  readonly onEnter: () => void;
  readonly reveal: (row: number, column: number) => void;
  readonly zoomTo: (factor: number) => void;
}

export function useMapKeys(map: MapKeys): (event: KeyboardEvent) => void {
  const { rows, columns, cell, zoom } = map;
  const zooms: Readonly<Record<string, number>> = { '+': zoom * 2, '=': zoom * 2, '-': zoom / 2, 0: 1 };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = walk(event.key, map);
    if (next) {
      const to = {
        row: Math.max(0, Math.min(rows - 1, next.row)),
        column: Math.max(0, Math.min(columns - 1, next.column)),
      };
      map.onCell(cell ? to : { row: 0, column: 0 });
      if (cell) map.reveal(to.row, to.column);
    } else if (event.key in zooms) map.zoomTo(zooms[event.key]);
    else if (event.key === 'Enter' && cell) map.onEnter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function walk(key: string, { cell, columns, height, size }: MapKeys): Cell | null {
  const { row, column } = cell ?? { row: 0, column: 0 };
  const page = Math.max(1, Math.floor(height / size.height) - 1);
  const move = arrowMove(key);
  if (move) return { row: row + move[1], column: column + move[0] };
  switch (key) {
    case 'PageUp':
      return { row: row - page, column };
    case 'PageDown':
      return { row: row + page, column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return null;
  }
}
