// The weights between two boxes of neurons as links, width and colour by weight or gradient. Pointed at, one tells its
// numbers; clicked, its weight can be changed: the run's, not the file's.
import { useEffect, useRef, useState } from 'preact/hooks';
import { arrowMove } from '../../arrowMoves.ts';
import type { NetworkDescription, ParameterDescription } from '../../../src/protocol/description.ts';
import { readWindow } from '../../../src/protocol/frame.ts';
import { useStore, useStrings } from '../../context.ts';
import { largest } from '../../draw/heatMap.ts';
import { css } from '../../draw/palette.ts';
import type { Surface } from '../../draw/surface.ts';
import { exact, format, shapeText, short } from '../../format.ts';
import { CellEditor, UndoEdit } from '../../inspector/cellEditor.tsx';
import { Picture, pixels } from '../../picture.tsx';
import { useWatch } from '../../watches.ts';
import { neuronCount } from '../boxes.ts';
import type { GraphModel } from '../graphModel.ts';
import type { PlacedEdge } from '../layout.ts';
import { linkAt, linkField, traceLink, type LinkField, type LinkPlace } from './geometry.ts';

interface LinksProps {
  readonly network: NetworkDescription;
  readonly edge: PlacedEdge;
  readonly model: GraphModel;
}

export function Links({ network, edge, model }: LinksProps) {
  const { nodes } = model.layout.value;
  const layer = network.layers[edge.target];
  const shown = layer.view.kind === 'weights' ? layer.view.parameter : '';
  const parameter = layer.parameters.find(({ name }) => name === shown);
  const sources = neuronCount(network, edge.source);
  const units = neuronCount(network, edge.target);
  if (!parameter) return null;
  const field = linkField(nodes[edge.from], nodes[edge.to], sources, units);
  return <Field model={model} edge={edge} field={field} parameter={parameter} />;
}

interface FieldProps {
  readonly model: GraphModel;
  readonly edge: PlacedEdge;
  readonly field: LinkField;
  readonly parameter: ParameterDescription;
}

function Field({ model, edge, field, parameter }: FieldProps) {
  const store = useStore();
  const strings = useStrings();
  const [hovered, setHovered] = useState<LinkPlace | null>(null);
  const [edited, setEdited] = useState<LinkPlace | null>(null);
  const byGradient = store.preferences.signals.linksBy.value === 'gradient';
  const values = useMatrix(byGradient ? `${parameter.fullName}.grad` : parameter.fullName, parameter.shape);
  const place = edited ?? hovered;
  const pointed = model.unit.value;
  const isLit = ({ unit, input }: LinkPlace): boolean => {
    if (place) return place.unit === unit && place.input === input;
    if (!pointed) return true;
    if (pointed.box === edge.to) return pointed.unit === unit;
    return pointed.box !== edge.from || pointed.unit === input;
  };
  const draw = (surface: Surface): void => drawLinks(surface, field, values, isLit);
  const under = (event: MouseEvent): LinkPlace | null => {
    const bounds = (event.currentTarget as Element).getBoundingClientRect();
    const { zoom } = model.camera.peek();
    return linkAt(field, (event.clientX - bounds.left) / zoom, (event.clientY - bounds.top) / zoom, 7 / zoom);
  };
  const root = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = arrowMove(event.key);
    const { unit, input } = hovered ?? { unit: 0, input: 0 };
    const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
    // Along the neurons of a side: left and right for those before, up and down for those behind.
    if (move && !hovered) setHovered({ unit, input });
    else if (move)
      setHovered({ unit: within(unit + move[1], field.to.length), input: within(input + move[0], field.from.length) });
    else if (event.key === 'Enter' && hovered) setEdited(hovered);
    else if (event.key === 'Escape' && hovered) setHovered(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div
        ref={root}
        role="application"
        tabIndex={0}
        aria-label={`${format(strings.linksSummary, parameter.fullName, shapeText(parameter.shape))}. ${strings.linksKeys}`}
        onKeyDown={onKeyDown}
        onBlur={() => setHovered(null)}
        class={`links ${hovered ? 'pointing' : ''}`}
        style={pixels({ left: field.x, top: field.y, width: field.width, height: field.height })}
        onPointerMove={(event) => {
          const now = event.buttons === 0 ? under(event) : null;
          if (now?.unit !== hovered?.unit || now?.input !== hovered?.input) setHovered(now);
        }}
        onPointerLeave={() => setHovered(null)}
        onClick={(event) => setEdited(under(event))}
      >
        <Picture
          draw={draw}
          width={Math.round(field.width)}
          height={Math.round(field.height)}
          label={format(strings.linksSummary, parameter.fullName, shapeText(parameter.shape))}
        />
      </div>
      {place ? (
        <LinkCard
          field={field}
          parameter={parameter}
          place={place}
          zoom={model.camera.value.zoom}
          isEdited={edited !== null}
          onDone={() => {
            setHovered(edited);
            setEdited(null);
            root.current?.focus({ preventScroll: true });
          }}
        />
      ) : null}
    </>
  );
}

