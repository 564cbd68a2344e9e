// What a run is to stop at, and what it says when it does. Plain data: it crosses a wire.
import type { Text } from '../../core/text.ts';
import type { ExpressionMistake } from '../expression/syntax.ts';

/** Before an instruction. */
export interface BreakpointRequest {
  readonly id: number;
  readonly instructions: readonly number[];
  readonly condition?: string | undefined;
  /** `5`, `>= 5`, `% 10`: which of the times that it is come to and its condition holds. */
  readonly hitCondition?: string | undefined;
  /** Says this instead of stopping. */
  readonly logMessage?: string | undefined;
}

/** After an instruction that changes the value of an expression. */
export interface DataBreakpointRequest {
  readonly id: number;
  readonly expression: string;
  /** It stops where this becomes true; `crosses 0.5`: where the value goes from one side to the other. */
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
}

export type ExceptionKind = 'nan' | 'exploding' | 'vanishing' | 'dead' | 'health';

export interface ExceptionRequest {
  readonly kind: ExceptionKind;
  readonly condition?: string | undefined;
}

export interface StopRequests {
  readonly breakpoints: readonly BreakpointRequest[];
  readonly dataBreakpoints: readonly DataBreakpointRequest[];
  readonly exceptions: readonly ExceptionRequest[];
}

/** What is wrong with a breakpoint or a filter. */
export interface StopMistake {
  readonly id: number | ExceptionKind;
  readonly mistake: ExpressionMistake;
}

export type StopReason = 'breakpoint' | 'data breakpoint' | 'exception';

export interface Stop {
  readonly tick: number;
  readonly reason: StopReason;
  /** Breakpoints that were hit. */
  readonly ids: readonly number[];
  /** Why it stopped, in words. */
  readonly message: Text;
  /** Of an exception: its kind, or a finding's code. */
  readonly kind: string | null;
}
