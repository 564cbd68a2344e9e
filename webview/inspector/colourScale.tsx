// What the colours of a heat map reach to: the tensor's largest magnitude, what 99 % of it lie below, or a fixed number.
// Always as far below zero as above.
import { batchName } from '../chosenSample.ts';
import { useStore, useStrings } from '../context.ts';
import { exact, niceAbove, short } from '../format.ts';
import { useWatch } from '../watches.ts';
import { useStatistics } from './figures.tsx';

/** The limit for a tensor; `fallback` until the engine has told. */
export function useColourScale(tensor: string, fallback: number): number {
  const { preferences, fixedScales } = useStore();
  const kind = preferences.signals.colourScale.value;
  const statistics = useStatistics(kind === 'robust' ? null : tensor);
  const robust = useWatch(kind === 'robust' ? { kind: 'magnitude', tensor, part: 0.99 } : null);
  const fixed = fixedScales.value.get(batchName(tensor));
  if (kind === 'fixed' && fixed !== undefined) return fixed;
  if (kind === 'robust' && robust) return niceAbove(robust[0]);
  const found = statistics ? Math.max(Math.abs(statistics.min), Math.abs(statistics.max)) : NaN;
  return niceAbove(Number.isFinite(found) ? found : fallback);
}

export function ScaleControls({ tensor, limit }: { tensor: string; limit: number }) {
  const { preferences, fixedScales } = useStore();
  const strings = useStrings();
  const kind = preferences.signals.colourScale.value;
  const fix = (to: number): void => {
    if (to > 0 && Number.isFinite(to)) fixedScales.value = new Map([...fixedScales.peek(), [batchName(tensor), to]]);
  };
  const choose = (to: string): void => {
    if (to === 'fixed' && !fixedScales.peek().has(batchName(tensor))) fix(limit);
    preferences.set('colourScale', to);
  };
  return (
    <div class="scale">
      <span title={exact(-limit)}>{short(-limit, 3)}</span>
      <span class="colours" />
      {kind === 'fixed' ? (
        <input
          type="number"
          step="any"
          min={0}
          value={limit}
          aria-label={strings.scaleLimit}
          onChange={(event) => fix(Number(event.currentTarget.value))}
        />
      ) : (
        <span title={exact(limit)}>+{short(limit, 3)}</span>
      )}
      <select
        value={kind}
        aria-label={strings.colourScale}
        title={strings.colourScale}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="tensor">{strings.scaleTensor}</option>
        <option value="robust">{strings.scaleRobust}</option>
        <option value="fixed">{strings.scaleFixed}</option>
      </select>
    </div>
  );
}
