// The words between a debugger and the engine: moving to a stop, looking at values, changing them.
import type { Shape } from '../core/shape.ts';
import type { Text } from '../core/text.ts';
import type { Edit } from '../machine/edits.ts';
import type { ExpressionMistake } from '../machine/expression/syntax.ts';
import type { StopReason } from '../machine/stops/request.ts';
import type { StepSize } from './moment.ts';

export type { ExceptionKind, StopMistake, StopRequests } from '../machine/stops/request.ts';
export type { Completion } from '../machine/expression/complete.ts';
export type { ExpressionMistake, Edit };

export interface ResumeRequest {
  readonly direction: 'forward' | 'back';
  /** A step of this size at most; null: to the next stop. */
  readonly size: StepSize | null;
  /** Where forward ends: so many iterations; null: the epochs of the file's `training`, Infinity: nowhere. */
  readonly iterations: number | null;
  /** Whether breakpoints and filters count. */
  readonly stops: boolean;
}

/** Where it came to and why. `entry`: back at the start; `end`: all iterations are done. */
export interface Resumed {
  readonly tick: number;
  readonly reason: StopReason | 'step' | 'pause' | 'entry' | 'end';
  /** Breakpoints that were hit. */
  readonly ids: readonly number[];
  /** Why it stopped, in words; null for steps and pauses. */
  readonly message: Text | null;
  /** Of an exception: its kind, or a finding's code. */
  readonly kind: string | null;
}

export interface EvaluateRequest {
  readonly expression: string;
  /** Elements that are asked for, flat. */
  readonly elements?: { readonly from: number; readonly count: number } | undefined;
}

export type Evaluation =
  | {
      readonly text: string;
      readonly type: 'number' | 'boolean' | 'string' | 'tensor';
      /** Of a tensor. */
      readonly shape: Shape | null;
      /** The tensor that it is, as it lies in memory; null for what was computed. */
      readonly tensor: string | null;
      readonly elements: readonly number[];
    }
  | { readonly mistake: ExpressionMistake };

/** The value as it is now, or why it could not be set. */
export type SetResult =
  { readonly text: string; readonly edits: readonly Edit[] } | { readonly mistake: ExpressionMistake };
