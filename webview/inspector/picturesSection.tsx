// A layer's own pictures in the inspector: filters among the weights; feature maps, attention and gates of the chosen
// sample among the activations.
import { useRef } from 'preact/hooks';
import type { LayerDescription } from '../../src/protocol/description.ts';
import { LayerPictures } from '../graph/pictures/layerPictures.tsx';
import { PictureActions } from '../pictureActions.tsx';

interface PicturesSectionProps {
  readonly layer: LayerDescription;
  /** Those of its parameters, or those of all else. */
  readonly of: 'parameters' | 'flow';
  readonly width: number;
}

const height = 140;
const largestImage = 96;

export function PicturesSection({ layer, of, width }: PicturesSectionProps) {
  const root = useRef<HTMLElement>(null);
  const isParameter = (tensor: string): boolean => layer.parameters.some(({ fullName }) => fullName === tensor);
  const pictures = layer.pictures.filter(({ tensor }) => isParameter(tensor) === (of === 'parameters'));
  if (pictures.length === 0) return null;
  return (
    <section class="layer-section" ref={root}>
      <LayerPictures pictures={pictures} width={width} height={height} largest={largestImage} captions />
      <PictureActions of={root} name={`${layer.name} ${pictures[0].tensor.slice(layer.name.length + 1)}`} />
    </section>
  );
}
