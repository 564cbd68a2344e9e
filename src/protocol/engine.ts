// The words between whoever drives a session (editor, debugger, command line) and the engine that computes it.
import type { Shape } from '../core/shape.ts';
import type { Text } from '../core/text.ts';
import type { HealthReport } from '../machine/health/report.ts';
import type { Edit } from '../machine/edits.ts';
import type { Slice } from '../machine/slice.ts';
import type { Completion } from '../machine/expression/complete.ts';
import type { StopMistake, StopRequests } from '../machine/stops/request.ts';
import type { EvaluateRequest, Evaluation, Resumed, ResumeRequest, SetResult } from './debug.ts';
import type { NetworkDescription } from './description.ts';
import type { ExperimentKind, ExperimentRequest, ExperimentUpdate, VariantChange } from './experiment.ts';
import type { StepSize } from './moment.ts';
import type { KeptRuns, Timeline } from './timeline.ts';
import type { WatchList } from './watch.ts';

/** A diagnostic as it crosses a wire: `model/diagnostic.ts` as plain JSON. */
export interface WireDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: Text;
  readonly start: number;
  readonly end: number;
  readonly fix?: WireFix;
  readonly otherFixes?: readonly WireFix[];
  readonly hasPage?: true;
}

export interface WireFix {
  readonly title: Text;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

/** Something found wrong with the network or its run; its fixes are edits of the text last opened. */
export interface WireFinding extends HealthReport {
  /** A few words. */
  readonly title: Text;
  /** Where it is shown: −1 the data, layers.length the loss and what is of the whole. */
  readonly node: number;
}

export interface OpenRequest {
  readonly text: string;
  /** Folder against which the file's paths are read. */
  readonly directory: string;
  /** Keep the weights and the moment of the run before where shapes still fit and seed, inits and data are the same. */
  readonly keep: boolean;
  /** Bytes that a model may ask for. */
  readonly memoryLimit: number;
  /** Bytes that the history may hold. */
  readonly historyLimit: number;
  /** Threads for the kernels of a network that is large enough; 0, as where it isn't said: one a core, 8 at most. */
  readonly threads?: number;
  /** Watch the network's health from here on: `health` tells what is found. */
  readonly health: boolean;
  /** By which its health is judged: values by name (`backstep.health.…`), as they stand in the user's settings. */
  readonly healthSettings?: Readonly<Record<string, unknown>> | undefined;
  /** A `.safetensors` file to start from instead of the file's own, relative to `directory`. */
  readonly weights?: string | undefined;
  /** Edits of a run that is made again. */
  readonly edits?: readonly Edit[] | undefined;
}

export type CheckRequest = Pick<OpenRequest, 'text' | 'directory' | 'memoryLimit' | 'healthSettings'>;

export interface CheckResult {
  /** All mistakes and hints; of an open network whose health is watched, what health says comes by `health` alone. */
  readonly diagnostics: readonly WireDiagnostic[];
  /** Of one sample of the data, also where the rest has mistakes; null where the data can't be read. */
  readonly sampleShape: Shape | null;
  /** Files that were read for the data since the session began, as the texts name them; they are kept until `forgetFiles`. */
  readonly files: readonly string[];
}

/** The last good network goes on when there is an error. */
export interface OpenResult extends CheckResult {
  /** The new network, null when the text has errors. */
  readonly network: NetworkDescription | null;
  /** The file that the run started from instead of the text's own weights: that asked for, or that of a run that was kept. */
  readonly weights?: string | undefined;
}

/** Rate of a run: steps of `size` a second; 0 = as fast as it goes. */
export interface RunRequest {
  readonly size: StepSize;
  readonly stepsPerSecond: number;
}

/** A tensor at this moment, or a matrix of it. */
export interface TensorPart {
  readonly tensor: string;
  /** null: all of it. */
  readonly slice: Slice | null;
}

/** UTF-8 text, or a .npy file. */
export type TensorForm = 'csv' | 'json' | 'numpy' | 'npy';

export type ExportedTensor = { readonly bytes: ArrayBuffer } | { readonly mistake: Text };

export interface PytorchFiles {
  readonly script: string;
  /** To be written beside the script, under its name with `.py` replaced by the suffix (`.npz`). */
  readonly files: readonly { readonly suffix: string; readonly bytes: Uint8Array }[];
}

/** What the engine does when asked. Every call is answered; a mistake of the caller's rejects with a message. */
export interface EngineFunctions {
  /** A file that data came from has changed: what is opened next reads it anew. */
  forgetFiles(): Promise<void>;
  /** Reads the text, compiles it and stands at its start (or, with `keep`, where it was). */
  open(request: OpenRequest): Promise<OpenResult>;
  /** What is wrong with a text; nothing is opened. */
  check(request: CheckRequest): Promise<CheckResult>;
  /** Resolve when the step is done (or was cancelled by pause). */
  step(size: StepSize): Promise<void>;
  back(size: StepSize): Promise<void>;
  seek(tick: number): Promise<void>;
  reset(): Promise<void>;
  /** Resolves at once; `stopped` tells the end. */
  run(request: RunRequest): Promise<void>;
  pause(): Promise<void>;
  /** Sets a view's list and answers with a frame; an empty list unsubscribes. */
  watch(view: number, list: WatchList): Promise<void>;
  /** The view has painted so many frames more and can take others. */
  painted(view: number, frames: number): Promise<void>;
  /** Begins a side computation of a view; `experiment` tells of it. Another network drops it, and so does the view's end. */
  startExperiment(view: number, request: ExperimentRequest): Promise<void>;
  stopExperiment(view: number, kind: ExperimentKind): Promise<void>;
  /** The edits of the text last opened that make a compared variant of it; null where they can't be made. */
  editsOfVariant(change: VariantChange): Promise<WireDiagnostic['fix'] | null>;
  /** Written here, beside the data: only the file crosses the wire. */
  exportTensor(part: TensorPart, form: TensorForm): Promise<ExportedTensor>;
  /** The open network as a PyTorch script that makes the run from its start. */
  exportPytorch(): Promise<PytorchFiles>;
  /** What `resume` stops at from now on; what is wrong with it. */
  setStops(requests: StopRequests): Promise<readonly StopMistake[]>;
  /** Moves to the next stop, forward or back, and resolves there; anything else that moves the run ends it with 'pause'. */
  resume(request: ResumeRequest): Promise<Resumed>;
  evaluate(requests: readonly EvaluateRequest[]): Promise<readonly Evaluation[]>;
  /** What can be written at the end of `source`. */
  complete(source: string): Promise<readonly Completion[]>;
  /** Sets a cell or `lr` at this moment: a branch begins. Both are expressions. */
  setValue(target: string, value: string): Promise<SetResult>;
  /** Takes the newest edit back, where there is one; the edits that are left. */
  undoEdit(): Promise<{ readonly undone: boolean; readonly edits: readonly Edit[] }>;
  /** The runs of this session and what happened on the way: asked for when a frame's `timeline` has changed. */
  timeline(): Promise<Timeline>;
  nameRun(id: number, name: string): Promise<void>;
  /** Forgets a former run; a branch's edit, and those made after it, are taken back. The edits that are left. */
  removeRun(id: number): Promise<{ readonly edits: readonly Edit[] }>;
  /** The runs that don't go on, and all names, for the next session. */
  keptRuns(): Promise<KeptRuns>;
  /** Takes up what a session before kept; what edits left only where the same edits were made again. */
  restoreRuns(kept: KeptRuns): Promise<void>;
  /** The parameters and buffers of this moment as a `.safetensors` file that `weights` may name. */
  exportState(): Promise<ArrayBuffer>;
  /** Bytes of a tensor as they lie, and how many it has; null where it has no value now. */
  readMemory(name: string, offset: number, count: number): Promise<{ bytes: ArrayBuffer; size: number } | null>;
}

/** What the engine tells unasked. */
export interface EngineEvents {
  frame(view: number, frame: ArrayBuffer): void;
  /** What there is to say at this moment, the likeliest cause first; told whenever it has changed. */
  health(findings: readonly WireFinding[]): void;
  /** How far a view's side computation is, and what it has found. */
  experiment(view: number, kind: ExperimentKind, update: ExperimentUpdate): void;
  /** A run ended: paused, reached `training.epochs`, or failed with a bug of ours. */
  stopped(reason: 'paused' | 'finished' | 'failed', message?: string): void;
  /** Lines of log points, with the instructions before which they were said. */
  logged(lines: readonly { readonly line: string; readonly instruction: number }[]): void;
}
