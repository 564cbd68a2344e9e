// What a learning rate does: the loss after the first iterations over the rate, too small on the left, too large on the
// right.
import type { ComparisonResult } from '../../src/protocol/experiment.ts';
import { useStrings } from '../context.ts';
import { linear, text, type Surface } from '../draw/surface.ts';
import { format, short } from '../format.ts';
import { Picture } from '../picture.tsx';
import { finalLoss, lossRange } from './variantFigures.ts';

const width = 300;

export function RateOverview({ result, height }: { result: ComparisonResult; height: number }) {
  const strings = useStrings();
  const points = result.variants.flatMap(({ change, losses, current }) =>
    typeof change.value === 'number' && losses.length > 0
      ? [{ rate: change.value, loss: finalLoss(losses), current }]
      : [],
  );
  const room = Math.max(40, height - 22);
  const [low, high] = lossRange(result.variants);
  const best = points.reduce((a, b) => (b.loss < a ? b.loss : a), Infinity);
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    if (points.length === 0) return;
    const logs = points.map(({ rate }) => Math.log10(rate));
    const x = linear(Math.min(...logs), Math.max(...logs), 34, width - 24);
    const y = linear(low, high, room - 22, 14);
    context.fillStyle = palette.line;
    context.fillRect(24, room - 18, width - 34, 1);
    context.strokeStyle = palette.forward;
    context.lineWidth = 1.5;
    context.beginPath();
    points.forEach(({ loss }, i) => context.lineTo(x(logs[i]), Math.max(8, y(Math.log10(Math.min(loss, 1e30))))));
    context.stroke();
    points.forEach(({ loss, current }, i) => {
      const place = Math.max(8, y(Math.log10(Math.min(loss, 1e30))));
      context.fillStyle = loss === best ? palette.update : palette.forward;
      context.beginPath();
      context.arc(x(logs[i]), place, loss === best || current ? 4.5 : 3, 0, 7);
      context.fill();
      if (current) {
        context.strokeStyle = palette.foreground;
        context.stroke();
      }
      if (!Number.isFinite(loss)) {
        context.fillStyle = palette.dim;
        text(surface, '∞', x(logs[i]), place + 16, 'center');
      }
    });
    // The best, the file's own and whole powers of ten come first; no label touches another.
    const rank = (i: number): number =>
      points[i].loss === best ? 0 : points[i].current ? 1 : Number.isInteger(Number(logs[i].toFixed(6))) ? 2 : 3;
    const taken: (readonly [from: number, to: number])[] = [];
    for (const i of points.map((_, at) => at).sort((a, b) => rank(a) - rank(b))) {
      const { rate } = points[i];
      const label = rate < 0.001 ? rate.toExponential(0).replace('-', '−') : String(rate);
      const half = label.length * 2.8 + 4;
      const [from, to] = [x(logs[i]) - half, x(logs[i]) + half];
      if (taken.some((other) => from < other[1] && to > other[0])) continue;
      taken.push([from, to]);
      context.fillStyle = palette.dim;
      text(surface, label, x(logs[i]), room - 5, 'center', 9);
    }
  };
  const found = points.find(({ loss }) => loss === best);
  return (
    <div class="variant overview" role="listitem">
      <b>{format(strings.lossOverRate, result.iterations)}</b>
      <Picture
        draw={draw}
        width={width}
        height={room}
        label={found ? format(strings.bestRate, short(found.rate, 2), short(best, 3)) : strings.compare}
      />
    </div>
  );
}
