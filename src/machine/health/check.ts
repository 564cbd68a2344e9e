// contract — A check is one thing that can be wrong with a network: how it is seen, from which figure on, and what to do.
// One file a check in `checks/`, one line in the table `checks.ts`.
import type { Text } from '../../core/text.ts';
import type { Flow } from './flow.ts';
import type { InitialEvidence, NetworkEvidence, RunningEvidence } from './evidence.ts';

/** From the worst to the mildest; a hint never counts as a warning. */
export type HealthSeverity = 'error' | 'warning' | 'hint';

/** A figure from which on a check speaks. A setting: default, what it says, where it comes from. */
export interface Threshold {
  readonly default: number;
  readonly description: string;
  /** Paper, page, or `measured` for a figure tuned on the benchmark in test/health. */
  readonly source: string;
}

export type Thresholds = Readonly<Record<string, Threshold>>;
export type ThresholdValues<T extends Thresholds> = { readonly [Name in keyof T]: number };

/** A change of the file, as data: `fixes.ts` makes text edits of it. Indices are those of the layers before any change. */
export type Change =
  | { readonly kind: 'set'; readonly path: readonly (string | number)[]; readonly value: unknown }
  | { readonly kind: 'unset'; readonly path: readonly (string | number)[] }
  | { readonly kind: 'type'; readonly layer: number; readonly type: string }
  | { readonly kind: 'insert'; readonly before: number; readonly layers: readonly Readonly<Record<string, unknown>>[] }
  | { readonly kind: 'remove'; readonly layer: number };

/** The likeliest cure first. */
export interface Remedy {
  readonly title: Text;
  readonly changes: readonly Change[];
}

/** What a check found: at a layer (index), at the loss (`layers.length`), or of the whole (null). */
export interface Found {
  readonly layer: number | null;
  readonly measured: number;
  readonly threshold: number;
  readonly message: Text;
  readonly remedies: readonly Remedy[];
  /** Where it differs from the check's own. */
  readonly severity?: HealthSeverity;
  /** Iteration where it began, where the check itself knows better than by when it was first seen. */
  readonly since?: number;
  /** Edges of the graph at which it shows as well. */
  readonly flow?: Flow;
  /** Part of the file it concerns, where that isn't its layer. */
  readonly place?: 'data' | 'loss' | 'optimizer' | 'training';
}

export interface Finding extends Found {
  readonly code: string;
  readonly severity: HealthSeverity;
  /** Iterations completed when it began; 0: it was there before the run. */
  readonly since: number;
}

/** What each kind of check is given to look at. */
export interface Evidences {
  /** The file alone: no tensor is computed. */
  readonly network: NetworkEvidence;
  /** One forward and backward with the initial weights. */
  readonly initial: InitialEvidence;
  /** What was observed of the run. */
  readonly running: RunningEvidence;
}

export interface Check<When extends keyof Evidences = keyof Evidences, T extends Thresholds = Thresholds> {
  /** Kebab-case, stable; `media/health/<code>.md` is its page. */
  readonly code: string;
  readonly severity: HealthSeverity;
  /** A few words, for a card or the head of a list. */
  readonly title: Text;
  readonly when: When;
  readonly thresholds: T;
  find(evidence: Evidences[When], thresholds: ThresholdValues<T>): readonly Found[];
}

/** Gives `find` the types of its evidence and thresholds; in the table all checks are alike. */
export function check<When extends keyof Evidences, const T extends Thresholds>(definition: Check<When, T>): Check {
  return definition;
}
