// The loss: its number, its formula, and the gradient at which the way back begins.
import { useComputed } from '@preact/signals';
import type { NetworkDescription } from '../../../src/protocol/description.ts';
import { useStore, useStrings } from '../../context.ts';
import { readWindow } from '../../../src/protocol/frame.ts';
import { exact, format, short } from '../../format.ts';
import { useWatch } from '../../watches.ts';
import { lossIsUnknown } from '../../moment.ts';
import { gradientOf } from '../tensors.ts';
import { Distribution } from './distribution.tsx';

export function LossThumbnail({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const loss = useComputed(() => store.header.value.loss);
  const unknown = useComputed(() => lossIsUnknown(network, store.header.value));
  return (
    <div class="thumbnail loss">
      <output
        class={unknown.value || Number.isFinite(loss.value) ? '' : 'invalid'}
        title={unknown.value ? '' : exact(loss.value)}
      >
        {unknown.value ? '–' : short(loss.value)}
      </output>
      <SampleLoss />
      <p class="formula" title={network.loss.formula}>
        {network.loss.formula}
      </p>
      <Distribution
        tensor={gradientOf(network, network.layers.length - 1)?.name ?? null}
        label={strings.gradient}
        colour="backward"
        width={110}
        height={store.sample.alone.value ? 22 : 34}
        bins={24}
      />
    </div>
  );
}

/** Of the sample that is looked at by itself. */
function SampleLoss() {
  const { sample } = useStore();
  const strings = useStrings();
  const answer = useWatch(
    sample.alone.value && {
      kind: 'window',
      tensor: sample.tensor('loss'),
      rows: [0, 1],
      columns: [0, 1],
      height: 1,
      width: 1,
    },
  );
  if (!sample.alone.value) return null;
  const loss = answer ? readWindow(answer).cells[0] : NaN;
  return (
    <p class="sample-loss" title={answer ? exact(loss) : ''}>
      {format(strings.sampleLoss, answer ? short(loss) : '–')}
    </p>
  );
}
