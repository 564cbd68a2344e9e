// Data: the batch of this moment, the whole of a part, and a point of one's own that is fed forward.
import { useState } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readSample } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { Chooser } from '../inspector/chooser.tsx';
import { Sized } from '../picture.tsx';
import { useWatch } from '../watches.ts';
import { BatchImages } from './batchImages.tsx';
import { isImage } from '../samples.ts';
import { Batch } from './batchTable.tsx';
import { OwnPoint } from './ownPoint.tsx';
import { Part } from './partRows.tsx';

export function DataPanel({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const [own, setOwn] = useState<readonly number[] | null>(null);
  const views = [
    ['batch', strings.batch],
    ['train', strings.train],
    ...(network.data.testRows > 0 ? [['test', strings.test] as const] : []),
    ['own', strings.ownPoint],
  ] as const;
  const wanted = store.preferences.signals.dataView.value;
  const chosen = Math.max(
    0,
    views.findIndex(([id]) => id === wanted),
  );
  const [view] = views[chosen];
  const images = isImage(network.data.sampleShape);
  const take = (x: readonly number[]): void => {
    setOwn(x);
    store.preferences.set('dataView', 'own');
  };
  const features = network.data.sampleShape.reduce((a, b) => a * b, 1);
  const hints = { batch: '', train: strings.setHintInBatch, test: strings.setHint, own: strings.ownHint };
  const hint = hints[view];
  return (
    <div class="data-panel">
      <div class="bar" data-no-picture>
        <Chooser
          label={strings.dataPanel}
          names={views.map(([, name]) => name)}
          chosen={chosen}
          onChoose={(index) => store.preferences.set('dataView', views[index][0])}
        />
        {view === 'train' || view === 'test' ? <TakeSample part={view} onTake={take} /> : null}
        <span class="dim">{hint}</span>
      </div>
      <Sized class="batch">
        {(size) => {
          if (view === 'own') {
            // Of another file's data a point is no longer one.
            const x = own?.length === features ? own : null;
            return <OwnOrFirst network={network} size={size} own={x} images={images} onChange={setOwn} />;
          }
          if (view !== 'batch') return <Part key={view} network={network} part={view} size={size} images={images} />;
          return images ? <BatchImages network={network} size={size} /> : <Batch network={network} size={size} />;
        }}
      </Sized>
    </div>
  );
}

interface TakeSampleProps {
  readonly part: 'train' | 'test';
  readonly onTake: (x: readonly number[]) => void;
}

/** Makes the chosen sample of the part a point of one's own. */
function TakeSample({ part, onTake }: TakeSampleProps) {
  const { sample } = useStore();
  const strings = useStrings();
  const chosen = sample.ofSet.value?.part === part ? sample.ofSet.value : null;
  const answer = useWatch(chosen && { kind: 'sample', ...chosen });
  if (!chosen || !answer) return null;
  return (
    <button type="button" class="link" onClick={() => onTake([...readSample(answer).x])}>
      {strings.takeSample}
    </button>
  );
}

type OwnOrFirstProps = Omit<Parameters<typeof OwnPoint>[0], 'x' | 'limits'> & { own: readonly number[] | null };

/** Before there is a point of one's own it is the first training sample. */
function OwnOrFirst({ own, ...rest }: OwnOrFirstProps) {
  const strings = useStrings();
  const answer = useWatch({ kind: 'sample', part: 'train', row: 0 });
  if (!answer) return <p class="dim">{strings.waitingForData}</p>;
  const first = readSample(answer).x;
  const limits = [Math.min(...first), Math.max(...first)] as const;
  return <OwnPoint {...rest} x={own ?? [...first]} limits={limits} />;
}
