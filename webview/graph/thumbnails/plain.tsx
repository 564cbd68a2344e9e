// A layer that only arranges: its shapes, what flows out and back.
import { shapeText } from '../../format.ts';
import { inputOf, outputOf } from '../tensors.ts';
import { CardPictures } from './cardPictures.tsx';
import { DistributionPair } from './distributionPair.tsx';
import type { ThumbnailProps } from './props.ts';

export function PlainThumbnail({ network, layer }: ThumbnailProps) {
  const from =
    layer.inputs.length > 1
      ? layer.inputs.map((input) => outputOf(network, input).shape)
      : [inputOf(network, layer).shape];
  return (
    <div class="thumbnail">
      {layer.pictures.length > 0 ? (
        <CardPictures layer={layer} />
      ) : (
        <p class="shapes">
          {from.map((shape, i) => (
            <span key={i}>{shapeText(shape)}</span>
          ))}
          <span class="becomes">→ {shapeText(layer.batchShape)}</span>
        </p>
      )}
      <DistributionPair network={network} layer={layer} />
    </div>
  );
}
