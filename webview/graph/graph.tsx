// The graph: cards and edges on a plane that is panned and zoomed, and the card that opens over what is hovered.
import { computed, useComputed } from '@preact/signals';
import { useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import { format } from '../format.ts';
import { PictureContext, useSize } from '../picture.tsx';
import { Card } from './card.tsx';
import { Edges } from './edges.tsx';
import { GraphFoot } from './graphFoot.tsx';
import { GraphModel } from './graphModel.ts';
import { HoverCard } from './hoverCard.tsx';
import { neighbour } from './layout.ts';

export function Graph({
  inspectorOpen,
  onInspector,
}: {
  inspectorOpen: boolean;
  onInspector: (open: boolean) => void;
}) {
  const store = useStore();
  const strings = useStrings();
  const model = useMemo(() => new GraphModel(store), [store]);
  const [ref, size] = useSize<HTMLDivElement>();
  useLayoutEffect(() => void (model.size.value = size), [model, size]);
  useEffect(() => model.follow(), [model]);
  usePanAndZoom(ref, model);

  const choose = (index: number): void => {
    // Pinned, it need not hang over the graph as well.
    model.open(null);
    store.select(index);
    onInspector(true);
  };
  const onKeyDown = useKeys(model, choose);
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
      >
        {size.width > 0 ? <Plane model={model} onChoose={choose} /> : null}
        <HoverCard model={model} size={size} />
      </div>
      <GraphFoot model={model} inspectorOpen={inspectorOpen} onInspector={onInspector} />
    </>
  );
}

function Plane({ model, onChoose }: { model: GraphModel; onChoose: (index: number) => void }) {
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
  return (
    <PictureContext.Provider value={magnified}>
      <div class="plane" style={style}>
        <Edges model={model} />
        {model.visible.value.map((node) => (
          <Card key={node.index} node={node} model={model} onChoose={onChoose} />
        ))}
      </div>
    </PictureContext.Provider>
  );
}

function usePanAndZoom(ref: { current: HTMLDivElement | null }, model: GraphModel): void {
  const grabbed = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const isPlane = (event: Event): boolean => !(event.target as Element).closest('.card, .hover-card, button');
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
      element.setPointerCapture(event.pointerId);
      grabbed.current = { x: event.clientX, y: event.clientY };
      element.classList.add('grabbed');
    };
    const onMove = (event: PointerEvent): void => {
      if (!grabbed.current) return;
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

/** Arrow keys walk the cards; Enter pins one, Space opens its card, o the card of what flows out of it. */
function useKeys(model: GraphModel, choose: (index: number) => void) {
  return (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onCard = (event.target as Element).closest('.card') !== null;
    const at = model.focused.peek();
    const walk = (dx: number, dy: number) => (): void => {
      const { nodes } = model.layout.peek();
      const to = neighbour(nodes, nodes[at + 1], dx, dy) ?? (dy === 0 ? nodes[at + 1 + dx] : null);
      if (!to) return;
      model.open(null);
      model.show(to.index);
      model.focused.value = to.index;
    };
    const toEdge = (): void => {
      const index = model.layout.peek().edges.findIndex(({ from }) => from === at);
      if (index >= 0) model.open({ kind: 'edge', index });
    };
    const anywhere: Record<string, () => void> = {
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
      Enter: () => choose(at),
      ' ': () => model.open(model.hovered.peek() ? null : { kind: 'node', index: at }),
      i: () => model.open({ kind: 'node', index: at }),
      o: toEdge,
    };
    const act = (onCard ? cards[event.key] : undefined) ?? anywhere[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
