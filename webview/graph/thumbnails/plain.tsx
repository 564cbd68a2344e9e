// A layer that only arranges: its shapes, what flows out and back.
import { useStrings } from '../../context.ts';
import { shapeText } from '../../format.ts';
import { gradientOf, inputOf, outputOf } from '../tensors.ts';
import { Distribution } from './distribution.tsx';
import type { ThumbnailProps } from './props.ts';

export function PlainThumbnail({ network, layer }: ThumbnailProps) {
  const strings = useStrings();
  const from =
    layer.inputs.length > 1
      ? layer.inputs.map((input) => outputOf(network, input).shape)
      : [inputOf(network, layer).shape];
  return (
    <div class="thumbnail">
      <p class="shapes">
        {from.map((shape, i) => (
          <span key={i}>{shapeText(shape)}</span>
        ))}
        <span class="becomes">→ {shapeText(layer.batchShape)}</span>
      </p>
      <div class="pair">
        <Distribution
          tensor={outputOf(network, layer.index).name}
          label={strings.activation}
          colour="forward"
          width={88}
          height={50}
        />
        <Distribution
          tensor={gradientOf(network, layer.index)?.name ?? null}
          label={strings.gradient}
          colour="backward"
          width={88}
          height={50}
        />
      </div>
    </div>
  );
}
