// The words between a webview and the extension host.
import type { Flow } from '../machine/health/flow.ts';
import type { NetworkDescription } from './description.ts';
import type { TensorForm, TensorPart } from './engine.ts';
import type { ExperimentKind, ExperimentRequest, ExperimentUpdate, VariantChange } from './experiment.ts';
import type { StepSize } from './moment.ts';
import type { ViewStrings } from './strings.ts';
import type { RunDescription, TimelineMark } from './timeline.ts';
import type { WatchList } from './watch.ts';

/** A mistake as the strip shows it: already translated. */
export interface ShownDiagnostic {
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly code: string;
  readonly message: string;
  /** 1-based, for showing; the offset is for jumping. */
  readonly line: number;
  readonly column: number;
  readonly start: number;
}

/** Something found wrong with the network or its run: already translated. */
export interface ShownFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'hint';
  /** Where it is shown: −1 the data, a layer's index, layers.length the loss. */
  readonly node: number;
  /** Edges between such nodes at which it shows as well, and in which direction: what is given, or the gradient. */
  readonly flow: Flow | null;
  /** A few words, and what it means in this network's own numbers. */
  readonly title: string;
  readonly message: string;
  /** Iteration where it began; 0: there before the run. */
  readonly since: number;
  /** What would mend it, the likeliest cure first. */
  readonly fixes: readonly string[];
}

/** As the engine tells it; why it can't be made is translated. */
export type ShownExperiment =
  Exclude<ExperimentUpdate, { state: 'refused' }> | { readonly state: 'refused'; readonly message: string };

/** A breakpoint as a card shows it. */
export interface ShownBreakpoint {
  /** A layer's index; layers.length the loss. */
  readonly node: number;
  /** Before which of its first operations it stops. */
  readonly forward: boolean;
  readonly backward: boolean;
  readonly enabled: boolean;
}

/** A timeline whose marks are told in words. */
export interface ShownTimeline {
  readonly runs: readonly RunDescription[];
  readonly marks: readonly (Omit<TimelineMark, 'message'> & { readonly message: string })[];
}

/** What a panel remembers for its file (VS Code keeps it): open, plain JSON. */
export type ViewState = Readonly<Record<string, unknown>>;

export interface ViewStart {
  readonly strings: ViewStrings;
  readonly fileName: string;
  readonly network: NetworkDescription | null;
  readonly diagnostics: readonly ShownDiagnostic[];
  readonly findings: readonly ShownFinding[];
  readonly breakpoints: readonly ShownBreakpoint[];
  readonly controls: Controls;
  readonly state: ViewState;
  readonly reduceMotion: boolean;
}

/** The stepping controls of a session, the same in all its panels. */
export interface Controls {
  readonly size: StepSize;
  /** Steps a second; 0 = as fast as it goes. */
  readonly stepsPerSecond: number;
  readonly running: boolean;
  /** A long step or seek is under way. */
  readonly busy: boolean;
  /** Set when the engine crashed and is coming back, or could not. */
  readonly trouble: string | null;
}

export type PictureForm = 'png' | 'svg';

/** Called by the webview, done by the host. */
export interface HostFunctions {
  start(): Promise<ViewStart>;
  step(): Promise<void>;
  back(): Promise<void>;
  stepOperation(): Promise<void>;
  stepPhase(): Promise<void>;
  reset(): Promise<void>;
  toggleRun(): Promise<void>;
  seek(tick: number): Promise<void>;
  setSize(size: StepSize): Promise<void>;
  setSpeed(stepsPerSecond: number): Promise<void>;
  watch(list: WatchList): Promise<void>;
  /** So many frames more are on the screen. */
  painted(frames: number): Promise<void>;
  /** A layer was chosen in the graph: its lines are selected in the text if that is open. null: none. */
  selectLayer(index: number | null): Promise<void>;
  /** Shows an offset of the source, opening it to the side. */
  revealOffset(offset: number): Promise<void>;
  openSource(): Promise<void>;
  /** Lets a template be chosen and writes it into the file, which is empty. */
  fillFromTemplate(): Promise<void>;
  /** Edits the file by a fix of a finding. */
  applyFix(code: string, node: number, fix: number): Promise<void>;
  /** Sets a breakpoint on a layer or the loss in the text, or removes those that are there. */
  toggleBreakpoint(node: number): Promise<void>;
  /** Opens the page that explains a finding. */
  explain(code: string): Promise<void>;
  /** Begins a side computation of this view's; `experiment` tells of it. */
  startExperiment(request: ExperimentRequest): Promise<void>;
  stopExperiment(kind: ExperimentKind): Promise<void>;
  /** Edits the file so that it is the variant. */
  useVariant(change: VariantChange): Promise<void>;
  /** Puts a tensor on the clipboard as text; false where it could not, and why was told. */
  copyTensor(part: TensorPart, form: TensorForm): Promise<boolean>;
  /** Saves a tensor as .npy through a save dialog. */
  saveTensor(part: TensorPart): Promise<void>;
  /** Changes one cell of the run at this moment, not the file: a branch begins. Null when done, else why not. `value`: an expression. */
  setCell(tensor: string, at: readonly number[], value: string): Promise<string | null>;
  /** Takes the newest change by hand back. */
  undoEdit(): Promise<void>;
  /** Writes what was changed by hand into the file: the learning rate as it is, the weights of this moment beside it. */
  writeToFile(): Promise<void>;
  timeline(): Promise<ShownTimeline>;
  nameRun(id: number, name: string): Promise<void>;
  /** Forgets a run; of a branch, its edit is taken back. */
  removeRun(id: number): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Saves a picture that the view made through a save dialog; `name` is proposed for it, without its ending. */
  savePicture(name: string, form: PictureForm, bytes: ArrayBuffer): Promise<void>;
  saveState(state: ViewState): Promise<void>;
  /** A bug in the webview: logged by the host with what is needed to find it. */
  reportError(message: string, stack: string): Promise<void>;
}

/** Called by the host, done by the webview. */
export interface ViewFunctions {
  /** New network after an edit, or only new diagnostics (network undefined: the last good one stays, dimmed where there are errors). */
  network(network: NetworkDescription | undefined, diagnostics: readonly ShownDiagnostic[]): void;
  frame(frame: ArrayBuffer): void;
  controls(controls: Controls): void;
  /** What there is to say of the network's health now, the likeliest cause first. */
  health(findings: readonly ShownFinding[]): void;
  /** How far a side computation of this view's is. */
  experiment(kind: ExperimentKind, update: ShownExperiment): void;
  /** All breakpoints of the file. */
  breakpoints(breakpoints: readonly ShownBreakpoint[]): void;
  /** The text cursor stands in this layer. */
  highlightLayer(index: number | null): void;
  /** A tensor of a layer was chosen elsewhere: the inspector shows it. */
  inspectTensor(index: number, tensor: string): void;
  fit(): void;
}
