// A number that leads to the cell where it stands.
import { useStore, useStrings } from '../context.ts';
import { exact, format, short } from '../format.ts';
import type { ShownCell } from '../store.ts';

interface CellLinkProps extends Pick<ShownCell, 'tensor'> {
  readonly row: number;
  readonly column: number;
  /** `w₇,₃`: what it is, for its name and on hover. */
  readonly symbol: string;
  readonly value: number | null;
  /** Where the cell is: a node and a tab of its inspector. */
  readonly node: number;
  readonly tab: 'weights' | 'activations' | 'gradients' | 'update';
}

export function CellLink({ symbol, value, node, tab, tensor, row, column }: CellLinkProps) {
  const store = useStore();
  const strings = useStrings();
  if (value === null) return <span class="dim">–</span>;
  return (
    <button
      type="button"
      class="link number"
      title={`${symbol} = ${exact(value)}\n${tensor}[${row}, ${column}]`}
      aria-label={format(strings.readCell, symbol, short(value))}
      onClick={() => store.showCell(node, tab, { tensor, at: [row, column] })}
    >
      {short(value)}
    </button>
  );
}
