// What the network says of a point of one's own, unit by unit: probabilities where it gives any, the likeliest first
// where there are many classes; the answer stands out.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { exact, format, percent, short } from '../format.ts';
import { answerName } from '../samples.ts';
import { useWatch } from '../watches.ts';
import { probabilitiesOf } from './probabilities.ts';

/** Units that are shown; above, of classes, the likeliest. */
const most = 12;

interface SaidProps {
  readonly network: NetworkDescription;
  readonly x: readonly number[];
}

export function Said({ network, x }: SaidProps) {
  const strings = useStrings();
  const answer = useWatch({ kind: 'predict', x });
  const { accuracy, threshold, layers } = network;
  if (!answer) return <p class="dim">–</p>;
  // Of a sequence the last place: what it has come to.
  const units = layers.at(-1)?.outputShape.at(-1) ?? answer.length;
  const values = [...answer.subarray(Math.max(0, answer.length - units))];
  const probabilities = probabilitiesOf(network, values);
  const shown = probabilities ?? values;
  const limit = probabilities ? 1 : Math.max(1, ...values.map(Math.abs).filter(Number.isFinite));
  const order = values.map((_, i) => i);
  if (accuracy === 'argmax' && values.length > most) order.sort((a, b) => values[b] - values[a]);
  const chosen = accuracy === 'argmax' ? values.indexOf(Math.max(...values)) : -1;
  const nameOf = (i: number): string =>
    accuracy === 'argmax' ? answerName(network, i) : values.length > 1 ? `y${i}` : 'y';
  const said =
    accuracy === 'threshold' && values.length === 1
      ? answerName(network, Number(values[0] > threshold))
      : chosen < 0
        ? null
        : nameOf(chosen);
  return (
    <div class="own-said" data-testid="own-said">
      <b>{said === null ? strings.prediction : `${strings.prediction}: ${said}`}</b>
      {order.slice(0, most).map((i) => (
        <div key={i} class={i === chosen ? 'chosen' : ''}>
          <span>{nameOf(i)}</span>
          <SignedBar part={shown[i] / limit} isShare={probabilities !== null} />
          <span title={probabilities ? format(strings.rawOutput, exact(values[i])) : exact(values[i])}>
            {probabilities ? percent(shown[i]) : short(values[i], 3)}
          </span>
        </div>
      ))}
      {values.length > most ? <span class="dim">{format(strings.moreColumns, values.length - most)}</span> : null}
    </div>
  );
}

/** −1…1 as a bar to the left or right of its middle, a share from the left; nothing where it is not a number. */
function SignedBar({ part, isShare }: { part: number; isShare: boolean }) {
  const size = Number.isFinite(part) ? Math.min(1, Math.abs(part)) : 0;
  if (isShare)
    return (
      <i class="signed-bar share" aria-hidden="true">
        <i style={{ left: 0, width: `${100 * size}%` }} />
      </i>
    );
  return (
    <i class={`signed-bar ${part < 0 ? 'negative' : 'positive'}`} aria-hidden="true">
      <i style={{ left: `${part < 0 ? 50 - 50 * size : 50}%`, width: `${50 * size}%` }} />
    </i>
  );
}
