// Tables of figures: what they are at the left, short at the right, whole on hover.
import { readStatistics } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { exact, percent, short, whole } from '../format.ts';
import { useWatch } from '../watches.ts';

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly whole?: string;
}

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <table class="figures">
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.name}>
            <th scope="row">{figure.name}</th>
            <td title={figure.whole ?? figure.value}>{figure.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export type Statistics = ReturnType<typeof readStatistics>;

export function useStatistics(tensor: string | null): Statistics | null {
  const answer = useWatch(tensor === null ? null : { kind: 'statistics', tensor });
  return answer && readStatistics(answer);
}

/** mean · std, range, norm, zeros, and what is not finite. */
export function StatisticsFigures({ tensor }: { tensor: string }) {
  const strings = useStrings();
  const found = useStatistics(tensor);
  const both = (a: number | undefined, b: number | undefined): Omit<Figure, 'name'> =>
    a === undefined || b === undefined
      ? { value: '–' }
      : { value: `${short(a)} · ${short(b)}`, whole: `${exact(a)} · ${exact(b)}` };
  const figures: Figure[] = [
    { name: strings.meanStd, ...both(found?.mean, found?.std) },
    { name: strings.minMax, ...both(found?.min, found?.max) },
    { name: strings.norm, value: found ? short(found.norm) : '–', whole: found ? exact(found.norm) : undefined },
    {
      name: strings.zeros,
      value: found ? percent(found.zeros / Math.max(1, found.count)) : '–',
      whole: found ? `${whole(found.zeros)} / ${whole(found.count)}` : undefined,
    },
  ];
  if (found && found.nan + found.infinite > 0)
    figures.push({ name: strings.notFinite, value: `${whole(found.nan)} NaN · ${whole(found.infinite)} ∞` });
  return <Figures figures={figures} />;
}
