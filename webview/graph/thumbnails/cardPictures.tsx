// As many images of a layer as a card has room for.
import type { LayerDescription } from '../../../src/protocol/description.ts';
import { LayerPictures } from '../pictures/layerPictures.tsx';

const [width, height] = [186, 60];

export function CardPictures({ layer }: { layer: LayerDescription }) {
  const most = Math.min(2, layer.pictures.length);
  const each = most === 1 ? height : (height - 4) / 2;
  return (
    <div class="card-pictures">
      <LayerPictures layer={layer} width={width} height={each} most={most} largest={each} />
    </div>
  );
}
