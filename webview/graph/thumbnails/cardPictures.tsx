// As many images of a layer as a card has room for.
import type { LayerDescription } from '../../../src/protocol/description.ts';
import { LayerPictures } from '../pictures/layerPictures.tsx';

const [width, height] = [186, 60];

export function CardPictures({ layer }: { layer: LayerDescription }) {
  const pictures = layer.pictures.slice(0, 2);
  const each = pictures.length === 1 ? height : (height - 4) / 2;
  return (
    <div class="card-pictures">
      <LayerPictures pictures={pictures} width={width} height={each} largest={each} />
    </div>
  );
}
