// A layer with weights: its matrix as a heat map, what comes out of it and the gradient that comes back.
import { CardPictures } from './cardPictures.tsx';
import { DistributionPair } from './distributionPair.tsx';
import { MatrixMap } from './matrixMap.tsx';
import type { ThumbnailProps } from './props.ts';

export function WeightsThumbnail({ network, layer }: ThumbnailProps) {
  const shown = layer.view.kind === 'weights' ? layer.view.parameter : '';
  const parameter = layer.parameters.find(({ name, fullName }) => name === shown || fullName === shown);
  return (
    <div class="thumbnail">
      {layer.pictures.length > 0 ? (
        <CardPictures layer={layer} />
      ) : parameter ? (
        <MatrixMap name={parameter.fullName} shape={parameter.shape} />
      ) : null}
      <DistributionPair network={network} layer={layer} />
    </div>
  );
}
