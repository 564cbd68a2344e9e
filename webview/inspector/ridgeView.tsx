// A tensor's distribution at a few moments of the run, and now.
import { readHistogram, readRidge } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { ridge, ridgeAxis, type RidgeRow } from '../draw/ridge.ts';
import { inset, text, type Surface } from '../draw/surface.ts';
import { axisNumber, format } from '../format.ts';
import { Picture } from '../picture.tsx';
import { useWatch } from '../watches.ts';
import { NotFinite } from './notFinite.tsx';

interface RidgeViewProps {
  readonly tensor: string;
  readonly width: number;
  readonly height: number;
  readonly colour: 'forward' | 'backward' | 'update';
}

const bins = 40;

export function RidgeView({ tensor, width, height, colour }: RidgeViewProps) {
  const strings = useStrings();
  const { moment } = useStore();
  const past = useWatch({ kind: 'ridge', tensor, bins });
  const now = useWatch({ kind: 'histogram', tensor, bins });
  const rows: RidgeRow[] = [
    ...(past ? readRidge(past).map(({ iteration, ...one }) => ({ label: String(iteration), bins: one })) : []),
    ...(now ? [{ label: String(moment.value?.iteration ?? ''), bins: readHistogram(now) }] : []),
  ];
  const axis = ridgeAxis(rows);
  const draw = (surface: Surface): void => {
    ridge(surface, inset(surface, 0, 2, 0, 15), rows, axis, surface.palette[colour]);
    surface.context.fillStyle = surface.palette.dim;
    text(surface, axisNumber(axis[0]), 34, height - 2);
    text(surface, axisNumber(axis[1]), width, height - 2, 'right');
  };
  return (
    <div class="comparison">
      <Picture draw={draw} width={width} height={height} label={format(strings.ridgeSummary, tensor, rows.length)} />
      <p class="legend">
        <span class={`bars ${colour}`}>{strings.overTimeHint}</span>
        <NotFinite tensor={tensor} />
      </p>
    </div>
  );
}
