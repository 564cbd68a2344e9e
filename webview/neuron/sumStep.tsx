// z = Σ x·w + b, its terms by size.
import { useStrings } from '../context.ts';
import { format, short } from '../format.ts';
import { nodeName } from '../store.ts';
import { outputOf } from '../graph/tensors.ts';
import { CellLink } from './cellLink.tsx';
import { shownTerms, subscript, type StepProps } from './step.ts';

/** The sum need not have the engine's last bits: it is added up here in another order. */
const agrees = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(1e-3, Math.abs(a), Math.abs(b));

export function SumStep(props: StepProps & { onAll: () => void }) {
  const strings = useStrings();
  const { network, weighed, unit, sample, neuron, all, onAll } = props;
  const { layer, weight, bias } = weighed;
  const terms = neuron.terms ?? [];
  const shown = shownTerms(props);
  const rest = terms.slice(shown.length).reduce((sum, { product }) => sum + product, 0);
  const sum = terms.reduce((total, { product }) => total + product, neuron.b ?? 0);
  const largest = Math.max(Math.abs(neuron.b ?? 0), ...terms.map(({ product }) => Math.abs(product)), 1e-30);
  const [from] = layer.inputs;
  const input = outputOf(network, from).name;
  const features = from < 0 ? network.data.featureNames : [];
  const z = `z${subscript(unit)}`;
  return (
    <section>
      <h4>
        <span>
          {strings.forwardPass} <span class="as-is light">{strings.termsBySize}</span>
        </span>
      </h4>
      <p class="equation">
        {z} = Σ x·w {bias ? `+ b${subscript(unit)}` : ''} ={' '}
        <CellLink
          symbol={z}
          value={neuron.z}
          node={layer.index}
          tab="activations"
          tensor={outputOf(network, layer.index).name}
          row={sample}
          column={unit}
        />
      </p>
      <table class="terms">
        <thead>
          <tr>
            <th scope="col">{nodeName(network, from)}</th>
            <th scope="col">x</th>
            <th scope="col">w</th>
            <th scope="col">x·w</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {shown.map(({ input: i, x, w, product }) => (
            <tr key={i}>
              <th scope="row" title={features[i]}>
                {features[i] ?? `x${subscript(i)}`}
              </th>
              <td>
                <CellLink
                  symbol={`x${subscript(i)}`}
                  value={x}
                  node={from}
                  tab="activations"
                  tensor={input}
                  row={sample}
                  column={i}
                />
              </td>
              <td>
                <CellLink
                  symbol={`w[${unit}, ${i}]`}
                  value={w}
                  node={layer.index}
                  tab="weights"
                  tensor={weight.fullName}
                  row={unit}
                  column={i}
                />
              </td>
              <td>{short(product)}</td>
              <Part value={product} largest={largest} />
            </tr>
          ))}
          {shown.length < terms.length ? (
            <tr>
              <th scope="row" colSpan={3}>
                <button type="button" class="link" onClick={onAll}>
                  {format(strings.otherTerms, terms.length - shown.length)}
                </button>
              </th>
              <td>{short(rest)}</td>
              <Part value={rest} largest={largest} />
            </tr>
          ) : null}
          {bias ? (
            <tr>
              <th scope="row" colSpan={3}>
                b{subscript(unit)}
              </th>
              <td>
                <CellLink
                  symbol={`b[${unit}]`}
                  value={neuron.b}
                  node={layer.index}
                  tab="weights"
                  tensor={bias.fullName}
                  row={0}
                  column={unit}
                />
              </td>
              <Part value={neuron.b ?? 0} largest={largest} />
            </tr>
          ) : null}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {all ? (
                <button type="button" class="link" onClick={onAll}>
                  {strings.showFewTerms}
                </button>
              ) : (
                'Σ'
              )}
            </th>
            <td>{short(sum)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
      {neuron.done.update ? <p class="aside">{strings.weightsBefore}</p> : null}
      {!neuron.done.forward && neuron.z !== null && !agrees(sum, neuron.z) ? (
        <p class="aside">{strings.otherMoment}</p>
      ) : null}
    </section>
  );
}

/** A part as a bar from the middle: negative to the left, positive to the right. */
function Part({ value, largest }: { value: number; largest: number }) {
  const share = Math.min(1, Math.abs(value) / largest) * 50;
  return (
    <td class="part" aria-hidden="true">
      <span>
        <span
          class={value < 0 ? 'negative' : 'positive'}
          style={{ width: `${share}%`, left: `${value < 0 ? 50 - share : 50}%` }}
        />
      </span>
    </td>
  );
}
