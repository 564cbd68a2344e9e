// The graph's own state: what is folded, layout, camera, which cards are in sight, what is hovered.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Size } from '../picture.tsx';
import type { Store } from '../store.ts';
import { boxesOf, blocksOf, foldedBlocks, hasNeurons, type Block, type BoxGraph } from './boxes.ts';
import {
  fitCamera,
  isVisible,
  kept,
  mapZoom,
  onScreen,
  reveal,
  zoomAt,
  type Camera,
  type Rectangle,
} from './camera.ts';
import { arrange, chainInRanks, isChain, nodeAt, smallestShrink, type Layout, type PlacedNode } from './layout.ts';
import { LayoutThread } from './layoutThread.ts';
import type { Ranked } from './ranks.ts';
import { tickToReach } from './runTo.ts';

/** What a hover card is about. */
export type Hovered =
  { readonly kind: 'node'; readonly index: number } | { readonly kind: 'edge'; readonly index: number };

interface PointedUnit {
  readonly box: number;
  readonly unit: number;
}

const openDelay = 320;
const closeDelay = 220;
/** Boxes from which on a map is of use. */
export const fewBoxes = 12;
/** Pixels by which the window may differ from that in which a camera was chosen. */
const sameWidth = 60;
/** What the minimap takes beside the cards, and the narrowest window that can spare it. */
const minimapRoom = 140;
const narrowest = 520;
const emptyLayout: Layout = { nodes: [], edges: [], boxOf: new Int32Array(0), width: 1, height: 1 };

interface PlacedGraph {
  readonly graph: BoxGraph;
  readonly ranked: Ranked;
}

