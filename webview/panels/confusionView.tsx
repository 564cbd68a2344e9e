// The confusion matrix of the test part, or of the training part where there is none.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readConfusion } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { confusion } from '../draw/confusion.ts';
import { text, type Surface } from '../draw/surface.ts';
import { format } from '../format.ts';
import { Picture, type Size } from '../picture.tsx';
import { useWatch } from '../watches.ts';

export function ConfusionView({ network, size }: { network: NetworkDescription; size: Size }) {
  const strings = useStrings();
  const part = network.data.testRows > 0 ? 'test' : 'train';
  const answer = useWatch({ kind: 'confusion', part });
  const data = answer && readConfusion(answer);
  const names = network.data.classNames;
  const draw = (surface: Surface): void => {
    if (!data) return;
    const left = 14 + Math.min(80, Math.max(2, ...names.map((name) => name.length)) * 6);
    const side = Math.max(20, Math.min(size.width - left - 12, size.height - 46));
    const x = Math.max(left, (size.width - side + left) / 2 - 8);
    confusion(surface, { x, y: 20, width: side, height: side }, data.classes, data.counts, names);
    surface.context.fillStyle = surface.palette.dim;
    text(surface, format(strings.confusionTitle, strings[part]), x, 12);
  };
  const right = data
    ? Array.from({ length: data.classes }, (_, i) => data.counts[i * data.classes + i]).reduce((a, b) => a + b, 0)
    : 0;
  const all = data ? data.counts.reduce((a, b) => a + b, 0) : 0;
  return (
    <Picture
      draw={draw}
      width={size.width}
      height={size.height}
      label={format(strings.confusionSummary, strings[part], right, all)}
    />
  );
}
