// All samples of a part, as images or rows of numbers: those in sight are asked for. A click has the graph show one.
import { useState } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { pointColumns, readSample } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { image } from '../draw/images.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { exact, format } from '../format.ts';
import { Picture, pixels, type Size } from '../picture.tsx';
import { answerName, inputName } from '../samples.ts';
import { useWatch } from '../watches.ts';
import { useBatchPlaces } from './batchAnswers.ts';
import { SampleRadio } from './sampleRadio.tsx';
import { isPlane, PlaneOfPoints, planeSize } from './planeOfPoints.tsx';

interface PartRowsProps {
  readonly network: NetworkDescription;
  readonly part: 'train' | 'test';
  readonly size: Size;
  readonly images: boolean;
}

const rowHeight = 22;
const columnWidth = 62;
const otherColumns = 130;
const leastColumns = 3;
const imageCell = { width: 66, height: 82 };

/** Samples that a plane shows. */
const mostPoints = 1000;

/** Of a 2-D input with all of them as points beside the rows. */
export function Part(props: PartRowsProps) {
  const { network, part, size } = props;
  const { sample } = useStore();
  const plane = isPlane(network);
  const points = useWatch(plane ? { kind: 'points', part, limit: mostPoints } : null);
  if (!plane) return <PartRows {...props} />;
  const planar = planeSize(size);
  const rows = part === 'train' ? network.data.trainRows : network.data.testRows;
  const count = Math.max(1, (points?.length ?? 0) / pointColumns);
  // The points are spread evenly over the rows.
  const rowOf = (point: number): number => Math.floor((point * rows) / count);
  const point = Array.from({ length: count }, (_, i) => i).find((i) => sample.isAlone({ part, row: rowOf(i) }));
  return (
    <div class="with-plane">
      <PlaneOfPoints
        network={network}
        points={points ?? new Float32Array(0)}
        size={planar}
        chosen={point ?? null}
        onChoose={(i) => sample.chooseAlone({ part, row: rowOf(i) })}
      />
      <div>
        <PartRows {...props} size={{ width: size.width - planar.width - 10, height: size.height }} />
      </div>
    </div>
  );
}

function PartRows({ network, part, size, images }: PartRowsProps) {
  const strings = useStrings();
  const [scrolled, setScrolled] = useState(0);
  const places = useBatchPlaces(network, part);
  const { data } = network;
  const rows = part === 'train' ? data.trainRows : data.testRows;
  const perLine = images ? Math.max(1, Math.floor((size.width - 20) / imageCell.width)) : 1;
  const lineHeight = images ? imageCell.height : rowHeight;
  const lines = Math.ceil(rows / perLine);
  const first = Math.max(0, Math.min(lines - 1, Math.floor(scrolled / lineHeight) - 1));
  const last = Math.min(lines, first + Math.ceil(size.height / lineHeight) + 2);
  const indices = Array.from(
    { length: Math.min(rows, last * perLine) - first * perLine },
    (_, i) => first * perLine + i,
  );
  const features = data.sampleShape.reduce((a, b) => a * b, 1);
  const shown = Math.min(features, Math.max(leastColumns, Math.floor((size.width - otherColumns) / columnWidth)));
  const onScroll = (event: { currentTarget: HTMLElement }): void => setScrolled(event.currentTarget.scrollTop);
  if (images)
    return (
      <div class="batch-images" tabIndex={-1} onScroll={onScroll}>
        <div style={pixels({ height: lines * lineHeight })}>
          {indices.map((row) => (
            <ImageOfPart
              key={row}
              network={network}
              part={part}
              row={row}
              inBatch={places.has(row)}
              place={{ left: (row % perLine) * imageCell.width, top: Math.floor(row / perLine) * lineHeight }}
            />
          ))}
        </div>
      </div>
    );
  return (
    <div class="batch-table" tabIndex={-1} onScroll={onScroll}>
      <table class="terms">
        <thead>
          <tr>
            <th scope="col">{strings.sample}</th>
            {Array.from({ length: shown }, (_, i) => (
              <th key={i} scope="col" title={data.featureNames[i]}>
                {data.featureNames[i] ?? `x${i}`}
              </th>
            ))}
            {shown < features ? <th scope="col">{format(strings.moreColumns, features - shown)}</th> : null}
            <th scope="col">{strings.target}</th>
          </tr>
        </thead>
        <tbody>
          <tr class="spacer" style={pixels({ height: first * rowHeight })} />
          {indices.map((row) => (
            <RowOfPart key={row} network={network} part={part} row={row} inBatch={places.has(row)} columns={shown} />
          ))}
          <tr class="spacer" style={pixels({ height: (lines - last) * rowHeight })} />
        </tbody>
      </table>
    </div>
  );
}

interface OneProps extends Pick<PartRowsProps, 'network' | 'part'> {
  readonly row: number;
  /** It is in the batch of this moment. */
  readonly inBatch: boolean;
}

function RowOfPart({ network, part, row, inBatch, columns }: OneProps & { columns: number }) {
  const { sample: chosen } = useStore();
  const strings = useStrings();
  const answer = useWatch({ kind: 'sample', part, row });
  const sample = answer && readSample(answer);
  const features = network.data.sampleShape.reduce((a, b) => a * b, 1);
  const label = format(inBatch ? strings.showSampleInBatch : strings.showSample, row);
  const isChosen = chosen.isAlone({ part, row });
  return (
    <tr
      class={`${inBatch ? 'in-batch' : ''} ${isChosen ? 'chosen' : ''}`}
      title={label}
      onClick={() => chosen.chooseAlone({ part, row })}
    >
      <th scope="row">
        <SampleRadio
          group={`${part} rows`}
          row={row}
          label={label}
          isChosen={isChosen}
          onChoose={() => chosen.chooseAlone({ part, row })}
        />
        {inBatch ? ' •' : ''}
      </th>
      {Array.from({ length: columns }, (_, i) => (
        <td key={i} title={sample ? exact(sample.x[i]) : ''}>
          {sample ? inputName(network, sample.x[i]) : '–'}
        </td>
      ))}
      {columns < features ? <td>…</td> : null}
      <td>{sample ? answerName(network, sample.target) : '–'}</td>
    </tr>
  );
}

interface ImageOfPartProps extends OneProps {
  readonly place: { readonly left: number; readonly top: number };
}

function ImageOfPart({ network, part, row, inBatch, place }: ImageOfPartProps) {
  const { sample: chosen } = useStore();
  const strings = useStrings();
  const answer = useWatch({ kind: 'sample', part, row });
  const sample = answer && readSample(answer);
  const [height, width] = network.data.sampleShape.slice(-2);
  const label = format(inBatch ? strings.showSampleInBatch : strings.showSample, row);
  const isChosen = chosen.isAlone({ part, row });
  const draw = (surface: Surface): void => {
    if (sample) image(surface, inset(surface, 1), sample.x, height, width);
  };
  return (
    <label
      class={`batch-image ${isChosen ? 'chosen' : ''}`}
      title={label}
      style={pixels({ ...place, width: imageCell.width })}
    >
      <input
        type="radio"
        name={`${part}-sample`}
        aria-label={label}
        checked={isChosen}
        onChange={() => chosen.chooseAlone({ part, row })}
      />
      <Picture draw={draw} width={56} height={56} label={format(strings.sampleImage, row)} />
      <span>
        {sample ? answerName(network, sample.target) : '–'}
        {inBatch ? ' •' : ''}
      </span>
    </label>
  );
}
