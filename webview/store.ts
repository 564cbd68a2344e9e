// What the view knows, as signals: what the host sent, what is computed from it, and what the user chose. Actions go to
// the host; their effect comes back as a frame.
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import type { NetworkDescription } from '../src/protocol/description.ts';
import { Frame, type Header } from '../src/protocol/frame.ts';
import { viewStrings, type ViewStrings } from '../src/protocol/strings.ts';
import type {
  Controls,
  HostFunctions,
  ShownBreakpoint,
  ShownDiagnostic,
  ShownFinding,
  ShownTimeline,
  ViewFunctions,
  ViewStart,
} from '../src/protocol/view.ts';
import { momentAt, passesOf, type Moment } from './moment.ts';
import { ChosenSample } from './chosenSample.ts';
import { Experiments } from './experiments.ts';
import { homeOf } from './neuron/home.ts';
import { Preferences } from './preferences.ts';
import { Turns, type Screen } from './turns.ts';
import { WatchBoard } from './watchBoard.ts';

const beforeAll: Header = {
  version: 0,
  tick: 0,
  lastTick: 0,
  firstTick: 0,
  loss: NaN,
  lr: NaN,
  running: 0,
  rate: 0,
  rows: 0,
  timeline: 0,
  entries: 0,
};
const idle: Controls = { size: 'iteration', stepsPerSecond: 0, running: false, busy: false, trouble: null };

/** A cell of a tensor that is to be shown: its index on each axis. */
export interface ShownCell {
  readonly tensor: string;
  readonly at: readonly number[];
}

export class Store {
  readonly started = signal(false);
  readonly strings = signal<ViewStrings>(viewStrings({ t: (message) => message }));
  readonly fileName = signal('');
  readonly network = signal<NetworkDescription | null>(null);
  readonly diagnostics = signal<readonly ShownDiagnostic[]>([]);
  /** What there is to say of the network's health, the likeliest cause first. */
  readonly findings = signal<readonly ShownFinding[]>([]);
  readonly controls = signal<Controls>(idle);
  readonly header = signal<Header>(beforeAll);
  readonly reduceMotion = signal(false);
  /** Index of the pinned node: −1 the data, layers.length the loss; null none. */
  readonly selected = signal<number | null>(null);
  /** The sample that is looked at, where one is. */
  readonly sample = new ChosenSample();
  /** The cell that a number has led to, until its heat map has shown it. */
  readonly shownCell = signal<ShownCell | null>(null);
  /** Whether the inspector lies over the graph, in a view too narrow for both. */
  readonly inspectorOver = signal(false);
  /** Limits of colour scales that were fixed by hand, by tensor. */
  readonly fixedScales = signal<ReadonlyMap<string, number>>(new Map());
  /** The layer in which the text cursor stands. */
  readonly highlighted = signal<number | null>(null);
  readonly breakpoints = signal<readonly ShownBreakpoint[]>([]);
  /** The tick under the dragged playhead; null when nobody drags. */
  readonly dragged = signal<number | null>(null);
  /** Counts the host's requests to fit the graph into its window. */
  readonly fitRequests = signal(0);

  /** The runs beside this one, and what happened on the way. */
  readonly timeline = signal<ShownTimeline>({ runs: [], marks: [] });

  /** The run that goes on was changed by hand. */
  readonly edited = computed(() => this.timeline.value.runs.some(({ current, kind }) => current && kind === 'edit'));
  readonly tick = computed(() => this.header.value.tick);
  readonly running = computed(() => this.controls.value.running);
  readonly moment: ReadonlySignal<Moment | null> = computed(() => {
    const network = this.network.value;
    return network && momentAt(network, this.tick.value);
  });
  readonly passes = computed(() => (this.network.value ? passesOf(this.network.value) : null));
  readonly errors = computed(() => this.diagnostics.value.filter(({ severity }) => severity === 'error'));

  /** There is nothing in the file, which is no mistake yet. */
  readonly isEmpty = computed(
    () => this.errors.value.length > 0 && this.errors.value.every(({ code }) => code === 'empty-file'),
  );

  readonly host: HostFunctions;
  readonly experiments: Experiments;
  readonly watches: WatchBoard;
  readonly preferences: Preferences;
  private readonly screen: Screen;
  private readonly turns: Turns;
  /** Frames that the host has not been told of as painted. */
  private unpainted = 0;
  private seekUnderway = false;

