// What comes out of a layer and the gradient that comes back, side by side.
import type { LayerDescription, NetworkDescription } from '../../../src/protocol/description.ts';
import { useStore, useStrings } from '../../context.ts';
import { gradientOf, outputOf } from '../tensors.ts';
import { Distribution } from './distribution.tsx';

export function DistributionPair({ network, layer }: { network: NetworkDescription; layer: LayerDescription }) {
  const strings = useStrings();
  const { sample } = useStore();
  const [output, gradient] = [sample.reference(outputOf(network, layer.index)), gradientOf(network, layer.index)];
  return (
    <div class="pair">
      <Distribution tensor={output.name} label={strings.activation} colour="forward" width={88} height={50} />
      <Distribution tensor={gradient?.name ?? null} label={strings.gradient} colour="backward" width={88} height={50} />
    </div>
  );
}
