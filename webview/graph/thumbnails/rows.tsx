// A distribution over each row, as softmax gives: the first samples' rows as a heat map.
import { useStore } from '../../context.ts';
import { outputOf } from '../tensors.ts';
import { DistributionPair } from './distributionPair.tsx';
import { MatrixMap } from './matrixMap.tsx';
import type { ThumbnailProps } from './props.ts';

/** Samples that a card shows. */
export const samplesOnCard = 12;

export function RowsThumbnail({ network, layer }: ThumbnailProps) {
  return (
    <div class="thumbnail">
      <MatrixMap {...useStore().sample.reference(outputOf(network, layer.index))} mostRows={samplesOnCard} />
      <DistributionPair network={network} layer={layer} />
    </div>
  );
}
