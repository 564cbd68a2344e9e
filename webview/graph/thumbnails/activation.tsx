// An activation: its curve with the range in which this layer's inputs lie, what comes out, and the gradient.
import { readStatistics } from '../../../src/protocol/frame.ts';
import { useStore, useStrings } from '../../context.ts';
import { curve } from '../../draw/curve.ts';
import { inset, type Surface } from '../../draw/surface.ts';
import { format, short } from '../../format.ts';
import { Picture } from '../../picture.tsx';
import { useWatch } from '../../watches.ts';
import { gradientOf, inputOf, outputOf } from '../tensors.ts';
import { Distribution } from './distribution.tsx';
import type { ThumbnailProps } from './props.ts';

export function ActivationThumbnail({ network, layer }: ThumbnailProps) {
  const strings = useStrings();
  const { sample } = useStore();
  const answer = useWatch({ kind: 'statistics', tensor: sample.tensor(inputOf(network, layer).name) });
  const inputs = answer && readStatistics(answer);
  const { view } = layer;
  if (view.kind !== 'activation') return null;
  const range = inputs ? ([inputs.min, inputs.max] as const) : null;
  const draw = (surface: Surface): void => curve(surface, inset(surface, 0), { domain: view.domain, f: view.f }, range);
  const summary = range ? format(strings.curveSummary, layer.formula, short(range[0]), short(range[1])) : layer.formula;
  return (
    <div class="thumbnail">
      <div class="pair">
        <figure title={summary}>
          <Picture draw={draw} width={88} height={62} label={summary} />
        </figure>
        <Distribution
          tensor={sample.tensor(outputOf(network, layer.index).name)}
          label={strings.activation}
          colour="forward"
          width={88}
          height={48}
        />
      </div>
      <Distribution
        tensor={gradientOf(network, layer.index)?.name ?? null}
        label={strings.gradient}
        colour="backward"
        width={186}
        height={46}
        bins={40}
      />
    </div>
  );
}
