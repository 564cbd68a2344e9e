// Says that a sample of the set or of one's own is shown instead of the batch's, and leads back to the batch.
import { useStore, useStrings } from './context.ts';
import { format } from './format.ts';
import { Icon } from './icon.tsx';

export function ChosenSampleNote() {
  const { sample } = useStore();
  const strings = useStrings();
  const of = sample.alone.value;
  if (!of) return null;
  return (
    <span class="set-sample" title={strings.setSampleHint} data-testid="set-sample">
      <span>{of.part === 'own' ? strings.ownShown : format(strings.setSample, strings[of.part], of.row)}</span>
      <button
        type="button"
        class="icon-button"
        title={strings.backToBatch}
        aria-label={strings.backToBatch}
        onClick={() => sample.backToBatch()}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
