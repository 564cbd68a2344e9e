// How far a side computation is, and its cancel button.
import type { ExperimentKind } from '../../src/protocol/experiment.ts';
import { useStore, useStrings } from '../context.ts';
import { format } from '../format.ts';

export function ProgressLine({ kind }: { kind: ExperimentKind }) {
  const store = useStore();
  const strings = useStrings();
  const asked = store.experiments[kind].value;
  const update = asked?.update;
  if (!asked) return null;
  if (update?.state === 'refused')
    return (
      <span class="dim" role="status">
        {update.message}
      </span>
    );
  if (update?.state === 'stopped') return <span role="status">{strings.experimentStopped}</span>;
  if (update?.state === 'done')
    return asked.network === store.network.value ? null : <span role="status">{strings.experimentStale}</span>;
  const { done = 0, total = 1, left = NaN } = update?.progress ?? {};
  const seconds = Math.ceil(left);
  return (
    <>
      <progress max={1} value={done / total} aria-label={strings.experimentProgress} />
      <span class="dim">{Number.isFinite(seconds) && seconds > 1 ? format(strings.secondsLeft, seconds) : ''}</span>
      <button type="button" class="button small" onClick={() => store.experiments.stop(kind)}>
        {strings.cancel}
      </button>
    </>
  );
}
