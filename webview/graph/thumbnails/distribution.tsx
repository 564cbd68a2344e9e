// A small histogram of a tensor with its name and reach under it: blue for what flows forward, orange for gradients.
import { readHistogram } from '../../../src/protocol/frame.ts';
import { useStrings } from '../../context.ts';
import { histogram } from '../../draw/histogram.ts';
import { inset, type Surface } from '../../draw/surface.ts';
import { compact, format, short } from '../../format.ts';
import { Picture, pixels } from '../../picture.tsx';
import { useWatch } from '../../watches.ts';

interface DistributionProps {
  /** null: there is none at this place. */
  readonly tensor: string | null;
  readonly label: string;
  readonly colour: 'forward' | 'backward';
  readonly width: number;
  readonly height: number;
  readonly bins?: number;
}

export function Distribution({ tensor, label, colour, width, height, bins = 28 }: DistributionProps) {
  const strings = useStrings();
  const answer = useWatch(tensor === null ? null : { kind: 'histogram', tensor, bins });
  const data = answer && readHistogram(answer);
  const draw = (surface: Surface): void =>
    histogram(surface, inset(surface, 0, 0, 0, 1), data?.counts ?? [], surface.palette[colour]);
  const reach = data ? reachOf(data) : '–';
  const summary = data
    ? format(strings.histogramSummary, tensor ?? '', short(data.from), short(data.to))
    : format(strings.noTensorYet, label);
  return (
    <figure class="distribution" style={pixels({ width })} title={summary}>
      <Picture draw={draw} width={width} height={height} label={summary} />
      <figcaption>
        <span>{label}</span>
        {data && data.nan > 0 ? <span class="invalid">NaN</span> : <span>{reach}</span>}
      </figcaption>
    </figure>
  );
}

/** How far values lie from zero; where all are the same, that one: its bin stands alone in the middle. */
function reachOf({ from, to, counts }: ReturnType<typeof readHistogram>): string {
  const only = counts.filter((count) => count > 0).length === 1;
  if (only) return `= ${compact((from + to) / 2)}`;
  return `±${compact(Math.max(Math.abs(from), Math.abs(to)))}`;
}
