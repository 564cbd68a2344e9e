// a = f(z): the activation's curve, where z lies on it, and the slope there.
import { useStrings } from '../context.ts';
import { curve, tangent } from '../draw/curve.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { axisNumber, format, short } from '../format.ts';
import { outputOf } from '../graph/tensors.ts';
import { Picture } from '../picture.tsx';
import { CellLink } from './cellLink.tsx';
import { onCurve } from './neuron.ts';
import { subscript, type StepProps } from './step.ts';

export function ActivationStep({ network, weighed, unit, sample, neuron, width }: StepProps) {
  const strings = useStrings();
  const { activation, layer } = weighed;
  const z = neuron.z ?? 0;
  if (activation?.view.kind !== 'activation') return <p class="aside">{format(strings.noActivation, layer.name)}</p>;
  const { view } = activation;
  const slope = onCurve(view.derivative, view.domain, z);
  const draw = (surface: Surface): void => {
    const box = inset(surface, 0);
    curve(surface, box, view, null);
    tangent(surface, box, view, { x: z, y: neuron.a ?? onCurve(view.f, view.domain, z), slope });
  };
  const a = `a${subscript(unit)}`;
  return (
    <section>
      <h4>
        <span class="as-is">
          {activation.name} <span class="light">{activation.formula}</span>
        </span>
      </h4>
      <p class="equation">
        {a} = f({short(z)}) ={' '}
        <CellLink
          symbol={a}
          value={neuron.a}
          node={activation.index}
          tab="activations"
          tensor={outputOf(network, activation.index).name}
          row={sample}
          column={unit}
        />
      </p>
      <Picture
        draw={draw}
        width={width}
        height={92}
        label={`${activation.formula}, z = ${short(z)}, ${strings.slopeHere} ${short(slope)}`}
      />
      <p class="legend">
        <span class="line">f</span>
        <span class="line backward">f′</span>
        <span class="line dashed">
          {strings.slopeHere} {short(slope, 3)}
        </span>
        {z < view.domain[0] || z > view.domain[1] ? <em>{strings.outsideCurve}</em> : null}
      </p>
      <ul class="ranges">
        {view.ranges.map(([label, from, to]) => (
          <li key={label.template} class={z >= from && z <= to ? 'inside' : ''}>
            {format(label.template, ...label.args)} <span class="dim">{`${axisNumber(from)} … ${axisNumber(to)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
