// One plot of curves over iterations: hover for values, drag to zoom in on iterations, double click for all of them.
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { useStrings } from '../context.ts';
import { css, type Palette } from '../draw/palette.ts';
import { axisNumber, compact, niceAbove, short, whole } from '../format.ts';
import { PictureContext, pixels, type Size } from '../picture.tsx';
import { joinCurves, type Points } from './curveData.ts';
import { zoomBy, zoomTo, type IterationZoom } from './iterationZoom.ts';

export interface Curve {
  readonly label: string;
  readonly colour: 'forward' | 'backward' | 'dim' | number;
  readonly dashed?: boolean;
  /** Of a run that doesn't go on. */
  readonly faint?: boolean;
  readonly points: Points;
}

interface PlotProps {
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly size: Size;
  /** Iterations at the right end. */
  readonly end: number;
  readonly log: boolean;
  /** Largest possible value, where there is one. */
  readonly most?: number;
}

const twoLinesBelow = 330;

/** Iterations are whole: an axis that went in steps of 2.5 would number them 0, 3, 5, 8. */
const wholeSteps = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** What fits beside an axis: `6.0e23`. */
const plotNumber = (value: number): string => (Math.abs(value) >= 1e5 ? compact(value) : axisNumber(value));

const isOnePoint = (values: ArrayLike<number | null | undefined>): boolean =>
  Array.from(values).filter((value) => value !== null && value !== undefined).length === 1;

const colourOf = ({ colour, faint }: Curve, palette: Palette): string => {
  if (typeof colour !== 'number') return palette[colour];
  return css(palette.classes[colour % palette.classes.length], faint ? 0.6 : 1);
};

export function Plot({ title, curves, size, end, log, most }: PlotProps) {
  const strings = useStrings();
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const zoom = useRef<IterationZoom>(null);
  const [at, setAt] = useState<number | null>(null);
  const palette = useContext(PictureContext)?.palette.value;
  const data = joinCurves(curves.map(({ points }) => points));
  const shown = useRef({ data, end });
  shown.current = { data, end };
  const key = JSON.stringify(curves.map(({ label, colour, dashed, faint }) => [label, colour, dashed, faint]));
  // Two lines of values where one may be too short: by the width alone, so that nothing jumps.
  const valuesHeight = size.width < twoLinesBelow ? 28 : 15;
  const room = { width: size.width, height: Math.max(20, size.height - valuesHeight) };
  useLayoutEffect(() => {
    if (!element.current || !palette) return;
    const made = new uPlot(
      {
        ...room,
        legend: { show: false },
        cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false, setScale: false } },
        padding: [6, 14, 0, 0],
        scales: {
          x: { time: false, range: () => [...(zoom.current ?? ([0, shown.current.end] as const))] as [number, number] },
          y: log ? { distr: 3 } : { range: (_, __, high) => [0, most ?? niceAbove(high ?? 1)] },
        },
        axes: [{ ...axis(palette, 20, whole), incrs: wholeSteps }, axis(palette, 40, plotNumber)],
        series: [
          { label: title },
          ...curves.map((curve): uPlot.Series => ({
            label: curve.label,
            stroke: colourOf(curve, palette),
            width: curve.colour === 'dim' || curve.faint ? 1 : 1.6,
            dash: curve.dashed || curve.faint ? [5, 3] : undefined,
            spanGaps: true,
            // A curve that has only begun is a point.
            points: { show: ({ data }, i) => isOnePoint(data[i]), size: 5 },
          })),
        ],
        hooks: {
          setCursor: [({ cursor }) => setAt(cursor.idx ?? null)],
          setSelect: [
            (made) => {
              const { left, width } = made.select;
              if (width < 4) return;
              zoom.current = zoomTo([made.posToVal(left, 'x'), made.posToVal(left + width, 'x')], shown.current.end);
              made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              made.redraw(true, true);
              made.setData(made.data);
            },
          ],
        },
      },
      shown.current.data as uPlot.AlignedData,
      element.current,
    );
    plot.current = made;
    return () => made.destroy();
    // What it is made of; data and size go in below.
  }, [title, key, log, most, palette]);
  useEffect(() => plot.current?.setSize(room), [room.width, room.height]);
  useEffect(() => plot.current?.setData(shown.current.data as uPlot.AlignedData), [data]);
  const show = (wanted: IterationZoom): void => {
    zoom.current = wanted;
    plot.current?.setData(shown.current.data as uPlot.AlignedData);
  };
  const nearer = (factor: number, part = 0.5): void => show(zoomBy(zoom.current, end, factor, part));
  const last = data.slice(1).map((values) => values.findLast((value) => value !== null) ?? NaN);
  const told = at === null ? last : data.slice(1).map((values) => values[at] ?? NaN);
  return (
    <div
      ref={element}
      role="img"
      tabIndex={0}
      aria-label={`${title}: ${curves.map(({ label }, i) => `${label} ${short(last[i])}`).join(', ')}`}
      title={strings.plotHint}
      onDblClick={() => show(null)}
      onWheel={(event) => {
        event.preventDefault();
        const over = plot.current?.over.getBoundingClientRect();
        const part = over ? Math.max(0, Math.min(1, (event.clientX - over.left) / over.width)) : 0.5;
        nearer(event.deltaY > 0 ? 1.25 : 0.8, part);
      }}
      onKeyDown={(event) => {
        if (event.key === '+') nearer(0.7);
        else if (event.key === '-') nearer(1.4);
        else if (event.key === '0') show(null);
      }}
    >
      <p class="plot-values" aria-hidden="true" style={pixels({ height: valuesHeight })}>
        <b>{title}</b>
        {at === null ? null : <span>{whole(data[0][at] ?? 0)}</span>}
        {curves.map(({ label }, i) =>
          Number.isNaN(told[i]) ? null : (
            <span key={i}>
              <i style={palette ? { background: colourOf(curves[i], palette) } : {}} />
              {curves.length > 1 ? `${label} ` : ''}
              {short(told[i], 3)}
            </span>
          ),
        )}
      </p>
    </div>
  );
}

function axis(palette: Palette, size: number, values: (value: number) => string): uPlot.Axis {
  return {
    stroke: palette.dim,
    font: `10px ${palette.font}`,
    size,
    gap: 3,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => (value === null ? '' : values(value))),
  };
}
