// What the network gives less what was wanted, over what was wanted: a trend or a spread that grows is seen at a glance.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readRanking } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { inset, linear, text, type Surface } from '../draw/surface.ts';
import { axisNumber, format, niceAbove, whole } from '../format.ts';
import { Picture, type Size } from '../picture.tsx';
import { useWatch } from '../watches.ts';
import { Waiting } from './waiting.tsx';

/** Samples drawn, those of the largest loss. */
const most = 1500;

export function ResidualsView({ network, size }: { network: NetworkDescription; size: Size }) {
  const strings = useStrings();
  const part = network.data.testRows > 0 ? 'test' : 'train';
  const answer = useWatch({ kind: 'ranking', part, from: 0, to: most });
  if (!answer) return <Waiting text={strings.measuring} size={size} />;
  const { count, samples } = readRanking(answer);
  const known = samples.filter(({ truth, said }) => Number.isFinite(truth) && Number.isFinite(said));
  const title = format(strings.residualsTitle, strings[part], whole(known.length), whole(count));
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    const box = inset(surface, 40, 22, 8, 18);
    const truths = known.map(({ truth }) => truth);
    const [low, high] = truths.length > 0 ? [Math.min(...truths), Math.max(...truths)] : [-1, 1];
    const limit = niceAbove(Math.max(1e-12, ...known.map(({ truth, said }) => Math.abs(said - truth))));
    const x = linear(low, high > low ? high : low + 1, box.x + 4, box.x + box.width - 4);
    const y = linear(-limit, limit, box.y + box.height, box.y);
    context.strokeStyle = palette.dim;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(box.x, y(0));
    context.lineTo(box.x + box.width, y(0));
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = palette.forward;
    for (const { truth, said } of known) {
      context.beginPath();
      context.arc(x(truth), y(said - truth), 2.2, 0, 2 * Math.PI);
      context.fill();
    }
    context.fillStyle = palette.dim;
    text(surface, title, box.x - 32, 12);
    text(surface, `+${axisNumber(limit)}`, box.x - 4, box.y + 8, 'right', 9);
    text(surface, '0', box.x - 4, y(0) + 3, 'right', 9);
    text(surface, `−${axisNumber(limit)}`, box.x - 4, box.y + box.height, 'right', 9);
    text(surface, axisNumber(low), box.x, box.y + box.height + 12, 'left', 9);
    text(surface, strings.target, box.x + box.width / 2, box.y + box.height + 12, 'center', 9);
    text(surface, axisNumber(high), box.x + box.width, box.y + box.height + 12, 'right', 9);
  };
  return <Picture draw={draw} width={size.width} height={size.height} label={title} />;
}
