// A small canvas on which an image is drawn, pixel by pixel of the data.
import { useState } from 'preact/hooks';
import { arrowMove } from '../arrowMoves.ts';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { image } from '../draw/images.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { Picture } from '../picture.tsx';
import { paint } from './paint.ts';

interface DrawnImageProps {
  readonly network: NetworkDescription;
  readonly height: number;
  readonly x: readonly number[];
  readonly limits: readonly [low: number, high: number];
  readonly onChange: (x: readonly number[]) => void;
}

export function DrawnImage({ network, height, x, limits, onChange }: DrawnImageProps) {
  const strings = useStrings();
  const [rows, columns] = network.data.sampleShape.slice(-2);
  const [cursor, setCursor] = useState<readonly [row: number, column: number] | null>(null);
  const side = Math.max(48, Math.min(220, height - 28));
  const [width, tall] = columns > rows ? [side, (side * rows) / columns] : [(side * columns) / rows, side];
  const draw = (surface: Surface): void => {
    image(surface, inset(surface, 0), x, rows, columns);
    if (!cursor) return;
    surface.context.strokeStyle = surface.palette.backward;
    surface.context.strokeRect((cursor[1] * width) / columns, (cursor[0] * tall) / rows, width / columns, tall / rows);
  };
  const put = (row: number, column: number, erase: boolean): void => {
    if (row < 0 || row >= rows || column < 0 || column >= columns) return;
    onChange(paint(x, columns, row, column, erase ? limits[0] : limits[1]));
  };
  const place = (event: { currentTarget: HTMLElement; clientX: number; clientY: number; shiftKey: boolean }): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const row = Math.floor(((event.clientY - top) / tall) * rows);
    put(row, Math.floor(((event.clientX - left) / width) * columns), event.shiftKey);
  };
  return (
    <div class="own-drawing">
      <div
        class="own-picture"
        role="application"
        tabIndex={0}
        aria-label={strings.ownDraw}
        title={strings.ownDraw}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setCursor(null);
          place(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons & 1) place(event);
        }}
        onKeyDown={(event) => {
          const move = arrowMove(event.key);
          const [row, column] = cursor ?? [Math.floor(rows / 2), Math.floor(columns / 2)];
          if (!move && event.key !== ' ') return;
          event.preventDefault();
          event.stopPropagation();
          if (!move) return put(row, column, event.shiftKey);
          const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
          setCursor([within(row + move[1], rows), within(column + move[0], columns)]);
        }}
      >
        <Picture draw={draw} width={width} height={tall} label={strings.ownPoint} />
      </div>
      <button type="button" class="link" onClick={() => onChange(x.map(() => limits[0]))}>
        {strings.clearDrawing}
      </button>
    </div>
  );
}
