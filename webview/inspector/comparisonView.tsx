// Distribution of a tensor now, at init and in theory, with its axis and a legend.
import { readHistogram } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { comparison, comparisonAxis, type Comparison } from '../draw/comparison.ts';
import type { Theory } from '../draw/density.ts';
import { inset, text, type Surface } from '../draw/surface.ts';
import { axisNumber, format, short } from '../format.ts';
import { Picture } from '../picture.tsx';
import { useWatch } from '../watches.ts';

interface ComparisonViewProps {
  readonly tensor: string;
  readonly width: number;
  readonly height: number;
  readonly colour: 'forward' | 'backward';
  readonly theory?: Theory;
  /** 'both': now and at init; 'init': only what was drawn. */
  readonly shows?: 'both' | 'init';
}

const bins = 40;

export function ComparisonView({ tensor, width, height, colour, theory, shows = 'both' }: ComparisonViewProps) {
  const strings = useStrings();
  const now = useWatch(shows === 'both' ? { kind: 'histogram', tensor, bins } : null);
  const init = useWatch({ kind: 'histogram', tensor, bins, at: 'init' });
  const shown: Comparison = {
    now: shows === 'both' ? now && readHistogram(now) : init && readHistogram(init),
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
        <span class={`bars ${colour}`}>{shows === 'both' ? strings.now : strings.drawn}</span>
        {shows === 'both' ? <span class="dashes">{strings.atInit}</span> : null}
        {theory ? <span class="area">{strings.theory}</span> : null}
      </p>
    </div>
  );
}