  constructor(connect: (functions: ViewFunctions) => HostFunctions, screen: Screen) {
    this.screen = screen;
    this.turns = new Turns(screen, () => this.tellPainted());
    this.host = connect({
      network: (network, diagnostics) => this.takeNetwork(network, diagnostics),
      frame: (frame) => this.takeFrame(frame),
      controls: (controls) => (this.controls.value = controls),
      health: (findings) => (this.findings.value = findings),
      experiment: (kind, update) => this.experiments.take(kind, update),
      breakpoints: (breakpoints) => (this.breakpoints.value = breakpoints),
      highlightLayer: (index) => (this.highlighted.value = index),
      inspectTensor: (index, tensor) => {
        const network = this.network.peek();
        const home = network && homeOf(network, tensor);
        this.inspectorOver.value = true;
        this.preferences.set('inspectorOpen', true);
        if (home) this.preferences.set('inspectorTab', home.tab);
        this.select(index);
      },
      fit: () => this.fitRequests.value++,
    } satisfies ViewFunctions);
    this.experiments = new Experiments(this.host, () => this.network.peek());
    this.watches = new WatchBoard(
      (list) => void this.host.watch({ ...list, own: this.sample.owns }),
      screen.beforeRepaint,
    );
    this.preferences = new Preferences((state) => void this.host.saveState(state));
  }

  async start(): Promise<void> {
    const start: ViewStart = await this.host.start();
    batch(() => {
      this.strings.value = start.strings;
      this.fileName.value = start.fileName;
      this.controls.value = start.controls;
      this.findings.value = start.findings;
      this.breakpoints.value = start.breakpoints;
      this.reduceMotion.value = start.reduceMotion;
      this.preferences.restore(start.state);
      // A newer network may have come while the start was under way.
      if (!this.network.value) this.takeNetwork(start.network ?? undefined, start.diagnostics);
      this.started.value = true;
    });
  }

  /** Pins a node into the inspector (null: nothing) and, unless the text told it, shows its lines. */
  select(index: number | null): void {
    const network = this.network.peek();
    this.selected.value = index;
    this.preferences.set('selected', network && index !== null ? nodeName(network, index) : null);
    const isLayer = network && index !== null && index >= 0 && index < network.layers.length;
    void this.host.selectLayer(isLayer ? index : null);
  }

  /** Shows a tensor's cell: in a tab of the inspector, of the node where it is. */
  showCell(node: number, tab: string, cell: ShownCell): void {
    this.shownCell.value = cell;
    this.preferences.set('inspectorTab', tab);
    if (this.selected.peek() !== node) this.select(node);
  }

  /** Goes to a moment. While one seek is under way only the last wish is kept. */
  async seek(tick: number): Promise<void> {
    this.dragged.value = tick;
    if (this.seekUnderway) return;
    this.seekUnderway = true;
    try {
      for (let going: number | null = null; this.dragged.peek() !== going;) {
        going = this.dragged.peek();
        if (going === null) break;
        await this.host.seek(going);
      }
    } finally {
      this.seekUnderway = false;
      // The frame of the moment reached lets the playhead go; should none come, it goes back to where the run is.
      setTimeout(() => this.letGo(), 400);
    }
  }

  private letGo(): void {
    if (!this.seekUnderway) this.dragged.value = null;
  }

  private takeNetwork(network: NetworkDescription | undefined, diagnostics: readonly ShownDiagnostic[]): void {
    batch(() => {
      this.diagnostics.value = diagnostics;
      if (!network) return;
      this.network.value = network;
      this.sample.keepFor(network);
      this.selected.value = findNode(network, this.preferences.signals.selected.peek());
    });
    // The same questions may have other answers now.
    if (network) this.watches.resend();
  }

  private async readTimeline(): Promise<void> {
    this.timeline.value = await this.host.timeline();
  }

  private takeFrame(buffer: ArrayBuffer): void {
    const frame = new Frame(buffer);
    const { header } = frame;
    this.unpainted++;
    if (header.running) {
      this.turns.put(this.header, () => this.takeHeader(header));
      this.watches.apply(frame, (slot, show) => this.turns.put(slot, show));
      return;
    }
    // At rest everything is of one moment.
    batch(() => {
      this.turns.finish();
      this.takeHeader(header);
      this.watches.apply(frame, (_slot, show) => show());
    });
    // What the signals changed is drawn before this runs; further frames may then come.
    this.screen.beforeRepaint(() => this.tellPainted());
  }

  private takeHeader(header: Header): void {
    if (header.timeline !== this.header.peek().timeline) void this.readTimeline();
    this.header.value = header;
    if (header.tick === this.dragged.peek()) this.letGo();
  }

  private tellPainted(): void {
    if (this.unpainted > 0) void this.host.painted(this.unpainted);
    this.unpainted = 0;
  }
}

/** What the data, a layer or the loss is called. */
export function nodeName(network: NetworkDescription, index: number): string {
  return index < 0 ? 'data' : (network.layers[index]?.name ?? 'loss');
}

/** The node of that name; where none is named, the first layer with parameters. */
function findNode(network: NetworkDescription, name: string | null): number | null {
  const layer = network.layers.findIndex((candidate) => candidate.name === name);
  if (layer >= 0) return layer;
  if (name === 'data') return -1;
  if (name === 'loss') return network.layers.length;
  const first = network.layers.findIndex(({ parameters }) => parameters.length > 0);
  return first < 0 ? null : first;
}
