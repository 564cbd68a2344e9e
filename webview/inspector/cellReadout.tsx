// The numbers of one cell: of a tensor and of its companions, each read from its own cell, told when all of them are there.
import { useRef } from 'preact/hooks';
import { readWindow } from '../../src/protocol/frame.ts';
import { exact, short } from '../format.ts';
import { useWatch } from '../watches.ts';
import { indexOf, watchOf, type ShownSlice } from './slices.ts';

export interface Companion {
  /** `∂L/∂w`. */
  readonly symbol: string;
  readonly tensor: string;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Reading {
  readonly name: string;
  readonly value: number;
}

/** The value at a cell, or null while it is not known. */
function useCellValue(tensor: string | undefined, slice: ShownSlice, cell: Cell | null): number | null {
  const answer = useWatch(
    tensor === undefined || !cell
      ? null
      : {
          kind: 'window',
          tensor,
          ...watchOf(slice, slice.at.length),
          rows: [cell.row, cell.row + 1],
          columns: [cell.column, cell.column + 1],
          height: 1,
          width: 1,
        },
  );
  const found = answer && readWindow(answer);
  return found && found.row === cell?.row && found.column === cell.column ? found.cells[0] : null;
}

interface CellReadoutProps {
  readonly tensor: string;
  readonly symbol: string;
  readonly companions: readonly Companion[];
  readonly slice: ShownSlice;
  readonly cell: Cell;
}

export function CellReadout({ tensor, symbol, companions, slice, cell }: CellReadoutProps) {
  const [first, second] = companions;
  const own = useCellValue(tensor, slice, cell);
  const values = [useCellValue(first?.tensor, slice, cell), useCellValue(second?.tensor, slice, cell)];
  const before = useRef<readonly Reading[]>([]);
  if (own !== null) {
    before.current = [
      { name: `${symbol}[${indexOf(slice, cell).join(', ')}]`, value: own },
      ...companions.flatMap(({ symbol: name }, i) => {
        const value = values[i];
        return value === null ? [] : [{ name, value }];
      }),
    ];
  }
  return (
    <>
      {before.current.map(({ name, value }) => (
        <span key={name} title={exact(value)}>
          <span class="dim">{name} = </span>
          {short(value)}
        </span>
      ))}
    </>
  );
}
