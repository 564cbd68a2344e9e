// What is wanted of the sample of one's own: a class to choose, numbers to type, or the sample itself; with it there is a
// loss.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { format } from '../format.ts';
import { isItself, type OwnValues } from '../ownSample.ts';
import { answerName } from '../samples.ts';

interface OwnTargetProps {
  readonly network: NetworkDescription;
  readonly values: OwnValues;
  readonly onChange: (target: readonly number[]) => void;
}

/** Numbers that have a field each. */
const most = 12;

export function OwnTarget({ network, values, onChange }: OwnTargetProps) {
  const strings = useStrings();
  const { target } = values;
  const { accuracy, layers } = network;
  if (isItself(values)) return <p class="dim">{strings.ownTargetIsInput}</p>;
  if (!target) return <p class="dim">{strings.ownNoTarget}</p>;
  if (target.length > most) return null;
  const classes = accuracy === 'argmax' ? layers.at(-1)!.outputShape.at(-1)! : accuracy === 'threshold' ? 2 : 0;
  const put = (at: number, value: number): void => onChange(target.map((old, i) => (i === at ? value : old)));
  return (
    <div class="own-fields">
      {target.map((value, i) => (
        <label key={i}>
          <span>{format(strings.ownTarget, target.length > 1 ? `y${i}` : '')}</span>
          {classes > 0 ? (
            <select value={String(value)} onChange={(event) => put(i, Number(event.currentTarget.value))}>
              {Array.from({ length: classes }, (_, k) => (
                <option key={k} value={String(k)}>
                  {target.length > 1 && accuracy === 'threshold' ? k : answerName(network, k)}
                </option>
              ))}
            </select>
          ) : (
            <input
              type="number"
              step="any"
              value={Number(value.toPrecision(6))}
              onKeyDown={(event) => event.stopPropagation()}
              onChange={(event) => {
                const typed = event.currentTarget.valueAsNumber;
                if (Number.isFinite(typed)) put(i, Math.fround(typed));
              }}
            />
          )}
        </label>
      ))}
    </div>
  );
}
