// The graph's own state: layout, camera, which cards are in sight, what is hovered.
import { computed, effect, signal } from '@preact/signals';
import type { Size } from '../picture.tsx';
import type { Store } from '../store.ts';
import {
  fitCamera,
  isVisible,
  kept,
  nameOnlyZoom,
  onScreen,
  reveal,
  zoomAt,
  type Camera,
  type Rectangle,
} from './camera.ts';
import { columnsFor, isChain, layoutGraph, type PlacedNode } from './layout.ts';

/** What a hover card is about. */
export type Hovered =
  { readonly kind: 'node'; readonly index: number } | { readonly kind: 'edge'; readonly index: number };

const openDelay = 320;
const closeDelay = 220;
/** A graph that fits by itself is shrunk no further than this. */
const smallestFit = 0.66;
const emptyLayout = { nodes: [], edges: [], width: 1, height: 1 };

export class GraphModel {
  readonly size = signal<Size>({ width: 0, height: 0 });
  readonly hovered = signal<Hovered | null>(null);
  /** The card that the arrow keys have reached. */
  readonly focused = signal(-1);
  private readonly store: Store;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly columns = computed(() => {
    const network = this.store.network.value;
    const { width, height } = this.size.value;
    return network && isChain(network) && width > 0 ? columnsFor(network.layers.length + 2, width, height) : 1;
  });
  readonly layout = computed(() => {
    const network = this.store.network.value;
    return network ? layoutGraph(network, this.columns.value) : emptyLayout;
  });
  readonly camera = computed<Camera>(() => {
    const saved = this.store.preferences.signals.camera.value;
    const [layout, size] = [this.layout.value, this.size.value];
    return saved
      ? kept({ x: saved[0], y: saved[1], zoom: saved[2] }, layout, size)
      : fitCamera(layout, size, smallestFit);
  });
  readonly transform = computed(() => {
    const { x, y, zoom } = this.camera.value;
    return `translate(${x}px, ${y}px) scale(${zoom})`;
  });
  readonly namesOnly = computed(() => this.camera.value.zoom < nameOnlyZoom);
  /** Pictures are painted for 1, 1.5, 2, 3 or 4 times their size. */
  readonly magnification = computed(() => [1, 1.5, 2, 3].find((step) => step >= this.camera.value.zoom - 0.01) ?? 4);
  private readonly visibleKey = computed(() => {
    const [camera, size] = [this.camera.value, this.size.value];
    const { nodes } = this.layout.value;
    return nodes
      .flatMap((node, i) => (isVisible(camera, size, node, 160) || node.index === this.focused.value ? [i] : []))
      .join();
  });
  /** Cards in sight and a little beyond: only these are mounted, and only what is mounted asks for numbers. */
  readonly visible = computed<readonly PlacedNode[]>(() => {
    const { nodes } = this.layout.value;
    return this.visibleKey.value === ''
      ? []
      : this.visibleKey.value
          .split(',')
          .map((i) => nodes[Number(i)])
          .filter(Boolean);
  });

  constructor(store: Store) {
    this.store = store;
  }

  /** Follows the host's wish to fit, and steps to the card that is executed. */
  follow(): () => void {
    let fits = this.store.fitRequests.peek();
    const stops = [
      effect(() => {
        if (this.store.fitRequests.value !== fits) this.fit();
        fits = this.store.fitRequests.value;
      }),
      effect(() => {
        const executed = this.store.moment.value?.executed;
        const { size } = this.store.controls.value;
        const stepsFine = size === 'operation' || size === 'layer' || size === 'phase';
        if (executed && stepsFine && !this.store.running.value) this.show(executed.layer);
      }),
      effect(() => {
        const index = this.store.highlighted.value;
        if (index !== null) this.show(index);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  move(camera: Camera): void {
    const { x, y, zoom } = kept(camera, this.layout.peek(), this.size.peek());
    this.store.preferences.set('camera', [x, y, zoom]);
  }

  pan(dx: number, dy: number): void {
    const camera = this.camera.peek();
    this.move({ ...camera, x: camera.x + dx, y: camera.y + dy });
  }

  /** About a point of the window, its middle where none is given. */
  zoom(factor: number, at?: readonly [x: number, y: number]): void {
    const { width, height } = this.size.peek();
    this.move(zoomAt(this.camera.peek(), factor, ...(at ?? ([width / 2, height / 2] as const))));
  }

  /** All in sight. Fitted once more, it goes back to fitting by itself. */
  fit(): void {
    const camera = fitCamera(this.layout.peek(), this.size.peek());
    if (camera.zoom >= smallestFit) this.store.preferences.set('camera', null);
    else this.move(camera);
  }

  /** Brings a card into sight if it is not. */
  show(index: number): void {
    const node = this.layout.peek().nodes[index + 1];
    const size = this.size.peek();
    if (!node || size.width === 0) return;
    const before = this.camera.peek();
    const after = reveal(before, size, node);
    if (after.x !== before.x || after.y !== before.y) this.move(after);
  }

  /** The pointer came over something: its card opens after a moment, at once where one is open. */
  enter(what: Hovered): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.hovered.value = what), this.hovered.peek() ? 120 : openDelay);
  }

  /** The pointer left; time enough to reach the card. */
  leave(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.hovered.value = null), closeDelay);
  }

  stay(): void {
    clearTimeout(this.timer);
  }

  open(what: Hovered | null): void {
    clearTimeout(this.timer);
    this.hovered.value = what;
  }

  /** Where the thing hovered is in the window. */
  anchor(what: Hovered): Rectangle | null {
    const camera = this.camera.value;
    const layout = this.layout.value;
    if (what.kind === 'node') {
      const node = layout.nodes[what.index + 1];
      return node ? onScreen(camera, node) : null;
    }
    const edge = layout.edges[what.index];
    if (!edge) return null;
    const [x, y] = [edge.label.x * camera.zoom + camera.x, (edge.label.y + 10) * camera.zoom + camera.y];
    return { left: x - 16, right: x + 16, top: y - 14, bottom: y + 14 };
  }
}
