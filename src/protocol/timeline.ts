// What a timeline tells besides the run's own loss: the runs that it left behind, and what happened on the way.
import type { Text } from '../core/text.ts';
import type { Edit } from '../machine/edits.ts';

export interface RunDescription {
  readonly id: number;
  /** As the user called it; empty: it was given no name. */
  readonly name: string;
  /** What was changed by hand where it began; null for the file's own run and one of a former text. */
  readonly edit: Edit | null;
  /** 'former': of the file before it was edited, or before a new run of it was begun. */
  readonly kind: 'file' | 'edit' | 'former';
  /** Iteration where it began to differ, with fraction. */
  readonly began: number;
  /** The one that goes on. */
  readonly current: boolean;
}

/** A run that doesn't go on, as it is kept between sessions: plain JSON; null stands for NaN. */
export interface KeptRun {
  readonly name: string;
  /** First iteration, how many losses there were, and of how many of them each two numbers are the smallest and the largest. */
  readonly from: number;
  readonly length: number;
  readonly stride: number;
  readonly losses: readonly (number | null)[];
  /** Rows of an iteration and four figures. */
  readonly metrics: readonly (number | null)[];
}

export interface KeptRuns {
  /** Name of the run that goes on. */
  readonly name: string;
  /** What each edit by hand left, in the order in which they were made. */
  readonly left: readonly KeptRun[];
  readonly former: readonly KeptRun[];
}

/** A moment at which the run was stopped. */
export interface TimelineMark {
  readonly tick: number;
  readonly kind: 'breakpoint' | 'data breakpoint' | 'exception';
  readonly message: Text;
}

export interface Timeline {
  /** In the order in which they began. */
  readonly runs: readonly RunDescription[];
  readonly marks: readonly TimelineMark[];
}
