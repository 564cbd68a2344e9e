// A point of one's own: placed on the plane, drawn, or typed; beside it what is wanted of it and what the network says.
import { arrowMove } from '../arrowMoves.ts';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStore, useStrings } from '../context.ts';
import { equalAxes, scatter } from '../draw/scatter.ts';
import { inset, linear, type Surface } from '../draw/surface.ts';
import { format, niceAbove } from '../format.ts';
import { classCount, largestTarget } from '../graph/thumbnails/data.tsx';
import { type OwnValues, withX } from '../ownSample.ts';
import { Picture, type Size } from '../picture.tsx';
import { useWatch } from '../watches.ts';
import { DrawnImage } from './drawnImage.tsx';
import { OwnTarget } from './ownTarget.tsx';
import { OwnText } from './ownText.tsx';
import { isPlane, planeSize } from './planeOfPoints.tsx';
import { Said } from './said.tsx';
import { TypedRow } from './typedRow.tsx';

interface OwnPointProps {
  readonly network: NetworkDescription;
  readonly size: Size;
  readonly images: boolean;
  readonly values: OwnValues;
  /** Smallest and largest value of a sample of the data. */
  readonly limits: readonly [low: number, high: number];
  readonly onChange: (values: OwnValues) => void;
}

/** Features that have a field each; more are typed as a row. */
const most = 32;

export function OwnPoint({ network, size, images, values, limits, onChange: onValues }: OwnPointProps) {
  const strings = useStrings();
  const { x } = values;
  const { symbols } = network.data;
  const onChange = (to: readonly number[]): void => onValues(withX(values, to));
  return (
    <div class="own">
      {isPlane(network) ? <OwnPlane network={network} size={planeSize(size)} x={x} onChange={onChange} /> : null}
      {images ? <DrawnImage network={network} height={size.height} x={x} limits={limits} onChange={onChange} /> : null}
      <div class="own-side" tabIndex={0} role="group" aria-label={strings.prediction}>
        <div>
          <ShowOwn values={values} onChange={onValues} />
          {symbols ? (
            <OwnText symbols={symbols} x={x} onChange={onChange} />
          ) : images ? null : (
            <Fields network={network} x={x} onChange={onChange} />
          )}
          <OwnTarget network={network} values={values} onChange={(target) => onValues({ x, target })} />
        </div>
        <div>
          <Said network={network} x={x} />
          {symbols ? null : <TypedRow count={x.length} onChange={onChange} />}
        </div>
      </div>
    </div>
  );
}

/** Whether the graph, the inspector and ƒ show this sample. */
function ShowOwn({ values, onChange }: Pick<OwnPointProps, 'values' | 'onChange'>) {
  const { sample } = useStore();
  const strings = useStrings();
  const show = (): void => {
    if (!sample.own.peek()) onChange(values);
    sample.showOwn();
  };
  return (
    <label class="show-own">
      <input
        type="checkbox"
        checked={sample.alone.value?.part === 'own'}
        onChange={(event) => (event.currentTarget.checked ? show() : sample.backToBatch())}
      />
      {strings.showOwn}
    </label>
  );
}

interface Editable {
  readonly network: NetworkDescription;
  readonly x: readonly number[];
  readonly onChange: (x: readonly number[]) => void;
}

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
