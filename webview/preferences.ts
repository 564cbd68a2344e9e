// How the user has arranged the view: sizes, tabs, panels. VS Code keeps it for the file, as plain JSON.
import { signal, type Signal } from '@preact/signals';
import type { ViewState } from '../src/protocol/view.ts';

/** The arrangement and where it starts; what is saved must have the same type to be taken back. */
const defaults = {
  inspectorWidth: 372,
  /** Where it stands beside the graph. */
  inspectorOpen: true as boolean,
  inspectorTab: 'weights',
  /** null: by the window's height. */
  bottomHeight: null as number | null,
  bottomOpen: true,
  panels: ['depth', 'output'] as readonly string[],
  /** Parts of the row's width that panels were given by hand, by their ids. */
  panelShares: {} as Readonly<Record<string, number>>,
  /** Name of the pinned node; null: none was ever chosen. */
  selected: null as string | null,
  /** What the colours of a heat map reach to: 'tensor' its largest magnitude, 'robust' what 99 % lie below, 'fixed' a number. */
  colourScale: 'tensor',
  curvesLog: false,
  /** View of the Output panel; null: the first. */
  outputView: null as string | null,
  /** What the Data panel shows: `batch`, `train`, `test` or `own`. */
  dataView: 'batch',
  /** Which curves are drawn. */
  curves: ['loss', 'accuracy'] as readonly string[],
  /** Pan and zoom of the graph, and the width of the window in which they were chosen; null: fitted by itself. */
  camera: null as readonly [x: number, y: number, zoom: number, width: number] | null,
  /** Repeats that were folded (`+name`) and unfolded (`-name`) by hand. */
  blocks: [] as readonly string[],
  /** Small dense layers as neurons with weighted links, drawn by `weight` or `gradient`. */
  neurons: false,
  linksBy: 'weight',
};
type Arrangement = typeof defaults;
type Signals = { readonly [Name in keyof Arrangement]: Signal<Arrangement[Name]> };

const saveDelay = 300;

export class Preferences {
  readonly signals: Signals = {
    inspectorWidth: signal(defaults.inspectorWidth),
    inspectorOpen: signal(defaults.inspectorOpen),
    inspectorTab: signal(defaults.inspectorTab),
    bottomHeight: signal(defaults.bottomHeight),
    bottomOpen: signal(defaults.bottomOpen),
    panels: signal(defaults.panels),
    panelShares: signal(defaults.panelShares),
    selected: signal(defaults.selected),
    colourScale: signal(defaults.colourScale),
    curvesLog: signal(defaults.curvesLog),
    outputView: signal(defaults.outputView),
    dataView: signal(defaults.dataView),
    curves: signal(defaults.curves),
    camera: signal(defaults.camera),
    blocks: signal(defaults.blocks),
    neurons: signal(defaults.neurons),
    linksBy: signal(defaults.linksBy),
  };
  private readonly save: (state: ViewState) => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(save: (state: ViewState) => void) {
    this.save = save;
  }

  set<Name extends keyof Arrangement>(name: Name, value: Arrangement[Name]): void {
    const target: Signal<Arrangement[Name]> = this.signals[name];
    if (target.peek() === value) return;
    target.value = value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(this.state()), saveDelay);
  }

  restore(state: ViewState): void {
    for (const name of Object.keys(defaults) as (keyof Arrangement)[]) {
      const value = state[name];
      if (value !== undefined && fits(value, defaults[name])) (this.signals[name] as Signal<unknown>).value = value;
    }
  }

  private state(): ViewState {
    return Object.fromEntries(Object.entries(this.signals).map(([name, { value }]) => [name, value]));
  }
}

/** Whether a saved value has the type of the default; where that is null, anything plain does. */
function fits(value: unknown, fallback: unknown): boolean {
  if (fallback === null)
    return value === null || ['boolean', 'string', 'number'].includes(typeof value) || isNumbers(value, 3);
  if (Array.isArray(fallback)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (typeof fallback === 'object')
    return typeof value === 'object' && value !== null && Object.values(value).every((part) => Number.isFinite(part));
  return typeof value === typeof fallback && (typeof value !== 'number' || Number.isFinite(value));
}

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every((item) => Number.isFinite(item));
}
