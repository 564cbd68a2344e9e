// The chain rule, factor by factor: from ∂L/∂a by f′(z) to ∂L/∂z, by x to each ∂L/∂w, and what the step made of it.
import { useStore, useStrings } from '../context.ts';
import { format, short } from '../format.ts';
import { outputOf } from '../graph/tensors.ts';
import { CellLink } from './cellLink.tsx';
import { onCurve } from './neuron.ts';
import { shownTerms, subscript, type StepProps } from './step.ts';

export function BackwardStep(props: StepProps) {
  const strings = useStrings();
  const { network, weighed, unit, sample, neuron } = props;
  const { layer, weight, activation } = weighed;
  const { lr, rows } = useStore().header.value;
  if (neuron.dz === null) return null;
  const u = subscript(unit);
  const { dz } = neuron;
  const slope =
    activation?.view.kind === 'activation'
      ? onCurve(activation.view.derivative, activation.view.domain, neuron.z ?? 0)
      : null;
  return (
    <section>
      <h4>{strings.backwardPass}</h4>
      {activation && slope !== null ? (
        <p class="equation">
          ∂L/∂z{u} = ∂L/∂a{u} · f′(z{u}) ={' '}
          <CellLink
            symbol={`∂L/∂a${u}`}
            value={neuron.da}
            node={activation.index}
            tab="gradients"
            tensor={`${outputOf(network, activation.index).name}.grad`}
            row={sample}
            column={unit}
          />{' '}
          · {short(slope)}
        </p>
      ) : null}
      <p class="equation">
        ∂L/∂z{u} ={' '}
        <CellLink
          symbol={`∂L/∂z${u}`}
          value={dz}
          node={layer.index}
          tab="gradients"
          tensor={`${outputOf(network, layer.index).name}.grad`}
          row={sample}
          column={unit}
        />
      </p>
      {weight.trained ? (
        <>
          <table class="terms">
            <thead>
              <tr>
                <th scope="col">w</th>
                <th scope="col" title={format(strings.thisSample, rows || network.batchSize)}>
                  ∂L/∂z · x
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
              {shownTerms(props).map(({ input: i, x }) => (
                <tr key={i}>
                  <th scope="row">{`w${u},${subscript(i)}`}</th>
                  <td title={`${short(dz)} · ${short(x)}`}>{short(dz * x)}</td>
                  <td>
                    <CellLink
                      symbol={`∂L/∂w[${unit}, ${i}]`}
                      value={neuron.dw?.[i] ?? null}
                      node={layer.index}
                      tab="gradients"
                      tensor={`${weight.fullName}.grad`}
                      row={unit}
                      column={i}
                    />
                  </td>
                  <td>
                    <CellLink
                      symbol={`Δw[${unit}, ${i}]`}
                      value={neuron.update?.[i] ?? null}
                      node={layer.index}
                      tab="update"
                      tensor={`${weight.fullName}.update`}
                      row={unit}
                      column={i}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="aside">{format(strings.backwardHint, rows || network.batchSize)}</p>
          <p class="theory">
            {network.optimizer.formula} · lr {short(lr)}
          </p>
        </>
      ) : null}
      {neuron.done.backward ? null : <p class="aside">{strings.gradientsBefore}</p>}
    </section>
  );
}
