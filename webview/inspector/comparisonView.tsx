// Distribution of a tensor now, at init and in theory, with its axis and a legend.
import { readHistogram } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { comparison, comparisonAxis, type Comparison } from '../draw/comparison.ts';
import type { Theory } from '../draw/density.ts';
import { inset, text, type Surface } from '../draw/surface.ts';
import { axisNumber, format, short } from '../format.ts';
import { NotFinite } from './notFinite.tsx';
import { Picture } from '../picture.tsx';
import { useWatch } from '../watches.ts';

interface ComparisonViewProps {
  readonly tensor: string;
  readonly width: number;
  readonly height: number;
  readonly colour: 'forward' | 'backward' | 'update';
  readonly theory?: Theory;
  /** 'both': now and at init; 'init': only what was drawn; 'now': what has no init. */
  readonly shows?: 'both' | 'init' | 'now';
}

const bins = 40;

export function ComparisonView({ tensor, width, height, colour, theory, shows = 'both' }: ComparisonViewProps) {
  const strings = useStrings();
  const now = useWatch(shows === 'init' ? null : { kind: 'histogram', tensor, bins });
  const init = useWatch(shows === 'now' ? null : { kind: 'histogram', tensor, bins, at: 'init' });
  const shown: Comparison = {
    now: shows === 'init' ? init && readHistogram(init) : now && readHistogram(now),
    init: shows === 'both' ? init && readHistogram(init) : null,
    theory: theory ?? null,
    colour,
  };
  const [from, to] = comparisonAxis(shown);
  const draw = (surface: Surface): void => {
    comparison(surface, inset(surface, 0, 2, 0, 15), shown);
    surface.context.fillStyle = surface.palette.dim;
    text(surface, axisNumber(from), 0, height - 2);
    if (from < 0) text(surface, '0', width / 2, height - 2, 'center');
    text(surface, axisNumber(to), width, height - 2, 'right');
  };
  const summary = shown.now
    ? format(strings.histogramSummary, tensor, short(shown.now.from), short(shown.now.to))
    : format(strings.noTensorYet, tensor);
  return (
    <div class="comparison">
      <Picture draw={draw} width={width} height={height} label={summary} />
      <p class="legend">
        <span class={`bars ${colour}`}>{shows === 'init' ? strings.drawn : strings.now}</span>
        {shows === 'both' ? <span class="dashes">{strings.atInit}</span> : null}
        {theory ? <span class="area">{strings.theory}</span> : null}
        {shows === 'init' ? null : <NotFinite tensor={tensor} />}
      </p>
    </div>
  );
}
