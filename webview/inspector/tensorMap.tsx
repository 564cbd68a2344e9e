// A tensor of any rank as a heat map: a slice of it, whole or zoomed and scrolled, whose cells can be read by pointer or,
// focused, by the arrow keys. Only what is seen is asked for. Companions are tensors of the same shape (gradient, update)
// told for the same cell.
import { useEffect, useState } from 'preact/hooks';
import { readWindow } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { cellFrame, cellValues, heatMap, largest } from '../draw/heatMap.ts';
import { scrollThumbs } from '../draw/scrollThumbs.ts';
import type { Surface } from '../draw/surface.ts';
import { format, shapeText, short } from '../format.ts';
import type { TensorReference } from '../graph/tensors.ts';
import { Picture, pixels } from '../picture.tsx';
import { useAnswer, useWatch } from '../watches.ts';
import { CellEditor } from './cellEditor.tsx';
import { CellReadout, type Cell, type Companion } from './cellReadout.tsx';
import { ScaleControls, useColourScale } from './colourScale.tsx';
import { drawOverview, overviewCells } from './overview.ts';
import { SliceControls } from './sliceControls.tsx';
import { firstSlice, indexOf, sizeOfSlice, watchOf, within, type ShownSlice } from './slices.ts';
import { NotFinite } from './notFinite.tsx';
import { useMapKeys } from './mapKeys.ts';
import { useMapPointer } from './mapPointer.ts';
import { useScroll } from './useScroll.ts';
import { stretchOf } from './viewport.ts';
import { ZoomButtons } from './zoomButtons.tsx';

interface TensorMapProps {
  readonly tensor: TensorReference;
  /** What a cell is called: `w` in `w[7, 3]`. */
  readonly symbol: string;
  readonly companions?: readonly Companion[];
  readonly width: number;
  readonly tallest: number;
  /** Its cells can be changed by hand: double-click or Enter. */
  readonly editable?: boolean;
  /** The slice that is shown, where others are to know it. */
  readonly slice?: ShownSlice;
  readonly onSlice?: (slice: ShownSlice) => void;
}

