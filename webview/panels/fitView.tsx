// The function that the network has become over the line of a 1-D input, with the data.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readFit } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { fit } from '../draw/fit.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { format, niceAbove } from '../format.ts';
import { Picture, type Size } from '../picture.tsx';
import { isBroken, Noted } from './noted.tsx';
import { useWatch } from '../watches.ts';

export function FitView({ network, size }: { network: NetworkDescription; size: Size }) {
  const strings = useStrings();
  const [low, high] = network.data.range[0] ?? [-1, 1];
  const margin = (high - low) * 0.08;
  const x = [low - margin, high + margin] as const;
  const answer = useWatch({ kind: 'fit', x, points: 160 });
  const train = useWatch({ kind: 'points', part: 'train', limit: 400 });
  const test = useWatch(network.data.testRows > 0 ? { kind: 'points', part: 'test', limit: 200 } : null);
  const targets = train ? train.filter((value, i) => i % 3 === 2 && Number.isFinite(value)) : new Float32Array();
  const least = targets.reduce((a, b) => Math.min(a, b), 0);
  const most = targets.reduce((a, b) => Math.max(a, b), 0);
  const y = [least < 0 ? -niceAbove(-least * 1.1) : 0, most > 0 ? niceAbove(most * 1.1) : 0] as const;
  const draw = (surface: Surface): void => {
    const data = answer ? readFit(answer) : { units: 0, values: new Float32Array() };
    fit(surface, inset(surface, 8, 4, 8, 16), { ...data, x, y: y[1] > y[0] ? y : [-1, 1] }, train, test);
  };
  const note = answer && isBroken(readFit(answer).values) ? strings.onlyNotFinite : null;
  return (
    <Noted note={note}>
      <Picture
        draw={draw}
        width={size.width}
        height={size.height}
        label={note ?? format(strings.fitSummary, network.data.source)}
      />
    </Noted>
  );
}
