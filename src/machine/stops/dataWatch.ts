// A data breakpoint: what it watches, how it looked before the instruction, and whether that has changed.
import { sizeOf } from '../../core/shape.ts';
import { type Text, text } from '../../core/text.ts';
import { type Compiled, compileExpression, isTrue } from '../expression/compile.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { shortFloat } from '../expression/format.ts';
import type { ExpressionMistake } from '../expression/syntax.ts';
import type { Value } from '../expression/values.ts';
import type { Machine } from '../machine.ts';
import type { DataBreakpointRequest } from './request.ts';

export interface DataWatch {
  /** Looks at the value as it is now, to compare with later. */
  begin(context: ExpressionContext): void;
  /** What happened since it was last looked at, in words; null where nothing that counts. */
  changed(context: ExpressionContext): Text | null;
}

export function createDataWatch(
  { expression, condition }: DataBreakpointRequest,
  machine: Machine,
): { watch: DataWatch } | { mistake: ExpressionMistake } {
  const compiled = compileExpression(expression, machine);
  if ('mistake' in compiled) return compiled;
  const crossing = /^\s*crosses\b([^]*)$/.exec(condition ?? '');
  const written = crossing ? crossing[1] : condition;
  const asked = written === undefined || written.trim() === '' ? null : compileExpression(written, machine);
  if (asked && 'mistake' in asked) return asked;
  let last: Look | null = null;
  let held = false;
  const holds = (context: ExpressionContext, look: Look | null): boolean => {
    if (!asked) return true;
    const result = asked.evaluate(context);
    if ('mistake' in result) return false;
    if (!crossing) return isTrue(result.value, context);
    return look?.number !== undefined && typeof result.value === 'number' && look.number > result.value;
  };
  return {
    watch: {
      begin(context) {
        last = lookAt(compiled, context);
        held = holds(context, last);
      },
      changed(context) {
        const before = last;
        const heldBefore = held;
        last = lookAt(compiled, context);
        held = holds(context, last);
        if (!before || !last || before.mark === last.mark) return null;
        if (crossing ? held === heldBefore : asked && (!held || heldBefore)) return null;
        if (before.number === undefined || last.number === undefined) return text('{0} changed', expression);
        const [from, to] = [shortFloat(before.number), shortFloat(last.number)];
        return crossing
          ? text('{0} crossed {1}: from {2} to {3}', expression, written!.trim(), from, to)
          : text('{0} changed from {1} to {2}', expression, from, to);
      },
    },
  };
}

/** A value's bits in one number, and the value where it is one. */
interface Look {
  readonly mark: number | string | boolean;
  readonly number?: number;
}

function lookAt(compiled: Compiled, context: ExpressionContext): Look | null {
  const result = compiled.evaluate(context);
  return 'value' in result ? look(result.value, context) : null;
}

function look(value: Value, context: ExpressionContext): Look {
  if (typeof value === 'number')
    return { mark: Object.is(value, -0) ? '-0' : Number.isNaN(value) ? 'NaN' : value, number: value };
  if (typeof value !== 'object') return { mark: value };
  if (value.kind === 'tensor') {
    const { tensor } = value;
    return { mark: context.machine.kernels.hash(tensor.offset, sizeOf(tensor.shape), 2166136261) };
  }
  return { mark: Array.from(value.values).join() };
}
