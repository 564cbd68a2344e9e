// The loss: its number, its formula, and the gradient at which the way back begins.
import { useComputed } from '@preact/signals';
import type { NetworkDescription } from '../../../src/protocol/description.ts';
import { useStore, useStrings } from '../../context.ts';
import { exact, short } from '../../format.ts';
import { gradientOf } from '../tensors.ts';
import { Distribution } from './distribution.tsx';

export function LossThumbnail({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const loss = useComputed(() => store.header.value.loss);
  const unknown = useComputed(() => store.tick.value === 0 && Number.isNaN(loss.value));
  return (
    <div class="thumbnail loss">
      <output
        class={unknown.value || Number.isFinite(loss.value) ? '' : 'invalid'}
        title={unknown.value ? '' : exact(loss.value)}
      >
        {unknown.value ? '–' : short(loss.value)}
      </output>
      <p class="formula" title={network.loss.formula}>
        {network.loss.formula}
      </p>
      <Distribution
        tensor={gradientOf(network, network.layers.length - 1)?.name ?? null}
        label={strings.gradient}
        colour="backward"
        width={110}
        height={34}
        bins={24}
      />
    </div>
  );
}