export class GraphModel {
  readonly size = signal<Size>({ width: 0, height: 0 });
  readonly hovered = signal<Hovered | null>(null);
  /** The neuron that the pointer is at: of which box, its unit. */
  readonly unit = signal<PointedUnit | null>(null);
  /** The card whose menu is open. */
  readonly menu = signal<PlacedNode | null>(null);
  /** The card that the arrow keys have reached. */
  readonly focused = signal(-1);
  private readonly store: Store;
  /** Pixels at the right that the inspector lies over. */
  private covered = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly thread = new LayoutThread();
  /** Of the worker: the newest graph that is no chain, perhaps of the network before. */
  private readonly untangled = signal<PlacedGraph | null>(null);
  readonly folded = computed<readonly Block[]>(() => {
    const network = this.store.network.value;
    return network ? foldedBlocks(network, this.store.preferences.signals.blocks.value) : [];
  });
  readonly canShowNeurons = computed(() => this.store.network.value !== null && hasNeurons(this.store.network.value));
  readonly neurons = computed(() => this.canShowNeurons.value && this.store.preferences.signals.neurons.value);
  private readonly graph = computed<BoxGraph | null>(() => {
    const network = this.store.network.value;
    return network && boxesOf(network, { folded: this.folded.value, neurons: this.neurons.value });
  });
  private readonly placed = computed<PlacedGraph | null>(() => {
    const graph = this.graph.value;
    if (!graph || !isChain(graph)) return this.untangled.value;
    return { graph, ranked: chainInRanks(graph) };
  });
  /** The room for cards: where a minimap will be needed it has its own. */
  private readonly room = computed<Size>(() => {
    const [placed, size] = [this.placed.value, this.size.value];
    if (!placed || placed.graph.boxes.length < fewBoxes || size.width < narrowest) return size;
    const { zoom } = fitCamera(arrange(placed.graph, placed.ranked, size, !this.neurons.value), size);
    return zoom >= this.leastFit() ? size : { ...size, width: size.width - minimapRoom };
  });
  readonly layout = computed<Layout>(() => {
    const [placed, room] = [this.placed.value, this.room.value];
    return placed && room.width > 0 ? arrange(placed.graph, placed.ranked, room, !this.neurons.value) : emptyLayout;
  });
  /** The camera that the user has chosen in a window like this one: in another the cards stand elsewhere. */
  private readonly chosen = computed<Camera | null>(() => {
    const saved = this.store.preferences.signals.camera.value;
    if (!saved || Math.abs(saved[3] - this.size.value.width) > sameWidth) return null;
    return { x: saved[0], y: saved[1], zoom: saved[2] };
  });
  /** Where the fitted graph was moved to by itself, to show a card: as long as its layout holds. */
  private readonly shown = signal<{ readonly layout: Layout; readonly camera: Camera } | null>(null);
  readonly camera = computed<Camera>(() => {
    const [layout, shown, chosen] = [this.layout.value, this.shown.value, this.chosen.value];
    if (chosen) return kept(chosen, layout, this.size.value);
    return shown?.layout === layout ? shown.camera : fitCamera(layout, this.room.value, this.leastFit());
  });
  readonly transform = computed(() => {
    const { x, y, zoom } = this.camera.value;
    return `translate(${x}px, ${y}px) scale(${zoom})`;
  });
  /** Far away: boxes and names, painted as one picture. */
  readonly asMap = computed(() => this.camera.value.zoom < mapZoom);
  /** Pictures are painted for 1, 1.5, 2, 3 or 4 times their size. */
  readonly magnification = computed(() => [1, 1.5, 2, 3].find((step) => step >= this.camera.value.zoom - 0.01) ?? 4);
  private readonly visibleKey = computed(() => {
    const [camera, size] = [this.camera.value, this.size.value];
    const { nodes } = this.layout.value;
    const most = this.store.network.value?.layers.length ?? 0;
    const asMap = this.asMap.value;
    return nodes
      .flatMap((node, i) => {
        const isShown = !asMap && isVisible(camera, size, node, 160);
        return (isShown || node.index === this.focused.value) && node.index <= most ? [i] : [];
      })
      .join();
  });
  /** Cards in sight and a little beyond: only these are mounted, and only what is mounted asks for numbers. Of a map, the one with the focus. */
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
        const graph = this.graph.value;
        this.thread.forget();
        if (!graph || isChain(graph)) return;
        const before = this.untangled.peek();
        if (before && isLike(before.graph, graph)) this.untangled.value = { ...before, graph };
        else this.thread.place(graph, (ranked) => (this.untangled.value = { graph, ranked }));
      }),
      effect(() => {
        if (this.store.fitRequests.value !== fits) this.fit();
        fits = this.store.fitRequests.value;
      }),
      effect(() => {
        const executed = this.store.moment.value?.executed;
        const { size } = this.store.controls.value;
        void this.layout.value;
        const stepsFine = size === 'operation' || size === 'layer' || size === 'phase';
        if (executed && stepsFine && !this.store.running.value) this.show(executed.layer);
      }),
      effect(() => {
        // The window was not the one for which the camera was chosen any more: what is pinned stays in sight.
        void this.layout.value;
        const selected = this.store.selected.peek();
        if (this.store.preferences.signals.camera.peek() && !this.chosen.peek() && selected !== null)
          this.show(selected);
      }),
      effect(() => {
        const index = this.store.highlighted.value;
        if (index !== null) this.show(index);
      }),
    ];
    return () => {
      stops.forEach((stop) => stop());
      this.thread.dispose();
    };
  }

  /** Columns of neurons are seen whole. */
  private leastFit(): number {
    return this.neurons.value ? mapZoom : smallestShrink;
  }

  move(camera: Camera): void {
    const { x, y, zoom } = kept(camera, this.layout.peek(), this.size.peek());
    this.store.preferences.set('camera', [x, y, zoom, this.size.peek().width]);
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
    this.shown.value = null;
    if (camera.zoom >= this.leastFit()) this.store.preferences.set('camera', null);
    else this.move(camera);
  }

  /** Folds or unfolds the Repeat of that name; every one where none is named. */
  toggleBlock(name?: string): void {
    const network = this.store.network.peek();
    if (!network) return;
    const blocks = blocksOf(network);
    const folded = this.folded.peek().map((block) => block.name);
    const isFolded = (one: string): boolean =>
      name === undefined ? folded.length === 0 : (one === name) !== folded.includes(one);
    const chosen = blocks.map((block) => `${isFolded(block.name) ? '+' : '-'}${block.name}`);
    const focused = this.focused.peek();
    batch(() => {
      this.open(null);
      this.store.preferences.set('blocks', chosen);
      // The focus goes to the folded card.
      const node = nodeAt(this.layout.value, focused);
      if (node) this.focused.value = node.index;
    });
    this.show(focused);
  }

  pointAtUnit(unit: PointedUnit | null): void {
    const before = this.unit.peek();
    if (before?.box !== unit?.box || before?.unit !== unit?.unit) this.unit.value = unit;
  }

  openMenu(node: PlacedNode): void {
    this.open(null);
    this.focused.value = node.index;
    this.menu.value = node;
  }

  closeMenu(): void {
    this.menu.value = null;
  }

  canRunTo({ index, last }: PlacedNode, direction: 'forward' | 'backward'): boolean {
    const network = this.store.network.peek();
    return network !== null && tickToReach(network, 0, [index, last], direction) !== null;
  }

  /** Runs to the node's next instruction on the way forward, or on the way back. */
  runTo({ index, last }: PlacedNode, direction: 'forward' | 'backward'): void {
    const network = this.store.network.peek();
    const tick = network && tickToReach(network, this.store.tick.peek(), [index, last], direction);
    if (tick !== null) void this.store.host.seek(tick);
  }

  toggleNeurons(): void {
    const focused = this.focused.peek();
    batch(() => {
      this.open(null);
      this.store.preferences.set('neurons', !this.store.preferences.signals.neurons.peek());
      this.store.preferences.set('camera', null);
      const node = nodeAt(this.layout.value, focused);
      if (node) this.focused.value = node.index;
    });
  }

  /** Something lies over the right end from now on: what is pinned comes out from under it. */
  cover(width: number): void {
    this.covered = width;
    const selected = this.store.selected.peek();
    if (width > 0 && selected !== null) this.show(selected);
  }

  /** Brings a card into sight if it is not. */
  show(index: number): void {
    const node = nodeAt(this.layout.peek(), index);
    const size = this.size.peek();
    if (!node || size.width === 0) return;
    const before = this.camera.peek();
    const after = reveal(before, { ...size, width: size.width - this.covered }, node);
    if (after.x === before.x && after.y === before.y) return;
    // A graph that fits itself goes on doing so in another window.
    if (this.chosen.peek()) this.move(after);
    else this.shown.value = { layout: this.layout.peek(), camera: kept(after, this.layout.peek(), size) };
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

  /** The box at a point of the window. */
  boxAt(x: number, y: number): PlacedNode | null {
    const camera = this.camera.peek();
    const [gx, gy] = [(x - camera.x) / camera.zoom, (y - camera.y) / camera.zoom];
    const isIn = (node: PlacedNode): boolean =>
      gx >= node.x && gx < node.x + node.width && gy >= node.y && gy < node.y + node.height;
    return this.layout.peek().nodes.find(isIn) ?? null;
  }

  /** Where the thing hovered is in the window. */
  anchor(what: Hovered): Rectangle | null {
    const camera = this.camera.value;
    const layout = this.layout.value;
    if (what.kind === 'node') {
      const node = nodeAt(layout, what.index);
      return node ? onScreen(camera, node) : null;
    }
    const edge = layout.edges[what.index];
    if (!edge) return null;
    const [x, y] = [edge.label.x * camera.zoom + camera.x, (edge.label.y + 10) * camera.zoom + camera.y];
    return { left: x - 16, right: x + 16, top: y - 14, bottom: y + 14 };
  }
}

/** Whether two graphs have the same boxes and links, so that they stand at the same places. */
function isLike(a: BoxGraph, b: BoxGraph): boolean {
  return (
    a.boxes.length === b.boxes.length &&
    a.links.length === b.links.length &&
    a.boxes.every(({ width, height }, i) => width === b.boxes[i].width && height === b.boxes[i].height) &&
    a.links.every(({ from, to }, i) => from === b.links[i].from && to === b.links[i].to)
  );
}
