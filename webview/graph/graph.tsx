// The graph: cards and edges on a plane that is panned and zoomed, and the card that opens over what is hovered.
import { computed, useComputed } from '@preact/signals';
import { useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import { format } from '../format.ts';
import { PictureContext, useSize, type Size } from '../picture.tsx';
import { Card } from './card.tsx';
import { CardMenu } from './cardMenu.tsx';
import { Edges } from './edges.tsx';
import { GraphFoot } from './graphFoot.tsx';
import { GraphMap } from './graphMap.tsx';
import { GraphModel } from './graphModel.ts';
import { HoverCard } from './hoverCard.tsx';
import { isDrawnAsLinks, neighbour, nodeAt, type PlacedEdge } from './layout.ts';
import { Minimap } from './minimap.tsx';
import { Links } from './neurons/links.tsx';

interface GraphProps {
  readonly inspectorOpen: boolean;
  /** Pixels at the right that the inspector lies over. */
  readonly covered: number;
  readonly onInspector: (open: boolean) => void;
}

export function Graph({ inspectorOpen, covered, onInspector }: GraphProps) {
  const store = useStore();
  const strings = useStrings();
  const model = useMemo(() => new GraphModel(store), [store]);
  const [ref, size] = useSize<HTMLDivElement>();
  useLayoutEffect(() => void (model.size.value = size), [model, size]);
  useLayoutEffect(() => model.cover(covered), [model, covered]);
  useEffect(() => model.follow(), [model]);
  usePanAndZoom(ref, model);

  const choose = (index: number): void => {
    // Pinned, it need not hang over the graph as well.
    model.open(null);
    store.select(index);
    onInspector(true);
  };
  const chooseEdge = ({ source }: PlacedEdge): void => {
    store.preferences.set('inspectorTab', 'activations');
    choose(source);
  };
  const onKeyDown = useKeys(model, choose);
  const onMap = useMapPointer(ref, model, choose);
  const { errors, network } = store;
  return (
    <>
      <div
        class={`graph ${errors.value.length > 0 ? 'dimmed' : ''}`}
        data-testid="graph"
        ref={ref}
        role="group"
        aria-label={format(strings.graphSummary, network.value?.name ?? '', (network.value?.layers.length ?? 0) + 2)}
        onKeyDown={onKeyDown}
        {...onMap}
      >
        {size.width > 0 ? <Plane model={model} size={size} onChoose={choose} onChooseEdge={chooseEdge} /> : null}
        {size.width > 0 ? <Minimap model={model} size={size} /> : null}
        <HoverCard model={model} size={size} />
        <CardMenu model={model} size={size} onChoose={choose} />
      </div>
      <GraphFoot model={model} inspectorOpen={inspectorOpen} onInspector={onInspector} />
    </>
  );
}

interface PlaneProps {
  readonly model: GraphModel;
  readonly size: Size;
  readonly onChoose: (index: number) => void;
  readonly onChooseEdge: (edge: PlacedEdge) => void;
}

function Plane({ model, size, onChoose, onChooseEdge }: PlaneProps) {
  const { network } = useStore();
  const strings = useStrings();
  const surroundings = useContext(PictureContext);
  const magnified = useMemo(
    () =>
      surroundings && {
        ...surroundings,
        ratio: computed(() => surroundings.ratio.value * model.magnification.value),
      },
    [surroundings, model],
  );
  const style = useComputed(() => `transform: ${model.transform.value}`);
  useFocusKept();
  if (model.layout.value.nodes.length === 0) return <p class="loading">{strings.layingOut}</p>;
  return (
    <PictureContext.Provider value={magnified}>
      {model.asMap.value ? <GraphMap model={model} size={size} /> : null}
      <div class="plane" style={style}>
        <Edges model={model} onChoose={onChooseEdge} />
        {model.neurons.value && network.value && !model.asMap.value
          ? model.layout.value.edges.map((edge) =>
              isDrawnAsLinks(model.layout.value, edge) ? (
                <Links key={`${edge.source} ${edge.target}`} network={network.value!} edge={edge} model={model} />
              ) : null,
            )
          : null}
        {model.visible.value.map((node) => (
          <Card key={node.index} node={node} model={model} onChoose={onChoose} />
        ))}
      </div>
    </PictureContext.Provider>
  );
}

/** A focused card that becomes part of another, folded or drawn as neurons, hands the focus on instead of losing it. */
function useFocusKept(): void {
  const onCard = useRef(false);
  if (document.activeElement !== document.body) onCard.current = Boolean(document.activeElement?.closest('.card'));
  useLayoutEffect(() => {
    if (!onCard.current || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('.graph .card[tabindex="0"]')?.focus({ preventScroll: true });
  });
}

function usePanAndZoom(ref: { current: HTMLDivElement | null }, model: GraphModel): void {
  const grabbed = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const isPlane = (event: Event): boolean =>
      !(event.target as Element).closest('.card, .hover-card, .card-menu, .link-card, .minimap, button, input');
    const onWheel = (event: WheelEvent): void => {
      if ((event.target as Element).closest('.hover-card')) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 20 : 1;
      const bounds = element.getBoundingClientRect();
      model.open(null);
      if (event.ctrlKey || event.metaKey) {
        const factor = Math.exp(-Math.max(-60, Math.min(60, event.deltaY * unit)) * 0.008);
        model.zoom(factor, [event.clientX - bounds.left, event.clientY - bounds.top]);
      } else if (event.shiftKey && event.deltaX === 0) model.pan(-event.deltaY * unit, 0);
      else model.pan(-event.deltaX * unit, -event.deltaY * unit);
    };
    const onDown = (event: PointerEvent): void => {
      if ((event.button !== 0 || !isPlane(event)) && event.button !== 1) return;
      grabbed.current = { x: event.clientX, y: event.clientY };
    };
    const onMove = (event: PointerEvent): void => {
      if (!grabbed.current) return;
      if (!element.hasPointerCapture(event.pointerId)) {
        // Not before it moves: a click is for what lies under it.
        if (Math.hypot(event.clientX - grabbed.current.x, event.clientY - grabbed.current.y) < 3) return;
        element.setPointerCapture(event.pointerId);
        element.classList.add('grabbed');
      }
      model.pan(event.clientX - grabbed.current.x, event.clientY - grabbed.current.y);
      grabbed.current = { x: event.clientX, y: event.clientY };
    };
    const onUp = (): void => {
      grabbed.current = null;
      element.classList.remove('grabbed');
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
    };
  }, [ref, model]);
}

