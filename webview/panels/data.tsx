// Data: the batch of this moment, sample by sample, with target and prediction; the chosen sample is the one that ƒ shows.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { Sized } from '../picture.tsx';
import { BatchImages } from './batchImages.tsx';
import { BatchTable } from './batchTable.tsx';

export function DataPanel({ network }: { network: NetworkDescription }) {
  const { sampleShape } = network.data;
  const isImage = sampleShape.length === 2 || (sampleShape.length === 3 && sampleShape[0] === 1);
  return (
    <Sized class="batch">
      {(size) =>
        isImage ? <BatchImages network={network} size={size} /> : <BatchTable network={network} size={size} />
      }
    </Sized>
  );
}
