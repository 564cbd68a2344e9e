// The samples that the network gets wrong, the worst first: of the whole part, or of one cell of the confusion matrix. A
// click has the graph show one.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readRanking, readSample } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { image } from '../draw/images.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { datum, exact, format, short, whole } from '../format.ts';
import { Picture, type Size } from '../picture.tsx';
import { SampleRadio } from './sampleRadio.tsx';
import { answerName, isImage } from '../samples.ts';
import { useWatch } from '../watches.ts';
import { Waiting } from './waiting.tsx';

/** True class and the one that it is taken for. */
export type Cell = readonly [truth: number, said: number];

type Ranked = ReturnType<typeof readRanking>['samples'][number];

/** Bytes of a frame that samples may take. */
const sampleBytes = 12_000;
const most = 48;
const imageSize = 52;

interface SamplesProps {
  readonly network: NetworkDescription;
  readonly size: Size;
  readonly cell: Cell | null;
  readonly onCell: (cell: Cell | null) => void;
}

export function SamplesView({ network, size, cell, onCell }: SamplesProps) {
  const strings = useStrings();
  const { data } = network;
  const part = data.testRows > 0 ? 'test' : 'train';
  const features = data.sampleShape.reduce((a, b) => a * b, 1);
  const to = Math.max(3, Math.min(most, Math.floor(sampleBytes / (4 * features))));
  const answer = useWatch({ kind: 'ranking', part, ...(cell && { cell }), from: 0, to });
  const { count, samples } = answer ? readRanking(answer) : { count: 0, samples: [] };
  const name = (value: number): string => answerName(network, value);
  const shown = whole(Math.min(samples.length, count));
  return (
    <section class="samples" style={{ width: `${size.width}px`, height: `${size.height}px` }}>
      <p class="dim">
        {!answer
          ? ''
          : cell
            ? format(strings.samplesOfCell, name(cell[0]), name(cell[1]), shown, whole(count))
            : format(strings.worstSamples, strings[part], shown, whole(count))}
        {cell ? (
          <button type="button" class="link" onClick={() => onCell(null)}>
            {strings.allSamples}
          </button>
        ) : null}
      </p>
      {!answer ? (
        <Waiting text={strings.measuring} />
      ) : count === 0 ? (
        <p class="dim">{strings.noSamples}</p>
      ) : isImage(data.sampleShape) ? (
        <ul class="sample-images">
          {samples.map((sample) => (
            <SampleImage key={sample.row} network={network} part={part} sample={sample} />
          ))}
        </ul>
      ) : (
        <SampleTable network={network} part={part} samples={samples} width={size.width} />
      )}
    </section>
  );
}

interface OfPart {
  readonly network: NetworkDescription;
  readonly part: 'train' | 'test';
}

function SampleImage({ network, part, sample }: OfPart & { sample: Ranked }) {
  const strings = useStrings();
  const { sample: chosen } = useStore();
  const { row, loss, truth, said } = sample;
  const isChosen = chosen.isAlone({ part, row });
  const label = format(strings.showSample, row);
  const answer = useWatch({ kind: 'sample', part, row });
  const [height, width] = network.data.sampleShape.slice(-2);
  const draw = (surface: Surface): void => {
    if (answer) image(surface, inset(surface, 0), readSample(answer).x, height, width);
  };
  const told =
    truth === said ? answerName(network, truth) : `${answerName(network, truth)} → ${answerName(network, said)}`;
  return (
    <li class={isChosen ? 'chosen' : ''} title={`${label} · ${strings.lossReadout} ${exact(loss)}`}>
      <label>
        <input
          type="radio"
          name="worst-sample"
          aria-label={`${label}: ${told}`}
          checked={isChosen}
          onChange={() => chosen.chooseAlone({ part, row })}
        />
        <Picture draw={draw} width={imageSize} height={imageSize} label={format(strings.sampleImage, row)} />
        <span>{told}</span>
        <span class="dim">{short(loss, 3)}</span>
      </label>
    </li>
  );
}

const columnWidth = 62;
const otherColumns = 210;

function SampleTable({ network, part, samples, width }: OfPart & { samples: readonly Ranked[]; width: number }) {
  const strings = useStrings();
  const { featureNames, sampleShape } = network.data;
  const features = sampleShape.reduce((a, b) => a * b, 1);
  const columns = Math.max(0, Math.min(features, Math.floor((width - otherColumns) / columnWidth)));
  return (
    <div class="sample-table" tabIndex={0} role="group" aria-label={strings.samples}>
      <table class="terms">
        <thead>
          <tr>
            <th scope="col">{strings.sample}</th>
            {Array.from({ length: columns }, (_, i) => (
              <th key={i} scope="col" title={featureNames[i]}>
                {featureNames[i] ?? `x${i}`}
              </th>
            ))}
            <th scope="col">{strings.target}</th>
            <th scope="col">{strings.prediction}</th>
            <th scope="col">{strings.lossReadout}</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <SampleRow key={sample.row} network={network} part={part} sample={sample} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SampleRow({ network, part, sample, columns }: OfPart & { sample: Ranked; columns: number }) {
  const answer = useWatch(columns > 0 ? { kind: 'sample', part, row: sample.row } : null);
  const x = answer && readSample(answer).x;
  const { sample: chosen } = useStore();
  const label = format(useStrings().showSample, sample.row);
  const isChosen = chosen.isAlone({ part, row: sample.row });
  const choose = (): void => chosen.chooseAlone({ part, row: sample.row });
  return (
    <tr class={isChosen ? 'chosen' : ''} title={label} onClick={choose}>
      <th scope="row">
        <SampleRadio group="worst samples" row={sample.row} label={label} isChosen={isChosen} onChoose={choose} />
      </th>
      {Array.from({ length: columns }, (_, i) => (
        <td key={i} title={x ? exact(x[i]) : ''}>
          {x ? datum(x[i]) : '–'}
        </td>
      ))}
      <td>{answerName(network, sample.truth)}</td>
      <td>{answerName(network, sample.said)}</td>
      <td title={exact(sample.loss)}>{short(sample.loss)}</td>
    </tr>
  );
}
