// A point of one's own: placed on the plane, drawn, or typed; beside it what the network says of it.
import { arrowMove } from '../arrowMoves.ts';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { equalAxes, scatter } from '../draw/scatter.ts';
import { inset, linear, type Surface } from '../draw/surface.ts';
import { format, niceAbove, short } from '../format.ts';
import { classCount, largestTarget } from '../graph/thumbnails/data.tsx';
import { Picture, type Size } from '../picture.tsx';
import { answerName } from '../samples.ts';
import { useWatch } from '../watches.ts';
import { DrawnImage } from './drawnImage.tsx';

interface OwnPointProps {
  readonly network: NetworkDescription;
  readonly size: Size;
  readonly images: boolean;
  readonly x: readonly number[];
  /** Smallest and largest value of a sample of the data. */
  readonly limits: readonly [low: number, high: number];
  readonly onChange: (x: readonly number[]) => void;
}

const answerWidth = 170;
/** Outputs, and features to type. */
const most = 32;

export function OwnPoint({ network, size, images, x, limits, onChange }: OwnPointProps) {
  const strings = useStrings();
  const picture = { width: Math.max(80, Math.min(size.width - answerWidth, size.height * 1.6)), height: size.height };
  const isPlane = x.length === 2;
  return (
    <div class="own">
      {isPlane ? <OwnPlane network={network} size={picture} x={x} onChange={onChange} /> : null}
      {images ? <DrawnImage network={network} height={size.height} x={x} limits={limits} onChange={onChange} /> : null}
      <div class="own-side" tabIndex={0} role="group" aria-label={strings.prediction}>
        {images ? null : <Fields network={network} x={x} onChange={onChange} />}
        <Said network={network} x={x} />
      </div>
    </div>
  );
}

type Editable = Pick<OwnPointProps, 'network' | 'x' | 'onChange'>;

function OwnPlane({ network, size, x: own, onChange }: Editable & { size: Size }) {
  const strings = useStrings();
  const box = inset(size, 4);
  const [x, y] = equalAxes(box, network.data.range, 0.15);
  const train = useWatch({ kind: 'points', part: 'train', limit: 400 });
  const limit = niceAbove(train ? largestTarget(train) : 1);
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    context.globalAlpha = 0.55;
    if (train) scatter(surface, box, { points: train, x, y, classes: classCount(network), limit }, 2);
    context.globalAlpha = 1;
    context.strokeStyle = palette.foreground;
    context.lineWidth = 2;
    context.beginPath();
    const [px, py] = [
      linear(x[0], x[1], box.x, box.x + box.width)(own[0]),
      linear(y[0], y[1], box.y + box.height, box.y)(own[1]),
    ];
    context.arc(px, py, 6, 0, 2 * Math.PI);
    context.moveTo(px - 10, py);
    context.lineTo(px + 10, py);
    context.moveTo(px, py - 10);
    context.lineTo(px, py + 10);
    context.stroke();
  };
  const place = (event: { currentTarget: HTMLElement; clientX: number; clientY: number }): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const at = [
      linear(box.x, box.x + box.width, x[0], x[1])(event.clientX - left),
      linear(box.y + box.height, box.y, y[0], y[1])(event.clientY - top),
    ];
    onChange(at.map(Math.fround));
  };
  const step = (x[1] - x[0]) / 50;
  return (
    <div
      class="own-picture"
      role="application"
      tabIndex={0}
      aria-label={strings.ownClick}
      title={strings.ownClick}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        place(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons & 1) place(event);
      }}
      onKeyDown={(event) => {
        const move = arrowMove(event.key);
        if (!move) return;
        event.preventDefault();
        event.stopPropagation();
        onChange([Math.fround(own[0] + move[0] * step), Math.fround(own[1] - move[1] * step)]);
      }}
    >
      <Picture draw={draw} width={size.width} height={size.height} label={strings.ownPoint} />
    </div>
  );
}

function Fields({ network, x, onChange }: Editable) {
  const strings = useStrings();
  return (
    <div class="own-fields">
      {x.slice(0, most).map((value, i) => (
        <label key={i}>
          <span>{network.data.featureNames[i] ?? `x${i}`}</span>
          <input
            type="number"
            step="any"
            value={Number(value.toPrecision(6))}
            onKeyDown={(event) => event.stopPropagation()}
            onChange={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              if (Number.isFinite(typed)) onChange(x.map((old, k) => (k === i ? Math.fround(typed) : old)));
            }}
          />
        </label>
      ))}
      {x.length > most ? <span class="dim">{format(strings.othersStay, x.length - most)}</span> : null}
    </div>
  );
}

/** What the network says, unit by unit; the answer stands out. */
function Said({ network, x }: Pick<OwnPointProps, 'network' | 'x'>) {
  const strings = useStrings();
  const answer = useWatch({ kind: 'predict', x });
  const { accuracy, threshold } = network;
  if (!answer) return <p class="dim">–</p>;
  const values = [...answer.subarray(0, most)];
  const chosen = accuracy === 'argmax' ? values.indexOf(Math.max(...values)) : -1;
  const limit = Math.max(1, ...values.map(Math.abs).filter(Number.isFinite));
  const nameOf = (i: number): string =>
    accuracy === 'argmax' ? answerName(network, i) : values.length > 1 ? `y${i}` : 'y';
  const said =
    accuracy === 'threshold' && values.length === 1 ? answerName(network, Number(values[0] > threshold)) : null;
  return (
    <div class="own-said" data-testid="own-said">
      <b>{said === null ? strings.prediction : `${strings.prediction}: ${said}`}</b>
      {values.map((value, i) => (
        <div key={i} class={i === chosen ? 'chosen' : ''}>
          <span>{nameOf(i)}</span>
          <SignedBar part={value / limit} />
          <span title={String(value)}>{short(value, 3)}</span>
        </div>
      ))}
      {answer.length > most ? <span class="dim">{format(strings.moreColumns, answer.length - most)}</span> : null}
    </div>
  );
}

/** −1…1 as a bar to the left or right of its middle; nothing where it is not a number. */
function SignedBar({ part }: { part: number }) {
  const size = Number.isFinite(part) ? Math.min(50, 50 * Math.abs(part)) : 0;
  return (
    <i class={`signed-bar ${part < 0 ? 'negative' : 'positive'}`} aria-hidden="true">
      <i style={{ left: `${part < 0 ? 50 - size : 50}%`, width: `${size}%` }} />
    </i>
  );
}
