// The card of the data, a layer or the loss, or of a folded Repeat.
import { useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStore, useStrings } from '../context.ts';
import { format } from '../format.ts';
import { CardHealth, worstAt } from '../health/cardHealth.tsx';
import { Icon } from '../icon.tsx';
import { directionOf, type Direction } from '../moment.ts';
import { pixels } from '../picture.tsx';
import { BlockThumbnail } from './blockThumbnail.tsx';
import { breakpointAt, BreakpointDot, breakpointName } from './breakpointDot.tsx';
import { captions } from './captions.ts';
import type { GraphModel } from './graphModel.ts';
import type { PlacedNode } from './layout.ts';
import { NeuronTiles } from './neurons/neuronTiles.tsx';
import { DataThumbnail } from './thumbnails/data.tsx';
import { LossThumbnail } from './thumbnails/loss.tsx';
import { thumbnails } from './thumbnails/thumbnails.ts';

export interface CardProps {
  readonly node: PlacedNode;
  readonly model: GraphModel;
  readonly onChoose: (index: number) => void;
}

export function Card({ node, model, onChoose }: CardProps) {
  const store = useStore();
  const strings = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const { index, last } = node;
  const mark = useComputed<Direction | null>(() => {
    const executed = store.moment.value?.executed;
    return executed && executed.layer >= index && executed.layer <= last ? directionOf(executed) : null;
  });
  const rows = useComputed(() => store.header.value.rows);
  const focused = useComputed(() => model.focused.value === index);
  const wasFocused = useRef(focused.value);
  useLayoutEffect(() => {
    if (focused.value && !wasFocused.current && ref.current?.closest('.graph')?.contains(document.activeElement)) {
      ref.current.focus({ preventScroll: true });
    }
    wasFocused.current = focused.value;
  });
  const network = store.network.value;
  if (!network) return null;
  const { name, type, foot, shape } = captions(network, node, rows.value, strings);
  const within = (other: number | null): boolean => other !== null && other >= index && other <= last;
  const chosen = within(store.selected.value);
  const finding = worstAt(store.findings.value, index, last);
  const breakpoint = node.kind === 'block' ? null : breakpointAt(store.breakpoints.value, index);
  const states = [
    node.kind,
    mark.value,
    finding && finding.severity !== 'hint' && 'ill',
    chosen && 'chosen',
    within(store.highlighted.value) && 'at-cursor',
    model.asMap.value && 'far',
  ];
  const badge =
    mark.value &&
    { forward: strings.badgeForward, backward: strings.badgeBackward, update: strings.badgeUpdate }[mark.value];
  return (
    <div
      ref={ref}
      class={`card ${states.filter(Boolean).join(' ')}`}
      data-layer={network.layers[index]?.name ?? name}
      style={{
        ...pixels({ width: node.width, height: node.height }),
        transform: `translate(${node.x}px, ${node.y}px)`,
      }}
      role="group"
      tabIndex={focused.value ? 0 : -1}
      aria-current={chosen}
      aria-label={[name, type, shape, foot, badge, breakpoint && breakpointName(breakpoint, strings), finding?.title]
        .filter(Boolean)
        .join(', ')}
      onClick={() => onChoose(last)}
      onDblClick={() => node.kind === 'block' && model.toggleBlock(network.layers[index].block?.name)}
      onContextMenu={(event) => {
        event.preventDefault();
        model.openMenu(node);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'F9' || node.kind === 'block' || index < 0) return;
        event.preventDefault();
        event.stopPropagation();
        void store.host.toggleBreakpoint(index);
      }}
      onFocus={() => (model.focused.value = index)}
      onPointerEnter={(event) =>
        event.pointerType !== 'touch' && event.buttons === 0 && model.enter({ kind: 'node', index: last })
      }
      onPointerLeave={() => model.leave()}
    >
      {breakpoint ? <BreakpointDot breakpoint={breakpoint} /> : null}
      {badge ? <span class={`badge ${mark.value}`}>{badge}</span> : null}
      {model.asMap.value ? null : (
        <>
          <BlockTab network={network} node={node} model={model} />
          <header>
            <b title={name}>{name}</b>
            <span class="type" title={type}>
              <span>{type.split(' ', 1)}</span> <span>{type.slice(type.split(' ', 1)[0].length + 1)}</span>
            </span>
          </header>
          <Thumbnail network={network} node={node} model={model} />
          <footer>
            {node.kind === 'neurons' ? null : <span>{foot}</span>}
            <CardHealth finding={finding} shape={shape} />
          </footer>
        </>
      )}
    </div>
  );
}

function Thumbnail({ network, node, model }: { network: NetworkDescription; node: PlacedNode; model: GraphModel }) {
  const layer = network.layers[node.index];
  if (node.kind === 'neurons') return <NeuronTiles network={network} node={node} model={model} />;
  if (node.index < 0) return <DataThumbnail network={network} />;
  if (!layer) return <LossThumbnail network={network} />;
  if (node.kind === 'block') return <BlockThumbnail network={network} node={node} />;
  const Body = thumbnails[layer.view.kind];
  return <Body network={network} layer={layer} />;
}

/** Over the first card of each repetition of a Repeat, and over a folded one: folds and unfolds it. */
function BlockTab({ network, node, model }: { network: NetworkDescription; node: PlacedNode; model: GraphModel }) {
  const strings = useStrings();
  const block = network.layers[node.index]?.block;
  if (!block) return null;
  const isFolded = node.kind === 'block';
  const before = network.layers[node.index - 1]?.block;
  if (!isFolded && before?.name === block.name && before.repetition === block.repetition) return null;
  const title = format(isFolded ? strings.unfoldBlock : strings.foldBlock, block.name);
  return (
    <button
      type="button"
      class="block-tab"
      tabIndex={-1}
      title={title}
      aria-label={title}
      aria-expanded={!isFolded}
      onClick={(event) => {
        event.stopPropagation();
        model.toggleBlock(block.name);
      }}
      onDblClick={(event) => event.stopPropagation()}
    >
      <Icon name={isFolded ? 'unfold' : 'fold'} />
      {isFolded ? null : `${block.name} ${block.repetition}`}
    </button>
  );
}
