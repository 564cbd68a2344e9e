// Output: what the network gives. Over the plane of a 2-D input, over the line of a 1-D one, for classes the confusion
// matrix, else prediction against target.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { Sized } from '../picture.tsx';
import { BoundaryView } from './boundaryView.tsx';
import { ConfusionView } from './confusionView.tsx';
import { FitView } from './fitView.tsx';
import { PredictionView } from './predictionView.tsx';

/** Wide enough for the confusion matrix beside the plane. */
const roomForBoth = 1.9;

export function OutputPanel({ network }: { network: NetworkDescription }) {
  const { sampleShape } = network.data;
  const features = sampleShape.length === 1 ? sampleShape[0] : 0;
  return (
    <Sized class="output">
      {(size) => {
        if (features === 2) {
          const both = network.accuracy !== null && size.width > size.height * roomForBoth;
          const half = { width: Math.floor(size.width / 2) - 4, height: size.height };
          return (
            <>
              <BoundaryView network={network} size={both ? half : size} />
              {both ? <ConfusionView network={network} size={half} /> : null}
            </>
          );
        }
        if (features === 1 && network.accuracy === null) return <FitView network={network} size={size} />;
        if (network.accuracy !== null) return <ConfusionView network={network} size={size} />;
        return <PredictionView network={network} size={size} />;
      }}
    </Sized>
  );
}