/** On the map there are no cards to point at: the pointer finds the boxes by where it is. */
function useMapPointer(ref: { current: HTMLElement | null }, model: GraphModel, choose: (index: number) => void) {
  const pressed = useRef<readonly [x: number, y: number]>([0, 0]);
  const boxUnder = (event: MouseEvent) => {
    const bounds = ref.current?.getBoundingClientRect();
    if (!model.asMap.peek() || !bounds || (event.target as Element).closest('.hover-card, .minimap, .card-menu'))
      return null;
    return model.boxAt(event.clientX - bounds.left, event.clientY - bounds.top);
  };
  const isPlane = (event: MouseEvent): boolean =>
    model.asMap.peek() && !(event.target as Element).closest('.hover-card');
  return {
    onPointerDown: (event: PointerEvent): void => void (pressed.current = [event.clientX, event.clientY]),
    onPointerMove: (event: PointerEvent): void => {
      if (!isPlane(event) || event.buttons !== 0 || event.pointerType === 'touch') return;
      const box = boxUnder(event);
      const index = box?.last ?? null;
      const hovered = model.hovered.peek();
      if (index === null) model.leave();
      else if (hovered?.kind !== 'node' || hovered.index !== index) model.enter({ kind: 'node', index });
    },
    onClick: (event: MouseEvent): void => {
      const box = boxUnder(event);
      const [x, y] = pressed.current;
      if (box && Math.hypot(event.clientX - x, event.clientY - y) < 4) choose(box.last);
    },
  };
}

/**
 * Arrow keys walk the cards; Enter pins one, Space opens its card, o the card of what flows out of it; r runs to it, R on
 * the way back; b folds its block, B all.
 */
function useKeys(model: GraphModel, choose: (index: number) => void) {
  const store = useStore();
  return (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onCard = (event.target as Element).closest('.card') !== null;
    const at = model.focused.peek();
    const walk = (dx: number, dy: number) => (): void => {
      const layout = model.layout.peek();
      const { nodes, boxOf } = layout;
      const here = nodeAt(layout, at);
      const to = here && (neighbour(nodes, here, dx, dy) ?? (dy === 0 ? nodes[boxOf[at + 1] + dx] : null));
      if (!to) return;
      model.open(null);
      model.show(to.index);
      model.focused.value = to.index;
    };
    const toEdge = (): void => {
      const { edges, boxOf } = model.layout.peek();
      const index = edges.findIndex(({ from }) => from === boxOf[at + 1]);
      if (index >= 0) model.open({ kind: 'edge', index });
    };
    const box = nodeAt(model.layout.peek(), at);
    const block = store.network.peek()?.layers[at]?.block?.name;
    const anywhere: Record<string, () => void> = {
      n: () => model.canShowNeurons.peek() && model.toggleNeurons(),
      B: () => model.toggleBlock(),
      '+': () => model.zoom(1.25),
      '=': () => model.zoom(1.25),
      '-': () => model.zoom(0.8),
      '0': () => model.fit(),
      f: () => model.fit(),
      Escape: () => model.open(null),
    };
    const cards: Record<string, () => void> = {
      ArrowLeft: walk(-1, 0),
      ArrowRight: walk(1, 0),
      ArrowUp: walk(0, -1),
      ArrowDown: walk(0, 1),
      Enter: () => choose(box?.last ?? at),
      ' ': () => model.open(model.hovered.peek() ? null : { kind: 'node', index: box?.last ?? at }),
      i: () => model.open({ kind: 'node', index: box?.last ?? at }),
      r: () => box && model.runTo(box, 'forward'),
      R: () => box && model.runTo(box, 'backward'),
      b: () => block !== undefined && model.toggleBlock(block),
      o: toEdge,
    };
    const act = (onCard ? cards[event.key] : undefined) ?? anywhere[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
