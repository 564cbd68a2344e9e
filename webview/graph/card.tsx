// The card of the data, a layer or the loss.
import { useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { ViewStrings } from '../../src/protocol/strings.ts';
import { useStore, useStrings } from '../context.ts';
import { format, shapeText, whole } from '../format.ts';
import { CardHealth, worstAt } from '../health/cardHealth.tsx';
import { directionOf, type Direction } from '../moment.ts';
import { nodeName } from '../store.ts';
import type { GraphModel } from './graphModel.ts';
import type { PlacedNode } from './layout.ts';
import { DataThumbnail } from './thumbnails/data.tsx';
import { LossThumbnail } from './thumbnails/loss.tsx';
import { thumbnails } from './thumbnails/thumbnails.ts';

interface CardProps {
  readonly node: PlacedNode;
  readonly model: GraphModel;
  readonly onChoose: (index: number) => void;
}

/** Name, what stands at the right of it, and the line at the foot. */
interface Captions {
  readonly name: string;
  readonly type: string;
  readonly foot: string;
  readonly shape: string;
}

function captions(network: NetworkDescription, index: number, rows: number, strings: ViewStrings): Captions {
  const layer = network.layers[index];
  const name = nodeName(network, index);
  if (layer) {
    const parameters = layer.parameterCount === 0 ? '' : format(strings.params, whole(layer.parameterCount));
    const foot = [parameters, layer.frozen ? strings.frozen : ''].filter(Boolean).join(' · ');
    return { name, type: `${layer.type} ${layer.detail}`.trim(), foot, shape: shapeText(layer.batchShape) };
  }
  if (index < 0) {
    const { source, trainRows, testRows } = network.data;
    const test = testRows > 0 ? ` · ${format(strings.testRows, whole(testRows))}` : '';
    return { name, type: source, foot: format(strings.trainRows, whole(trainRows)) + test, shape: '' };
  }
  const over = format(network.loss.reduction === 'sum' ? strings.sumOver : strings.meanOver, rows || network.batchSize);
  return { name, type: network.loss.type, foot: over, shape: '' };
}

export function Card({ node, model, onChoose }: CardProps) {
  const store = useStore();
  const strings = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const { index } = node;
  const mark = useComputed<Direction | null>(() => {
    const executed = store.moment.value?.executed;
    return executed?.layer === index ? directionOf(executed) : null;
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
  const { name, type, foot, shape } = captions(network, index, rows.value, strings);
  const chosen = store.selected.value === index;
  const finding = worstAt(store.findings.value, index);
  const states = [
    mark.value,
    finding && finding.severity !== 'hint' && 'ill',
    chosen && 'chosen',
    store.highlighted.value === index && 'at-cursor',
    model.namesOnly.value && 'far',
  ];
  const badge =
    mark.value &&
    { forward: strings.badgeForward, backward: strings.badgeBackward, update: strings.badgeUpdate }[mark.value];
  return (
    <div
      ref={ref}
      class={`card ${states.filter(Boolean).join(' ')}`}
      data-layer={name}
      style={{ transform: `translate(${node.x}px, ${node.y}px)` }}
      role="group"
      tabIndex={focused.value ? 0 : -1}
      aria-current={chosen}
      aria-label={[name, type, shape, foot, badge, finding?.title].filter(Boolean).join(', ')}
      onClick={() => onChoose(index)}
      onFocus={() => (model.focused.value = index)}
      onPointerEnter={(event) =>
        event.pointerType !== 'touch' && event.buttons === 0 && model.enter({ kind: 'node', index })
      }
      onPointerLeave={() => model.leave()}
    >
      {badge ? <span class={`badge ${mark.value}`}>{badge}</span> : null}
      <header>
        <b>{name}</b>
        <span class="type">{type}</span>
      </header>
      {model.namesOnly.value ? null : (
        <>
          <Thumbnail network={network} index={index} />
          <footer>
            <span>{foot}</span>
            <CardHealth finding={finding} shape={shape} />
          </footer>
        </>
      )}
    </div>
  );
}

function Thumbnail({ network, index }: { network: NetworkDescription; index: number }) {
  const layer = network.layers[index];
  if (index < 0) return <DataThumbnail network={network} />;
  if (!layer) return <LossThumbnail network={network} />;
  const Body = thumbnails[layer.view.kind];
  return <Body network={network} layer={layer} />;
}
