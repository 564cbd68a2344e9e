// The confusion matrix of the test part, or of the training part where there is none. A cell leads to its samples.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readConfusion } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { confusion } from '../draw/confusion.ts';
import { fittedText, type Surface } from '../draw/surface.ts';
import { format } from '../format.ts';
import { Picture, pixels, type Size } from '../picture.tsx';
import { answerName } from '../samples.ts';
import { useWatch } from '../watches.ts';
import type { Cell } from './samplesView.tsx';

interface ConfusionProps {
  readonly network: NetworkDescription;
  readonly size: Size;
  readonly cell: Cell | null;
  readonly onCell: (cell: Cell) => void;
}

const foot = 16;
const head = 20;

export function ConfusionView({ network, size, cell, onCell }: ConfusionProps) {
  const strings = useStrings();
  const part = network.data.testRows > 0 ? 'test' : 'train';
  const answer = useWatch({ kind: 'confusion', part });
  const data = answer && readConfusion(answer);
  const names = network.data.classNames;
  const left = 14 + Math.min(80, Math.max(2, ...names.map((name) => name.length)) * 6);
  const side = Math.max(20, Math.min(size.width - left - 12, size.height - head - foot));
  const x = Math.max(left, (size.width - side + left) / 2 - 8);
  const draw = (surface: Surface): void => {
    if (!data) return;
    confusion(surface, { x, y: head, width: side, height: side }, data.classes, data.counts, names);
    surface.context.fillStyle = surface.palette.dim;
    fittedText(surface, format(strings.confusionTitle, strings[part]), size.width / 2, 12, size.width);
  };
  const classes = data?.classes ?? 0;
  const right = Array.from({ length: classes }, (_, i) => data?.counts[i * classes + i] ?? 0).reduce(
    (a, b) => a + b,
    0,
  );
  const all = data ? data.counts.reduce((a, b) => a + b, 0) : 0;
  const name = (index: number): string => answerName(network, index);
  const cells = Array.from({ length: classes * classes }, (_, i) => [Math.floor(i / classes), i % classes] as const);
  return (
    <div class="confusion" style={pixels({ width: size.width, height: size.height })}>
      <Picture
        draw={draw}
        width={size.width}
        height={size.height}
        label={format(strings.confusionSummary, strings[part], right, all)}
      />
      <div class="cells" style={{ ...pixels({ left: x, top: head, width: side, height: side }), '--classes': classes }}>
        {cells.map(([truth, said], i) => {
          const count = data?.counts[i] ?? 0;
          return (
            <button
              key={i}
              type="button"
              disabled={count === 0}
              tabIndex={truth === said || cell?.join() === `${truth},${said}` ? 0 : -1}
              aria-pressed={cell?.join() === `${truth},${said}`}
              title={format(strings.confusionCell, name(truth), name(said), count)}
              aria-label={format(strings.confusionCell, name(truth), name(said), count)}
              onClick={() => onCell([truth, said])}
              onKeyDown={walk}
            />
          );
        })}
      </div>
    </div>
  );
}

const moves: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Arrow keys go from cell to cell, over those that hold nothing. */
function walk(event: KeyboardEvent & { currentTarget: HTMLButtonElement }): void {
  const move = moves[event.key];
  const cells = [...(event.currentTarget.parentElement?.children ?? [])] as HTMLButtonElement[];
  if (!move) return;
  event.preventDefault();
  event.stopPropagation();
  const classes = Math.sqrt(cells.length);
  const at = cells.indexOf(event.currentTarget);
  let [column, row] = [at % classes, Math.floor(at / classes)];
  for (;;) {
    column += move[0];
    row += move[1];
    if (column < 0 || row < 0 || column >= classes || row >= classes) return;
    const next = cells[row * classes + column];
    if (!next.disabled) return next.focus();
  }
}
