// Curves over iterations: loss, accuracy, learning rate, and the layers' gradients and updates; of this run and of those
// that it left.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { metricsHistoryColumns } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { useFormerLosses, useFormerMetrics } from '../formerRuns.ts';
import { Sized, type Size } from '../picture.tsx';
import { runName } from '../runs.tsx';
import { axisEnd } from '../timeline.tsx';
import { useWatch } from '../watches.ts';
import { batchPoints, columnPoints, lossPoints, ratePoints } from './curveData.ts';
import { LayerCurves } from './layerCurves.tsx';
import { Plot, type Curve } from './plot.tsx';

interface Shown {
  readonly network: NetworkDescription;
  readonly size: Size;
  readonly end: number;
}

/** Colours of runs that don't go on, after those of train and test. */
const firstRunColour = 2;

export function CurvesPanel({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const { curvesLog, curves } = store.preferences.signals;
  const end = axisEnd(Math.ceil(store.header.value.lastTick / network.instructions.length));
  const choices = [
    ['loss', strings.lossReadout],
    ...(network.accuracy ? [['accuracy', strings.accuracy] as const] : []),
    ['lr', strings.lrReadout],
    ['gradients', strings.gradientNorm],
    ['updates', strings.updateByWeight],
  ] as const;
  const on = choices.filter(([id]) => curves.value.includes(id)).map(([id]) => id);
  const toggle = (id: string): void => {
    const rest = on.filter((each) => each !== id);
    store.preferences.set('curves', rest.length < on.length ? rest : [...on, id]);
  };
  return (
    <div class="curves">
      <div class="bar" data-no-picture>
        <span class="chips" role="group" aria-label={strings.curves}>
          {choices.map(([id, label]) => (
            <button key={id} type="button" class="toggle" aria-pressed={on.includes(id)} onClick={() => toggle(id)}>
              {label}
            </button>
          ))}
        </span>
        <label class="check">
          <input
            type="checkbox"
            checked={curvesLog.value}
            onChange={(event) => store.preferences.set('curvesLog', event.currentTarget.checked)}
          />
          {strings.logAxis}
        </label>
      </div>
      <div class="plots" tabIndex={-1}>
        {on.length === 0 ? <p class="dim">{strings.noCurves}</p> : null}
        {on.map((id) => (
          <Sized key={id} class="plot">
            {(size) => {
              if (id === 'loss') return <LossPlot network={network} size={size} end={end} />;
              if (id === 'accuracy') return <AccuracyPlot network={network} size={size} end={end} />;
              if (id === 'lr') return <RatePlot size={size} end={end} />;
              const title = id === 'gradients' ? strings.gradientNorm : strings.updateByWeight;
              const column = id === 'gradients' ? 1 : 2;
              return <LayerCurves network={network} title={title} column={column} size={size} end={end} />;
            }}
          </Sized>
        ))}
      </div>
    </div>
  );
}

function LossPlot({ network, size, end }: Shown) {
  const store = useStore();
  const strings = useStrings();
  const batch = useWatch({ kind: 'losses', from: 0, to: end, points: 300 });
  const metrics = useWatch({ kind: 'metricsHistory', points: 300 });
  const former = useFormerLosses(end, 200).map((losses, i): Curve => ({
    label: runName(losses.run, strings),
    colour: firstRunColour + i,
    faint: true,
    points: lossPoints(losses),
  }));
  const curves: Curve[] = [
    { label: strings.batch, colour: 'dim', points: batchPoints(batch) },
    ...former,
    { label: strings.train, colour: 'forward', points: columnPoints(metrics, metricsHistoryColumns, 1) },
  ];
  if (network.data.testRows > 0) {
    const points = columnPoints(metrics, metricsHistoryColumns, 3);
    curves.push({ label: strings.test, colour: 'backward', dashed: true, points });
  }
  const log = store.preferences.signals.curvesLog.value;
  return <Plot title={strings.lossReadout} curves={curves} size={size} end={end} log={log} />;
}

function AccuracyPlot({ network, size, end }: Shown) {
  const store = useStore();
  const strings = useStrings();
  const metrics = useWatch({ kind: 'metricsHistory', points: 300 });
  const before = useFormerMetrics(200);
  const hasTest = network.data.testRows > 0;
  const former = store.timeline.value.runs
    .filter(({ id }) => before.has(id))
    .map((run, i): Curve => {
      const points = columnPoints(before.get(run.id), metricsHistoryColumns, hasTest ? 4 : 2);
      return { label: runName(run, strings), colour: firstRunColour + i, faint: true, points };
    });
  const curves: Curve[] = [
    ...former,
    { label: strings.train, colour: 'forward', points: columnPoints(metrics, metricsHistoryColumns, 2) },
  ];
  if (hasTest) {
    const points = columnPoints(metrics, metricsHistoryColumns, 4);
    curves.push({ label: strings.test, colour: 'backward', dashed: true, points });
  }
  return <Plot title={strings.accuracy} curves={curves} size={size} end={end} log={false} most={1} />;
}

function RatePlot({ size, end }: Pick<Shown, 'size' | 'end'>) {
  const strings = useStrings();
  const rates = useWatch({ kind: 'learningRates', from: 0, to: end, points: 200 });
  const curves: Curve[] = [{ label: strings.lrReadout, colour: 'forward', points: ratePoints(rates) }];
  return <Plot title={strings.lrReadout} curves={curves} size={size} end={end} log={false} />;
}
