// Curves: the loss of batches, train and test part, and the accuracies, over iterations.
import { useContext, useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStore, useStrings } from '../context.ts';
import type { Palette } from '../draw/palette.ts';
import { axisNumber, niceAbove, short, whole } from '../format.ts';
import { PictureContext, Sized, type Size } from '../picture.tsx';
import { axisEnd } from '../timeline.tsx';
import { useWatch } from '../watches.ts';
import { joinCurves, type CurveData } from './curveData.ts';

interface Series {
  readonly label: string;
  readonly colour: keyof Pick<Palette, 'forward' | 'backward' | 'dim'>;
  readonly dashed?: boolean;
}

export function CurvesPanel({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const { curvesLog } = store.preferences.signals;
  const end = axisEnd(Math.ceil(store.header.value.lastTick / network.instructions.length));
  const batch = useWatch({ kind: 'losses', from: 0, to: end, points: 300 });
  const metrics = useWatch({ kind: 'metricsHistory', points: 300 });
  const hasTest = network.data.testRows > 0;
  const parts: Series[] = [
    { label: strings.train, colour: 'forward' },
    ...(hasTest ? [{ label: strings.test, colour: 'backward' as const, dashed: true }] : []),
  ];
  const losses = joinCurves(batch, metrics, hasTest ? [1, 3] : [1], true);
  const accuracies = joinCurves(null, metrics, hasTest ? [2, 4] : [2], false);
  return (
    <div class="curves">
      <div class="bar">
        <p class="legend">
          <span class="line">{strings.batch}</span>
          <span class="line forward">{strings.train}</span>
          {hasTest ? <span class="line backward dashed">{strings.test}</span> : null}
        </p>
        <label class="check">
          <input
            type="checkbox"
            checked={curvesLog.value}
            onChange={(event) => store.preferences.set('curvesLog', event.currentTarget.checked)}
          />
          {strings.logAxis}
        </label>
      </div>
      <div class="plots">
        <Sized>
          {(size) => (
            <Plot
              title={strings.lossReadout}
              data={losses}
              series={[{ label: strings.batch, colour: 'dim' }, ...parts]}
              size={size}
              end={end}
              log={curvesLog.value}
            />
          )}
        </Sized>
        {network.accuracy ? (
          <Sized>
            {(size) => (
              <Plot
                title={strings.accuracy}
                data={accuracies}
                series={parts}
                size={size}
                end={end}
                log={false}
                most={1}
              />
            )}
          </Sized>
        ) : null}
      </div>
    </div>
  );
}

interface PlotProps {
  readonly title: string;
  readonly data: CurveData;
  readonly series: readonly Series[];
  readonly size: Size;
  /** Iterations at the right end. */
  readonly end: number;
  readonly log: boolean;
  /** Largest possible value, where there is one. */
  readonly most?: number;
}

function Plot({ title, data, series, size, end, log, most }: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const palette = useContext(PictureContext)?.palette.value;
  const shown = useRef({ data, end });
  shown.current = { data, end };
  useLayoutEffect(() => {
    if (!element.current || !palette) return;
    const made = new uPlot(
      options({ title, series, log, most }, palette, size, () => shown.current.end),
      shown.current.data as uPlot.AlignedData,
      element.current,
    );
    plot.current = made;
    return () => made.destroy();
    // What it is made of; data and size go in below.
  }, [title, series.length, log, most, palette]);
  useEffect(() => plot.current?.setSize(size), [size.width, size.height]);
  useEffect(() => plot.current?.setData(data as uPlot.AlignedData));
  const last = data.slice(1).map((values) => values.findLast((value) => value !== null) ?? NaN);
  return (
    <div
      ref={element}
      role="img"
      aria-label={`${title}: ${series.map(({ label }, i) => `${label} ${short(last[i])}`).join(', ')}`}
    />
  );
}

function options(
  { title, series, log, most }: Pick<PlotProps, 'title' | 'series' | 'log' | 'most'>,
  palette: Palette,
  size: Size,
  end: () => number,
): uPlot.Options {
  const axis = (axisSize: number, values: (value: number) => string): uPlot.Axis => ({
    stroke: palette.dim,
    font: `10px ${palette.font}`,
    size: axisSize,
    gap: 3,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => (value === null ? '' : values(value))),
  });
  return {
    ...size,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    padding: [8, 14, 0, 0],
    scales: {
      x: { time: false, range: () => [0, end()] },
      y: log ? { distr: 3 } : { range: (_, __, high) => [0, most ?? niceAbove(high ?? 1)] },
    },
    axes: [axis(20, whole), { ...axis(40, axisNumber), label: undefined }],
    series: [
      { label: title },
      ...series.map(({ label, colour, dashed }): uPlot.Series => ({
        label,
        stroke: palette[colour],
        width: colour === 'dim' ? 1 : 1.6,
        dash: dashed ? [5, 3] : undefined,
        spanGaps: true,
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [
        (made) => {
          const { ctx, bbox } = made;
          ctx.fillStyle = palette.dim;
          ctx.font = `${10 * devicePixelRatio}px ${palette.font}`;
          ctx.textAlign = 'right';
          ctx.fillText(title, bbox.left + bbox.width - 6 * devicePixelRatio, bbox.top + 12 * devicePixelRatio);
        },
      ],
    },
  };
}
