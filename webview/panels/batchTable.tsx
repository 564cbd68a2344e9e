// The batch as a table: a row a sample. Only the rows in sight are asked for.
import { useState } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStore, useStrings } from '../context.ts';
import { exact, format } from '../format.ts';
import { matrixSize, outputOf } from '../graph/tensors.ts';
import { pixels, type Size } from '../picture.tsx';
import { inputName } from '../samples.ts';
import { useBatchAnswers, useColumn, useRows } from './batchAnswers.ts';
import { SampleRadio } from './sampleRadio.tsx';
import { isPlane, PlaneOfPoints, planeSize } from './planeOfPoints.tsx';

const rowHeight = 20;
const columnWidth = 62;
/** Row number, target and prediction. */
const otherColumns = 200;
/** So many features are always there, scrolled to where there is no room. */
const leastColumns = 3;

/** Of a 2-D input with the batch as points beside it. */
export function Batch({ network, size }: { network: NetworkDescription; size: Size }) {
  if (!isPlane(network)) return <BatchTable network={network} size={size} />;
  const plane = planeSize(size);
  return (
    <div class="with-plane">
      <BatchPlane network={network} size={plane} />
      <div>
        <BatchTable network={network} size={{ width: size.width - plane.width - 10, height: size.height }} />
      </div>
    </div>
  );
}

function BatchPlane({ network, size }: { network: NetworkDescription; size: Size }) {
  const store = useStore();
  const rows = store.header.value.rows || network.batchSize;
  const batch = useRows(outputOf(network, -1).name, 0, rows, 2);
  const targets = useColumn('target', [network.batchSize, ...network.data.targetShape], 0, rows);
  const points = Float32Array.from({ length: 3 * (batch?.height ?? 0) }, (_, i) => {
    const row = Math.floor(i / 3);
    return i % 3 < 2 ? (batch?.cells[2 * row + (i % 3)] ?? NaN) : (targets?.cells[row] ?? 0);
  });
  const { sample } = store;
  const choose = (row: number): void => sample.chooseRow(row);
  const chosen = sample.alone.value ? null : sample.row.value;
  return <PlaneOfPoints network={network} points={points} size={size} chosen={chosen} onChoose={choose} />;
}

function BatchTable({ network, size }: { network: NetworkDescription; size: Size }) {
  const store = useStore();
  const strings = useStrings();
  const [scrolled, setScrolled] = useState(0);
  const rows = store.header.value.rows || network.batchSize;
  const from = Math.max(0, Math.min(rows - 1, Math.floor(scrolled / rowHeight) - 2));
  const to = Math.min(rows, from + Math.ceil(size.height / rowHeight) + 4);
  const input = outputOf(network, -1);
  const [, columns] = matrixSize(input.shape);
  const shown = Math.min(columns, Math.max(leastColumns, Math.floor((size.width - otherColumns) / columnWidth)));
  const batch = useRows(input.name, from, to, shown);
  const answers = useBatchAnswers(network, from, to);
  const names = network.data.featureNames;
  return (
    <div class="batch-table" tabIndex={-1} onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}>
      <table class="terms">
        <thead>
          <tr>
            <th scope="col">{strings.sample}</th>
            {Array.from({ length: shown }, (_, i) => (
              <th key={i} scope="col" title={names[i]}>
                {names[i] ?? `x${i}`}
              </th>
            ))}
            {shown < columns ? <th scope="col">{format(strings.moreColumns, columns - shown)}</th> : null}
            <th scope="col">{strings.target}</th>
            <th scope="col">{strings.prediction}</th>
          </tr>
        </thead>
        <tbody>
          <tr class="spacer" style={pixels({ height: from * rowHeight })} />
          {Array.from({ length: to - from }, (_, i) => {
            const row = from + i;
            const answer = answers[i];
            return (
              <tr key={row} class={store.sample.isRow(row) ? 'chosen' : ''} onClick={() => store.sample.chooseRow(row)}>
                <th scope="row">
                  <SampleRadio
                    group="sample"
                    row={row}
                    label={format(strings.choosesSample, row)}
                    isChosen={store.sample.isRow(row)}
                    onChoose={() => store.sample.chooseRow(row)}
                  />
                </th>
                {Array.from({ length: shown }, (_, column) => {
                  const value = batch?.cells[i * batch.width + column];
                  return (
                    <td key={column} title={value === undefined ? '' : exact(value)}>
                      {value === undefined ? '–' : inputName(network, value)}
                    </td>
                  );
                })}
                {shown < columns ? <td>…</td> : null}
                <td>{answer?.wanted ?? '–'}</td>
                <td class={answer?.right === false ? 'wrong' : ''}>
                  {answer?.said ?? '–'} {answer?.right === false ? <span title={strings.wrongAnswer}>✕</span> : null}
                </td>
              </tr>
            );
          })}
          <tr class="spacer" style={pixels({ height: (rows - to) * rowHeight })} />
        </tbody>
      </table>
    </div>
  );
}
