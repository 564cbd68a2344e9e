// The confusion matrix of the test part, or of the training part where there is none, and what is taken for what most
// often. Of many classes the most frequent are shown, as many as there is room for. A cell leads to its samples.
import { arrowMove } from '../arrowMoves.ts';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readConfusion } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { confusion, readableCell } from '../draw/confusion.ts';
import { fittedText, type Surface } from '../draw/surface.ts';
import { format, percent, whole } from '../format.ts';
import { Picture, pixels, type Size } from '../picture.tsx';
import { answerName } from '../samples.ts';
import { useWatch } from '../watches.ts';
import { groupClasses, mostConfused, type Confused } from './confusionGroups.ts';
import type { Cell } from './samplesView.tsx';
import { Waiting } from './waiting.tsx';

interface ConfusionProps {
  readonly network: NetworkDescription;
  readonly size: Size;
  readonly cell: Cell | null;
  readonly onCell: (cell: Cell) => void;
}

const foot = 16;
const head = 20;
/** The list of what is confused: its least width, and how long it may be. */
const listWidth = 124;
const mostPairs = 40;

export function ConfusionView({ network, size, cell, onCell }: ConfusionProps) {
  const strings = useStrings();
  const part = network.data.testRows > 0 ? 'test' : 'train';
  const answer = useWatch({ kind: 'confusion', part });
  if (!answer) return <Waiting text={strings.measuring} size={size} />;
  const data = readConfusion(answer);
  const { classes } = data;
  const name = (index: number | null): string => (index === null ? strings.otherClasses : answerName(network, index));
  const tall = Math.max(20, size.height - head - foot);
  const { shown, counts } = groupClasses(classes, data.counts, Math.max(2, Math.floor(tall / readableCell)));
  const names = shown.map(name);
  const left = 14 + Math.min(80, Math.max(2, ...names.map(({ length }) => length)) * 6);
  const side = Math.max(20, Math.min(size.width - left - 12, tall));
  const hasList = size.width - left - side - 24 >= listWidth;
  const matrixWidth = hasList ? left + side + 22 : size.width;
  const x = Math.max(left, (matrixWidth - side + left) / 2 - 8);
  const others = shown.indexOf(null);
  const draw = (surface: Surface): void => {
    confusion(surface, { x, y: head, width: side, height: side }, { counts, names, others });
    surface.context.fillStyle = surface.palette.dim;
    fittedText(surface, format(strings.confusionTitle, strings[part]), matrixWidth / 2 - 4, 12, matrixWidth - 16);
  };
  const right = Array.from({ length: classes }, (_, i) => data.counts[i * classes + i]).reduce((a, b) => a + b, 0);
  const all = data.counts.reduce((a, b) => a + b, 0);
  return (
    <div class="confusion" style={pixels({ width: size.width, height: size.height })}>
      <Picture
        draw={draw}
        width={matrixWidth}
        height={size.height}
        label={format(strings.confusionSummary, strings[part], right, all)}
      />
      <div
        class="cells"
        style={{ ...pixels({ left: x, top: head, width: side, height: side }), '--classes': shown.length }}
      >
        {counts.map((count, i) => {
          const [truth, said] = [shown[Math.floor(i / shown.length)], shown[i % shown.length]];
          const isChosen = cell?.[0] === truth && cell?.[1] === said;
          const label = format(strings.confusionCell, name(truth), name(said), count);
          return (
            <button
              key={i}
              type="button"
              disabled={count === 0}
              tabIndex={truth === said || isChosen ? 0 : -1}
              aria-pressed={isChosen}
              title={label}
              aria-label={label}
              onClick={() => truth !== null && said !== null && onCell([truth, said])}
              onKeyDown={walk}
            />
          );
        })}
      </div>
      {hasList && data ? (
        <PairList
          pairs={mostConfused(classes, data.counts, mostPairs)}
          name={name}
          left={matrixWidth}
          height={size.height}
          onCell={onCell}
        />
      ) : null}
    </div>
  );
}

interface PairListProps {
  readonly pairs: readonly Confused[];
  readonly name: (index: number) => string;
  readonly left: number;
  readonly height: number;
  readonly onCell: (cell: Cell) => void;
}

function PairList({ pairs, name, left, height, onCell }: PairListProps) {
  const strings = useStrings();
  return (
    <div class="pairs" style={pixels({ left, height })}>
      <p class="dim">{pairs.length > 0 ? strings.mostConfused : strings.nothingConfused}</p>
      <ul>
        {pairs.map(({ truth, said, count, share }) => {
          const label = format(strings.confusionCell, name(truth), name(said), count);
          return (
            <li key={`${truth} ${said}`}>
              <button
                type="button"
                class="link"
                title={label}
                aria-label={label}
                onClick={() => onCell([truth, said])}
              >{`${name(truth)} → ${name(said)}`}</button>
              <span>{whole(count)}</span>
              <span class="dim">{percent(share)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Arrow keys go from cell to cell, over those that hold nothing. */
function walk(event: KeyboardEvent & { currentTarget: HTMLButtonElement }): void {
  const move = arrowMove(event.key);
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
