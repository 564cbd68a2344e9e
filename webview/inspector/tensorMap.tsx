// A tensor as a heat map whose cells can be read: by pointer or, focused, by the arrow keys. Companions are tensors of the
// same shape (gradient, update) told for the same cell.
import { useEffect, useRef, useState } from 'preact/hooks';
import { readWindow } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { cellAt, cellFrame, cellValues, heatMap, largest } from '../draw/heatMap.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { exact, format, niceAbove, shapeText, short } from '../format.ts';
import { matrixSize, type TensorReference } from '../graph/tensors.ts';
import { Picture } from '../picture.tsx';
import { useWatch } from '../watches.ts';

export interface Companion {
  /** `∂L/∂w`. */
  readonly symbol: string;
  readonly tensor: string;
}

interface TensorMapProps {
  readonly tensor: TensorReference;
  /** What a cell is called: `w` in `w[7, 3]`. */
  readonly symbol: string;
  readonly companions?: readonly Companion[];
  readonly width: number;
  readonly tallest: number;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

type Window = ReturnType<typeof readWindow>;

/** The window watch that shows a whole matrix of a tensor in so many pixels. */
function wholeMatrix(tensor: string, shape: readonly number[], lead: readonly number[], width: number, height: number) {
  const [rows, columns] = matrixSize(shape);
  return {
    kind: 'window' as const,
    tensor,
    ...(lead.length > 0 ? { lead } : {}),
    rows: [0, rows] as const,
    columns: [0, columns] as const,
    height: Math.min(rows, height),
    width: Math.min(columns, width),
  };
}

export function TensorMap({ tensor, symbol, companions = [], width, tallest }: TensorMapProps) {
  const strings = useStrings();
  const [cell, setCell] = useLedTo(tensor.name);
  const map = useRef<HTMLDivElement>(null);
  const [slices, setSlices] = useState<readonly number[]>([]);
  const lead = tensor.shape.slice(0, -2).map((length, axis) => Math.min(slices[axis] ?? 0, length - 1));
  const [rows, columns] = matrixSize(tensor.shape);
  const height = Math.round(Math.max(Math.min(44, tallest), Math.min(tallest, (width / columns) * rows)));
  const answer = useWatch(wholeMatrix(tensor.name, tensor.shape, lead, width, tallest));
  const first = useWatch(
    cell && companions[0] ? wholeMatrix(companions[0].tensor, tensor.shape, lead, width, tallest) : null,
  );
  const second = useWatch(
    cell && companions[1] ? wholeMatrix(companions[1].tensor, tensor.shape, lead, width, tallest) : null,
  );
  const matrix = answer && readWindow(answer);
  const limit = niceAbove(matrix ? largest(matrix.cells) : 0);
  const isLedTo = useStore().shownCell.value?.tensor === tensor.name;
  useEffect(() => {
    if (isLedTo) map.current?.focus();
  }, [isLedTo]);
  const at = matrix && cell && cell.row < matrix.height && cell.column < matrix.width ? cell : null;

  const draw = (surface: Surface): void => {
    if (!matrix) return;
    const box = inset(surface, 0);
    heatMap(surface, box, matrix, limit);
    cellValues(surface, box, matrix, limit);
    if (at) cellFrame(surface, box, matrix, at);
  };
  const point = (event: PointerEvent): void => {
    const bounds = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const scale = width / bounds.width;
    const box = { x: 0, y: 0, width, height };
    if (matrix)
      setCell(cellAt(box, matrix, (event.clientX - bounds.left) * scale, (event.clientY - bounds.top) * scale));
  };
  const walk = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step || !matrix) return;
    event.preventDefault();
    event.stopPropagation();
    const clamp = (value: number, length: number): number => Math.max(0, Math.min(length - 1, value));
    setCell({
      row: clamp((at?.row ?? 0) + step[0], matrix.height),
      column: clamp((at?.column ?? -1) + step[1], matrix.width),
    });
  };
  const values: [string, Window | null][] = [
    [at && matrix ? `${symbol}${placeText(matrix, at, tensor.shape, lead)}` : symbol, matrix],
    ...companions.map(({ symbol: name }, i): [string, Window | null] => {
      const found = [first, second][i];
      return [name, found ? readWindow(found) : null];
    }),
  ];
  return (
    <div class="tensor-map">
      {lead.map((index, axis) => (
        <label key={axis} class="slice">
          {format(strings.axis, axis)}
          <input
            type="number"
            min={0}
            max={tensor.shape[axis] - 1}
            value={index}
            onInput={(event) =>
              setSlices(
                lead.map((old, i) => (i === axis ? Math.max(0, Math.floor(Number(event.currentTarget.value))) : old)),
              )
            }
          />
        </label>
      ))}
      <div
        class="map"
        ref={map}
        tabIndex={0}
        role="group"
        aria-label={format(
          strings.heatMapSummary,
          tensor.name,
          shapeText(tensor.shape),
          short(matrix ? largest(matrix.cells) : 0),
        )}
        onPointerMove={point}
        onPointerLeave={() => setCell(null)}
        onBlur={() => setCell(null)}
        onKeyDown={walk}
      >
        <Picture draw={draw} width={width} height={height} label={tensor.name} />
        {matrix ? null : <p class="not-yet">{format(strings.noTensorYet, tensor.name)}</p>}
      </div>
      <div class="scale" aria-hidden="true">
        <span>{matrix ? short(-limit, 3) : ''}</span>
        <span class="colours" />
        <span>{matrix ? `+${short(limit, 3)}` : ''}</span>
      </div>
      <p class="cell" aria-live="polite">
        {at && matrix ? (
          values.map(([name, from]) =>
            from ? <CellValue key={name} name={name} value={from.cells[at.row * from.width + at.column]} /> : null,
          )
        ) : (
          <span class="dim">{format(strings.cellHint, rows, columns)}</span>
        )}
      </p>
    </div>
  );
}

/** The cell that is read: at first the one that a number elsewhere has led to. */
function useLedTo(tensor: string) {
  const { shownCell } = useStore();
  const [cell, setCell] = useState<Cell | null>(null);
  const wanted = shownCell.value?.tensor === tensor ? shownCell.value : null;
  useEffect(() => {
    if (!wanted) return;
    setCell({ row: wanted.row, column: wanted.column });
    shownCell.value = null;
  }, [wanted]);
  return [cell, setCell] as const;
}

function CellValue({ name, value }: { name: string; value: number }) {
  return (
    <span title={exact(value)}>
      <span class="dim">{name} = </span>
      {short(value)}
    </span>
  );
}

/** `[7, 3]`, or `[14–15, 3]` where a cell stands for several. */
function placeText(matrix: Window, { row, column }: Cell, shape: readonly number[], lead: readonly number[]): string {
  const span = (cell: number, first: number, covered: number, cells: number): string => {
    const from = first + Math.floor((cell * covered) / cells);
    const to = first + Math.ceil(((cell + 1) * covered) / cells) - 1;
    return to > from ? `${from}–${to}` : String(from);
  };
  const places = [
    ...lead.map(String),
    span(row, matrix.row, matrix.rows, matrix.height),
    span(column, matrix.column, matrix.columns, matrix.width),
  ];
  return `[${places.slice(-Math.max(1, shape.length)).join(', ')}]`;
}
