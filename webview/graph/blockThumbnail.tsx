// A folded Repeat: the layers of one repetition in order, what comes out of the last and the gradient that comes back.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { PlacedNode } from './layout.ts';
import { DistributionPair } from './thumbnails/distributionPair.tsx';

export function BlockThumbnail({ network, node }: { network: NetworkDescription; node: PlacedNode }) {
  const members = network.layers.slice(node.index, node.last + 1);
  const one = members.filter(({ block }) => block?.repetition === 1);
  const types = one.map(({ type }) => type).join(' → ');
  return (
    <div class="thumbnail">
      <p class="layers" title={types}>
        {types}
      </p>
      <DistributionPair network={network} layer={members[members.length - 1]} />
    </div>
  );
}
