// The lines between cards: forward with the shape that flows, backward dashed. What this iteration has already passed is
// strong, what it just used is thick; what is ill with it has the colour and sign of warnings.
import { useComputed } from '@preact/signals';
import { useStore } from '../context.ts';
import { shapeText } from '../format.ts';
import { ailmentOf } from '../health/flows.tsx';
import { directionOf } from '../moment.ts';
import type { GraphModel } from './graphModel.ts';
import { isDrawnAsLinks, lineGap, type PlacedEdge } from './layout.ts';
import { gradientOf, outputOf } from './tensors.ts';

interface EdgesProps {
  readonly model: GraphModel;
  /** Pins what flows there. */
  readonly onChoose: (edge: PlacedEdge) => void;
}

export function Edges({ model, onChoose }: EdgesProps) {
  const { width, height, edges, boxOf } = model.layout.value;
  const near = new Set(model.visible.value.map(({ index }) => boxOf[index + 1]));
  const shown = edges.flatMap((edge, index) =>
    (near.has(edge.from) || near.has(edge.to)) && !isDrawnAsLinks(model.layout.value, edge) ? [{ edge, index }] : [],
  );
  if (model.asMap.value) return null;
  return (
    <svg class="edges" width={width} height={height} aria-hidden="true">
      <defs>
        {(['forward', 'backward'] as const).map((direction) => (
          <marker
            key={direction}
            id={`arrow-${direction}`}
            viewBox="0 0 8 8"
            refX="6"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0.5L7 4L0 7.5z" class={direction} />
          </marker>
        ))}
      </defs>
      {shown.map(({ edge, index }) => (
        <Line key={index} edge={edge} index={index} model={model} onChoose={onChoose} />
      ))}
    </svg>
  );
}

/** Characters that find room between two cards with brackets around them. */
const mostBracketed = 9;

function Line({ edge, index, model, onChoose }: EdgesProps & { edge: PlacedEdge; index: number }) {
  const store = useStore();
  const state = useComputed(() => {
    const moment = store.moment.value;
    const passes = store.passes.value;
    const executed = moment?.executed;
    const used = executed?.layer === edge.target ? directionOf(executed) : null;
    const done = moment?.done ?? 0;
    const forward = passes !== null && done >= passes.forward[edge.target + 1];
    const backward = passes !== null && done >= passes.backward[edge.target + 1];
    return `${forward ? 'went' : ''} ${backward ? 'came' : ''} ${used ? `used-${used}` : ''}`;
  });
  const ailment = useComputed(() => ailmentOf(store.findings.value, edge));
  const network = store.network.value;
  if (!network) return null;
  const ill = ailment.value;
  const illness = ill ? `ill-${ill.flow?.direction} ${ill.severity}` : '';
  const { shape } = outputOf(network, edge.source);
  const bracketed = shapeText(shape);
  // Between two cards there is little room.
  const label = bracketed.length <= mostBracketed ? bracketed : shape.join('×');
  const size = label === bracketed ? 10 : Math.max(7, Math.min(10, 74 / label.length));
  const flows = gradientOf(network, edge.source) !== null;
  return (
    <g class={`edge ${state.value} ${illness}`}>
      <path class="line forward" d={edge.forward} marker-end="url(#arrow-forward)" />
      {flows ? <path class="line backward" d={edge.backward} marker-end="url(#arrow-backward)" /> : null}
      <text x={edge.label.x} y={edge.label.y} text-anchor="middle" style={{ fontSize: `${size}px` }}>
        {label}
      </text>
      {ill ? (
        <text
          class="sign"
          data-ill={ill.code}
          x={edge.label.x}
          y={edge.label.y + 11 + (ill.flow?.direction === 'backward' ? lineGap : 0)}
          text-anchor="middle"
        >
          {ill.severity === 'error' ? '✕' : '▲'}
        </text>
      ) : null}
      <path
        class="reach"
        d={edge.forward}
        data-edge={`${edge.source} ${edge.target}`}
        onPointerEnter={() => model.enter({ kind: 'edge', index })}
        onPointerLeave={() => model.leave()}
        onClick={() => onChoose(edge)}
      />
    </g>
  );
}
