// What comes back to the weights of a sum: this sample's part, the gradient over the batch, what the step made of it.
// Choosing a weight spells its gradient out.
import type { ShownTerm } from '../../src/protocol/calculation.ts';
import { useStore, useStrings } from '../context.ts';
import { exact, format, short } from '../format.ts';
import { QuantityLink } from './quantityLink.tsx';

interface BackTableProps {
  readonly terms: readonly ShownTerm[];
  readonly chosen: number | undefined;
  readonly onChoose: (weight: { tensor: string; index: number }) => void;
}

export function BackTable({ terms, chosen, onChoose }: BackTableProps) {
  const strings = useStrings();
  const { rows } = useStore().header.value;
  const known = terms.flatMap(({ back }) => (back ? [back] : []));
  return (
    <>
      <table class="terms">
        <thead>
          <tr>
            <th scope="col">w</th>
            <th scope="col" title={format(strings.thisSample, rows)}>
              ∂L/∂z·x
            </th>
            <th scope="col" title={strings.gradientOfWeight}>
              ∂L/∂w
            </th>
            <th scope="col" title={strings.stepTaken}>
              Δw
            </th>
          </tr>
        </thead>
        <tbody>
          {known.map(({ weight, part, gradient, update }) => (
            <tr key={weight.index} class={weight.index === chosen ? 'chosen' : ''}>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  aria-pressed={weight.index === chosen}
                  title={strings.spellOut}
                  onClick={() =>
                    weight.tensor !== undefined &&
                    weight.index !== undefined &&
                    onChoose({ tensor: weight.tensor, index: weight.index })
                  }
                >
                  {weight.symbol}
                </button>
              </th>
              <td title={exact(part)}>{Number.isNaN(part) ? '–' : short(part)}</td>
              <td>
                <QuantityLink of={gradient} />
              </td>
              <td>
                <QuantityLink of={update} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="aside">{format(strings.backwardHint, rows)}</p>
    </>
  );
}