function useMatrix(tensor: string | null, [rows, columns]: readonly number[]): Float32Array | null {
  const answer = useWatch(
    tensor === null
      ? null
      : { kind: 'window', tensor, rows: [0, rows], columns: [0, columns], height: rows, width: columns },
  );
  return answer && readWindow(answer).cells;
}

function drawLinks(
  { context, palette }: Surface,
  field: LinkField,
  values: Float32Array | null,
  isLit: (place: LinkPlace) => boolean,
): void {
  const limit = values ? largest(values) || 1 : 1;
  const inputs = field.from.length;
  const order = Array.from({ length: inputs * field.to.length }, (_, i) => i);
  // The strong ones over the weak ones.
  if (values) order.sort((a, b) => Math.abs(values[a]) - Math.abs(values[b]));
  for (const i of order) {
    const [unit, input] = [Math.floor(i / inputs), i % inputs];
    const value = values?.[i] ?? 0;
    const part = Number.isFinite(value) ? Math.min(1, Math.abs(value) / limit) : 1;
    const colour = !Number.isFinite(value) ? palette.invalid : value < 0 ? palette.negative : palette.positive;
    context.beginPath();
    traceLink(context, field, field.from[input], field.to[unit]);
    context.lineWidth = 0.5 + 3.5 * part;
    // Negative is dashed too: never colour alone.
    context.setLineDash(value < 0 ? [5, 3] : []);
    context.strokeStyle = css(colour, isLit({ unit, input }) ? 0.2 + 0.75 * part : 0.07);
    context.stroke();
  }
  context.setLineDash([]);
}

interface LinkCardProps {
  readonly field: LinkField;
  readonly parameter: ParameterDescription;
  readonly place: LinkPlace;
  readonly zoom: number;
  readonly isEdited: boolean;
  readonly onDone: () => void;
}

const cardRoom = 232;

/** A link's numbers, at the middle of it; as large on the screen however the graph is zoomed. */
function LinkCard({ field, parameter, place: { unit, input }, zoom, isEdited, onDone }: LinkCardProps) {
  const strings = useStrings();
  const { fullName, shape, trained } = parameter;
  const weights = useMatrix(fullName, shape);
  const gradients = useMatrix(trained ? `${fullName}.grad` : null, shape);
  const updates = useMatrix(trained ? `${fullName}.update` : null, shape);
  const i = unit * field.from.length + input;
  const at = [unit, input];
  const rows: readonly (readonly [string, Float32Array | null])[] = [
    [`w[${at.join(', ')}]`, weights],
    ['∂L/∂w', gradients],
    ['Δw', updates],
  ];
  useEffect(() => {
    if (!isEdited) return;
    const close = (event: PointerEvent): void => {
      if (!(event.target as Element).closest('.link-card, .links')) onDone();
    };
    window.addEventListener('pointerdown', close, true);
    return () => window.removeEventListener('pointerdown', close, true);
  }, [isEdited, onDone]);
  const x = field.x + field.width / 2 - cardRoom / 2 / zoom;
  const y = field.y + (field.from[input] + field.to[unit]) / 2 + 10;
  return (
    <div
      class="link-card"
      data-testid="link-card"
      style={{ transform: `translate(${x}px, ${y}px) scale(${1 / zoom})`, width: `${cardRoom}px` }}
    >
      <dl aria-live="polite">
        {rows.map(([name, values]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={values ? exact(values[i]) : ''}>{values ? short(values[i]) : '–'}</dd>
          </div>
        ))}
      </dl>
      {isEdited ? (
        <CellEditor tensor={fullName} at={at} name={`w[${at.join(', ')}]`} onDone={onDone} />
      ) : (
        <p class="aside">{strings.linkHint}</p>
      )}
      <UndoEdit />
    </div>
  );
}
