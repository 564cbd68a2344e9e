// a = f(z): the activation's curve, where z lies on it, the slope there, and the ranges that matter.
import type { ShownStep } from '../../src/protocol/calculation.ts';
import type { LayerViewDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { curve, tangent } from '../draw/curve.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { axisNumber, format, short } from '../format.ts';
import { Picture } from '../picture.tsx';
import { QuantityLink } from './quantityLink.tsx';

interface CurveStepProps {
  readonly step: Extract<ShownStep, { kind: 'curve' }>;
  readonly view: LayerViewDescription | undefined;
  readonly width: number;
}

export function CurveStep({ step, view, width }: CurveStepProps) {
  const strings = useStrings();
  const { x, result, slope, formula } = step;
  const shown = view?.kind === 'activation' ? view : null;
  const draw = (surface: Surface): void => {
    if (!shown) return;
    const box = inset(surface, 0);
    curve(surface, box, shown, null);
    tangent(surface, box, shown, { x: x.value, y: result.value, slope });
  };
  return (
    <>
      <p class="equation">
        {result.symbol} = f({short(x.value)}) = <QuantityLink of={result} />
      </p>
      {shown ? (
        <>
          <Picture
            draw={draw}
            width={width}
            height={92}
            label={`${formula}, ${x.symbol} = ${short(x.value)}, ${strings.slopeHere} ${short(slope)}`}
          />
          <p class="legend">
            <span class="line">f</span>
            <span class="line backward">f′</span>
            <span class="line dashed">
              {strings.slopeHere} {short(slope, 3)}
            </span>
            {x.value < shown.domain[0] || x.value > shown.domain[1] ? <em>{strings.outsideCurve}</em> : null}
          </p>
          <ul class="ranges">
            {shown.ranges.map(([label, from, to]) => (
              <li key={label.template} class={x.value >= from && x.value <= to ? 'inside' : ''}>
                {format(label.template, ...label.args)}{' '}
                <span class="dim">{`${axisNumber(from)} … ${axisNumber(to)}`}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
