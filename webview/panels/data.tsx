// Data: the batch of this moment, the whole of a part, and a point of one's own that is fed forward.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStore, useStrings } from '../context.ts';
import { Chooser } from '../inspector/chooser.tsx';
import { Sized } from '../picture.tsx';
import { BatchImages } from './batchImages.tsx';
import { useSetSample } from './setSample.ts';
import { isImage } from '../samples.ts';
import { Batch } from './batchTable.tsx';
import { OwnPoint } from './ownPoint.tsx';
import { Part } from './partRows.tsx';

export function DataPanel({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
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
        {view === 'train' || view === 'test' ? <TakeSample network={network} part={view} /> : null}
        <span class="dim">{hint}</span>
      </div>
      <Sized class="batch">
        {(size) => {
          if (view === 'own') return <OwnOrFirst network={network} size={size} images={images} />;
          if (view !== 'batch') return <Part key={view} network={network} part={view} size={size} images={images} />;
          return images ? <BatchImages network={network} size={size} /> : <Batch network={network} size={size} />;
        }}
      </Sized>
    </div>
  );
}

interface TakeSampleProps {
  readonly network: NetworkDescription;
  readonly part: 'train' | 'test';
}

/** Makes the chosen sample of the part a point of one's own. */
function TakeSample({ network, part }: TakeSampleProps) {
  const { sample, preferences } = useStore();
  const strings = useStrings();
  const chosen = sample.alone.value;
  const values = useSetSample(network, chosen?.part === part ? { part, row: chosen.row } : null);
  if (!values) return null;
  const take = (): void => {
    sample.editOwn(values);
    sample.showOwn();
    preferences.set('dataView', 'own');
  };
  return (
    <button type="button" class="link" onClick={take}>
      {strings.takeSample}
    </button>
  );
}

type OwnOrFirstProps = Pick<Parameters<typeof OwnPoint>[0], 'network' | 'size' | 'images'>;

/** Before there is a point of one's own it is the first training sample. */
function OwnOrFirst(props: OwnOrFirstProps) {
  const { sample } = useStore();
  const strings = useStrings();
  const first = useSetSample(props.network, { part: 'train', row: 0 });
  if (!first) return <p class="dim">{strings.waitingForData}</p>;
  const limits = [Math.min(...first.x), Math.max(...first.x)] as const;
  return (
    <OwnPoint
      {...props}
      values={sample.own.value ?? first}
      limits={limits}
      onChange={(values) => sample.editOwn(values)}
    />
  );
}
