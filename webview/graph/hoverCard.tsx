// The card that opens over a hovered layer or edge: large heat map, the cell under the pointer, figures, origin.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LayerDescription, NetworkDescription } from '../../src/protocol/description.ts';
import { useStore, useStrings } from '../context.ts';
import { format, shapeText } from '../format.ts';
import { ComparisonView } from '../inspector/comparisonView.tsx';
import { StatisticsFigures } from '../inspector/figures.tsx';
import { TensorMap } from '../inspector/tensorMap.tsx';
import { companionsOf, ParameterFigures, symbolOf } from '../inspector/weightsTab.tsx';
import { FlowFindings } from '../health/flows.tsx';
import { pixels, type Size } from '../picture.tsx';
import { nodeName } from '../store.ts';
import type { Rectangle } from './camera.ts';
import type { GraphModel, Hovered } from './graphModel.ts';
import { LayerPictures } from './pictures/layerPictures.tsx';
import { gradientOf, outputOf } from './tensors.ts';

const width = 320;
const inner = width - 24;

export function HoverCard({ model, size }: { model: GraphModel; size: Size }) {
  const strings = useStrings();
  const network = useStore().network.value;
  const hovered = model.hovered.value;
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(360);
  useLayoutEffect(() => {
    if (ref.current && ref.current.offsetHeight !== height) setHeight(ref.current.offsetHeight);
  });
  const anchor = hovered && model.anchor(hovered);
  if (!network || !hovered || !anchor) return null;
  const { left, top } = place(anchor, size, height);
  return (
    <div
      ref={ref}
      class="hover-card"
      data-testid="hover-card"
      role="dialog"
      aria-label={strings.details}
      style={pixels({ left, top, width, maxHeight: size.height - 16 })}
      onPointerEnter={() => model.stay()}
      onPointerLeave={() => model.leave()}
    >
      <Content network={network} hovered={hovered} model={model} />
    </div>
  );
}

/** Beside the thing, to the side with more room; else over it; always inside the window. */
function place(anchor: Rectangle, size: Size, height: number): { left: number; top: number } {
  const gap = 8;
  const clamp = (value: number, room: number): number => Math.max(gap, Math.min(room - gap, value));
  const right = anchor.right + gap;
  const leftSide = anchor.left - gap - width;
  const left =
    right + width <= size.width - gap ? right : leftSide >= gap ? leftSide : clamp(anchor.left, size.width - width);
  return { left, top: clamp(anchor.top - 8, size.height - height) };
}

function Content({ network, hovered, model }: { network: NetworkDescription; hovered: Hovered; model: GraphModel }) {
  const strings = useStrings();
  if (hovered.kind === 'node') {
    const layer = network.layers[hovered.index];
    if (layer) return <LayerContent network={network} layer={layer} />;
    return (
      <FlowContent
        network={network}
        from={hovered.index < 0 ? -1 : network.layers.length - 1}
        title={nodeName(network, hovered.index)}
      />
    );
  }
  const edge = model.layout.value.edges[hovered.index];
  if (!edge) return null;
  const title = format(strings.flow, nodeName(network, edge.source), nodeName(network, edge.target));
  return <FlowContent network={network} from={edge.source} to={edge.target} title={title} />;
}

function LayerContent({ network, layer }: { network: NetworkDescription; layer: LayerDescription }) {
  const strings = useStrings();
  const { view } = layer;
  const parameter =
    view.kind === 'weights'
      ? layer.parameters.find(({ name, fullName }) => name === view.parameter || fullName === view.parameter)
      : undefined;
  const { sample } = useStore();
  const output = sample.reference(outputOf(network, layer.index));
  return (
    <>
      <header>
        <b>{layer.name}</b>
        <code title={layer.pytorch}>{layer.pytorch}</code>
      </header>
      <p class="theory">{layer.formula}</p>
      {layer.pictures.length > 0 ? (
        <LayerPictures pictures={layer.pictures.slice(0, 4)} width={inner} height={132} largest={64} captions />
      ) : null}
      {parameter ? (
        <>
          <h4>
            {parameter.name} · {shapeText(parameter.shape)}
          </h4>
          <TensorMap
            tensor={{ name: parameter.fullName, shape: parameter.shape, axes: parameter.axes }}
            symbol={symbolOf(parameter.name)}
            companions={companionsOf(parameter)}
            width={inner}
            tallest={180}
          />
          <ParameterFigures parameter={parameter} />
          <p class="theory">{parameter.init.explanation.formula}</p>
        </>
      ) : (
        <>
          <h4 class="as-is">
            {output.name} · {shapeText(output.shape)} · {strings.samplesByUnits}
          </h4>
          <TensorMap
            tensor={output}
            symbol="a"
            companions={
              layer.hasGradient && !sample.alone.value ? [{ symbol: '∂L/∂a', tensor: `${output.name}.grad` }] : []
            }
            width={inner}
            tallest={180}
          />
          <StatisticsFigures tensor={output.name} />
        </>
      )}
    </>
  );
}

interface FlowContentProps {
  readonly network: NetworkDescription;
  readonly from: number;
  /** Given for an edge. */
  readonly to?: number;
  readonly title: string;
}

/** The tensor that flows out of a node, and the gradient that comes back. */
function FlowContent({ network, from, to, title }: FlowContentProps) {
  const strings = useStrings();
  const { sample } = useStore();
  const output = sample.reference(outputOf(network, from));
  // Nothing is learned from a sample that is fed forward by itself.
  const gradient = sample.alone.value ? null : gradientOf(network, from);
  return (
    <>
      <header>
        <b>{title}</b>
        <code>{shapeText(output.shape)}</code>
      </header>
      {to === undefined ? null : <FlowFindings source={from} target={to} />}
      <h4 class="as-is">
        {output.name} · {strings.samplesByUnits}
      </h4>
      <TensorMap
        tensor={output}
        symbol="a"
        companions={gradient ? [{ symbol: '∂L/∂a', tensor: gradient.name }] : []}
        width={inner}
        tallest={150}
      />
      <StatisticsFigures tensor={output.name} />
      {gradient ? (
        <>
          <h4>{strings.gradient}</h4>
          <ComparisonView tensor={gradient.name} width={inner} height={64} colour="backward" />
        </>
      ) : null}
    </>
  );
}
