// Output: what the network gives, in several views: as many side by side as there is room for, the chosen one among them.
import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { ViewStrings } from '../../src/protocol/strings.ts';
import { useStore, useStrings } from '../context.ts';
import { Chooser } from '../inspector/chooser.tsx';
import { Sized, type Size } from '../picture.tsx';
import { BoundaryView } from './boundaryView.tsx';
import { ConfusionView } from './confusionView.tsx';
import { FitView } from './fitView.tsx';
import { PredictionView } from './predictionView.tsx';
import { ResidualsView } from './residualsView.tsx';
import { SamplesView, type Cell } from './samplesView.tsx';

export interface OutputViewProps {
  readonly network: NetworkDescription;
  readonly size: Size;
  /** Cell of the confusion matrix whose samples are shown; null: all. */
  readonly cell: Cell | null;
  readonly onCell: (cell: Cell | null) => void;
}

interface OutputView {
  readonly id: string;
  readonly name: (strings: ViewStrings) => string;
  readonly isFor: (network: NetworkDescription) => boolean;
  readonly Body: ComponentType<OutputViewProps>;
}

const features = ({ data }: NetworkDescription): number => (data.sampleShape.length === 1 ? data.sampleShape[0] : 0);
const classifies = ({ accuracy }: NetworkDescription): boolean => accuracy !== null;

const views: readonly OutputView[] = [
  { id: 'boundary', name: (s) => s.boundary, isFor: (network) => features(network) === 2, Body: BoundaryView },
  {
    id: 'fit',
    name: (s) => s.fit,
    isFor: (network) => features(network) === 1 && !classifies(network),
    Body: FitView,
  },
  {
    id: 'prediction',
    name: (s) => s.prediction,
    isFor: (network) => features(network) !== 1 && !classifies(network),
    Body: PredictionView,
  },
  { id: 'confusion', name: (s) => s.confusion, isFor: classifies, Body: ConfusionView },
  { id: 'residuals', name: (s) => s.residuals, isFor: (network) => !classifies(network), Body: ResidualsView },
  { id: 'samples', name: (s) => s.worst, isFor: () => true, Body: SamplesView },
];

const narrowest = 250;
const chooserHeight = 24;
const gap = 8;

export function OutputPanel({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const [cell, setCell] = useState<Cell | null>(null);
  const possible = views.filter((view) => view.isFor(network));
  const wanted = Math.max(
    0,
    possible.findIndex(({ id }) => id === store.preferences.signals.outputView.value),
  );
  const choose = (index: number): void => store.preferences.set('outputView', possible[index].id);
  const onCell = (next: Cell | null): void => {
    setCell(next);
    if (next) store.preferences.set('outputView', 'samples');
  };
  return (
    <Sized class="output">
      {(size) => {
        const room = Math.max(1, Math.min(possible.length, Math.floor(size.width / narrowest)));
        const first = Math.min(wanted, possible.length - room);
        const shown = possible.slice(first, first + room);
        const all = room === possible.length;
        const one = {
          width: Math.floor((size.width - gap * (room - 1)) / room),
          height: size.height - (all ? 0 : chooserHeight),
        };
        return (
          <>
            {all ? null : (
              <Chooser
                label={strings.output}
                names={possible.map(({ name }) => name(strings))}
                chosen={wanted}
                onChoose={choose}
                room={size.width - 34}
              />
            )}
            <div class="views" style={{ gap: `${gap}px` }}>
              {shown.map(({ id, Body }) => (
                <Body key={id} network={network} size={one} cell={cell} onCell={onCell} />
              ))}
            </div>
          </>
        );
      }}
    </Sized>
  );
}
