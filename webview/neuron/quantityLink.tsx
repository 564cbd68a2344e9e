// A number of a calculation; where it stands in a cell that a tab shows, it leads there.
import type { Quantity } from '../../src/protocol/calculation.ts';
import { batchName } from '../chosenSample.ts';
import { useStore, useStrings } from '../context.ts';
import { exact, format, short } from '../format.ts';
import { homeOf, indexAt } from './home.ts';

export function QuantityLink({ of }: { of: Quantity | null }) {
  const store = useStore();
  const strings = useStrings();
  const network = store.network.value;
  if (!of || (Number.isNaN(of.value) && of.tensor === undefined)) return <span class="dim">–</span>;
  const { symbol, value, tensor, index } = of;
  const home = network && tensor !== undefined ? homeOf(network, tensor) : null;
  if (!home || tensor === undefined || index === undefined)
    return (
      <span title={`${symbol} = ${exact(value)}`}>
        {tensor !== undefined && batchName(tensor) === 'target' && Number.isInteger(value)
          ? String(value)
          : short(value)}
      </span>
    );
  const at = indexAt(home.shape, index);
  return (
    <button
      type="button"
      class="link number"
      title={`${symbol} = ${exact(value)}\n${tensor}[${at.join(', ')}]`}
      aria-label={format(strings.readCell, symbol, short(value))}
      onClick={() => store.showCell(home.node, home.tab, { tensor, at })}
    >
      {short(value)}
    </button>
  );
}
