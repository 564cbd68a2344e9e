// contract — What checks look at. All of it is plain figures, recorded by iteration, so that health at a moment is what
// was seen up to it, however the moment was reached.
import type { Network } from '../../model/model.ts';
import type { NetworkFacts } from './facts.ts';

export interface NetworkEvidence {
  readonly network: Network;
  readonly facts: NetworkFacts;
}

/** A weight layer with the initial weights, after one forward and backward of the first batch. */
export interface InitialLayer {
  readonly layer: number;
  /** Root mean square of its output, and of the loss's gradient by it; NaN where there is none. */
  readonly output: number;
  readonly gradient: number;
}

export interface InitialEvidence extends NetworkEvidence {
  readonly initial: {
    readonly layers: readonly InitialLayer[];
    /** Activations: units whose output is 0 for every row of the first batch (only layers that can be 0). */
    readonly silent: readonly UnitCount[];
    /** Hidden tanh and sigmoid layers: units in the flat part of their curve for nearly every row of it. */
    readonly flat: readonly UnitCount[];
  };
}

export interface UnitCount {
  readonly layer: number;
  readonly units: number;
  readonly count: number;
}

/** What an iteration at which the run was looked at showed. */
export interface Probe {
  /** Iterations completed. */
  readonly iteration: number;
  /** Of the facts' `weighted`, in their order. */
  readonly weights: readonly WeightProbe[];
  /** Whether all parameters were finite. */
  readonly finite: boolean;
}

export interface WeightProbe {
  readonly layer: number;
  /** Root mean square of the loss's gradient by the layer's output in this iteration's batch; NaN where there is none. */
  readonly gradient: number;
  /** Norm of the change of its weight by this iteration ÷ norm of the weight; NaN where it isn't known. */
  readonly updateRatio: number;
  /** Units whose incoming weights and bias, and outgoing weights, are those of another unit; null where nobody looked. */
  readonly twins: { readonly units: number; readonly identical: number } | null;
}

/** The network over the training rows (at most so many), and the test rows, in evaluation. */
export interface Survey {
  readonly iteration: number;
  /** Units that are 0 for every row (layers that can be). */
  readonly dead: readonly UnitCount[];
  /** Units in the flat part of their activation for nearly every row (hidden tanh, sigmoid). */
  readonly saturated: readonly UnitCount[];
  readonly train: PartSurvey;
  /** null without test rows. */
  readonly test: PartSurvey | null;
}

export interface PartSurvey {
  readonly rows: number;
  /** Fraction right for classes; 1 − squared error ÷ variance for values; and the standard error of it. */
  readonly score: number;
  readonly error: number;
  /** Rows of each class, and how often each was the answer; empty for values. */
  readonly classes: readonly { readonly rows: number; readonly answered: number }[];
}

/** Mean loss of successive whole epochs (or equal parts of a long one). */
export interface LossBlock {
  /** Iterations [from, to). */
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

export interface NonFinite {
  /** The iteration (0-based) and instruction that first wrote one. */
  readonly iteration: number;
  readonly instruction: number;
  readonly layer: number;
  readonly operation: string;
  readonly tensor: string;
  /** First such element, flat, and what it is. */
  readonly index: number;
  readonly value: number;
  /** The tensors it was made of, with the range of their values. */
  readonly operands: readonly {
    readonly tensor: string;
    readonly min: number;
    readonly max: number;
  }[];
}

export interface RunningEvidence extends NetworkEvidence {
  /** Iterations completed now. */
  readonly iteration: number;
  /** In order, up to now; the oldest may have been forgotten. */
  readonly probes: readonly Probe[];
  readonly surveys: readonly Survey[];
  readonly blocks: readonly LossBlock[];
  /** Loss that the best constant answer would have. */
  readonly baseline: number;
  readonly nonFinite: NonFinite | null;
  /** Whether what is near in x is near in y: see `dependence.ts`; null where it can't be told. */
  readonly dependence: () => Dependence | null;
  /** Whether the loss has not been better than the best constant answer for so many iterations. */
  readonly stuckFor: (iterations: number, within: number) => boolean;
}

export interface Dependence {
  readonly rows: number;
  /** How much better the nearest neighbours' targets predict a row's than chance does, in standard errors. */
  readonly deviation: number;
  /** Agreement of neighbours, and that of any two rows. */
  readonly agreement: number;
  readonly chance: number;
}