export function TensorMap({ tensor, symbol, companions = [], width, tallest, editable, ...shown }: TensorMapProps) {
  const strings = useStrings();
  const { shape } = tensor;
  const [own, setOwn] = useState(firstSlice(shape));
  const slice = within(shown.slice ?? own, shape);
  const onSlice = shown.onSlice ?? setOwn;
  const [rows, columns] = sizeOfSlice(slice, shape);
  const height = Math.round(Math.max(Math.min(44, tallest), Math.min(tallest, (width / columns) * rows)));
  const scrolled = useScroll({ rows, columns, width, height });
  const { size, scroll, isZoomed } = scrolled;
  const [cell, setCell, isLedTo] = useLedTo(tensor.name, slice, onSlice, scrolled.reveal);

  const of = { kind: 'window' as const, tensor: tensor.name, ...watchOf(slice, shape.length) };
  const down = stretchOf(rows, size.height, height, scroll.y);
  const across = stretchOf(columns, size.width, width, scroll.x);
  const { answer, waits } = useAnswer({
    ...of,
    rows: [down.from, down.to],
    columns: [across.from, across.to],
    height: (down.to - down.from) / down.block,
    width: (across.to - across.from) / across.block,
  });
  const overview = useWatch(isZoomed ? { ...of, rows: [0, rows], columns: [0, columns], ...overviewCells } : null);
  const matrix = answer && readWindow(answer);
  const limit = useColourScale(tensor.name, matrix ? largest(matrix.cells) : 0);
  const at = cell && cell.row < rows && cell.column < columns ? cell : null;

  const draw = (surface: Surface): void => {
    if (!matrix) return;
    if (overview && isZoomed) drawOverview(surface, readWindow(overview), limit, size, scroll);
    const box = {
      x: matrix.column * size.width - scroll.x,
      y: matrix.row * size.height - scroll.y,
      width: matrix.columns * size.width,
      height: matrix.rows * size.height,
    };
    heatMap(surface, box, matrix, limit);
    cellValues(surface, box, matrix, limit);
    if (isZoomed) scrollThumbs(surface, [size.width * columns, size.height * rows], scroll);
    if (at)
      cellFrame(surface, {
        x: at.column * size.width - scroll.x,
        y: at.row * size.height - scroll.y,
        width: Math.max(3, size.width),
        height: Math.max(3, size.height),
      });
  };
  useEffect(() => {
    if (isLedTo) scrolled.element.current?.focus();
  }, [isLedTo]);
  const pointer = useMapPointer({ ...scrolled, rows, columns, onCell: setCell });
  const [edited, setEdited] = useState<Cell | null>(null);
  const edit = (): void => {
    if (editable && at) setEdited(at);
  };
  const onKeyDown = useMapKeys({ ...scrolled, rows, columns, height, cell: at, onCell: setCell, onEnter: edit });
  return (
    <div class="tensor-map">
      <SliceControls tensor={tensor} slice={slice} onChange={onSlice} />
      <div
        class={`map ${isZoomed ? 'zoomed' : ''}`}
        ref={scrolled.element}
        style={pixels({ width, height })}
        tabIndex={0}
        role="group"
        aria-label={format(
          strings.heatMapSummary,
          tensor.name,
          shapeText(shape),
          short(matrix ? largest(matrix.cells) : 0),
        )}
        onScroll={scrolled.onScroll}
        {...pointer}
        onBlur={() => setCell(null)}
        onKeyDown={onKeyDown}
        onDblClick={edit}
      >
        <div
          style={pixels({ width: Math.max(width, size.width * columns), height: Math.max(height, size.height * rows) })}
        >
          <Picture draw={draw} width={width} height={height} label={tensor.name} />
        </div>
        {matrix ? null : (
          <p class="not-yet">{format(waits ? strings.readingTensor : strings.noTensorYet, tensor.name)}</p>
        )}
      </div>
      <div class="map-foot">
        <ScaleControls tensor={tensor.name} limit={limit} />
        <ZoomButtons {...scrolled} />
      </div>
      <p class="cell" aria-live="polite">
        {edited ? (
          <CellEditor
            key={indexOf(slice, edited).join()}
            tensor={tensor.name}
            at={indexOf(slice, edited)}
            name={`${symbol}[${indexOf(slice, edited).join(', ')}]`}
            onDone={() => {
              setEdited(null);
              setCell(edited);
              scrolled.element.current?.focus();
            }}
          />
        ) : at && matrix ? (
          <CellReadout tensor={tensor.name} symbol={symbol} companions={companions} slice={slice} cell={at} />
        ) : (
          <span class="dim">
            {isZoomed
              ? format(
                  strings.scrolledHint,
                  ...seen(rows, size.height, height, scroll.y),
                  ...seen(columns, size.width, width, scroll.x),
                )
              : format(editable ? strings.editCellHint : strings.cellHint, rows, columns)}
            {down.block * across.block > 1 ? ` · ${format(strings.reducedHint, down.block, across.block)}` : ''}
          </span>
        )}
        {at || edited ? null : <NotFinite tensor={tensor.name} />}
      </p>
    </div>
  );
}

/** First and last element in sight along an axis, and how many there are. */
function seen(count: number, size: number, room: number, scroll: number): readonly [number, number, number] {
  return [Math.floor(scroll / size), Math.min(count, Math.ceil((scroll + room) / size)) - 1, count];
}

/** The cell that is read: at first the one that a number elsewhere has led to, which is then in sight and focused. */
function useLedTo(
  tensor: string,
  slice: ShownSlice,
  onSlice: (slice: ShownSlice) => void,
  reveal: (row: number, column: number) => void,
) {
  const { shownCell } = useStore();
  const [cell, setCell] = useState<Cell | null>(null);
  const wanted = shownCell.value?.tensor === tensor ? shownCell.value : null;
  useEffect(() => {
    if (!wanted) return;
    const [row, column] = slice.axes.map((axis) => (axis < 0 ? 0 : (wanted.at[axis] ?? 0)));
    onSlice({ axes: slice.axes, at: wanted.at });
    setCell({ row, column });
    reveal(row, column);
    shownCell.value = null;
  }, [wanted]);
  return [cell, setCell, wanted !== null] as const;
}
