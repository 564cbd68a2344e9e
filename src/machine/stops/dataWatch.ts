// A data breakpoint: what it watches, how it looked before, where it can change, and whether it has.
import { sizeOf } from '../../core/shape.ts';
import { type Text, text } from '../../core/text.ts';
import { type Compiled, compileExpression } from '../expression/compile.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { shortFloat } from '../expression/format.ts';
import type { ExpressionMistake } from '../expression/syntax.ts';
import type { Value } from '../expression/values.ts';
import type { Machine } from '../machine.ts';
import { placesOfChange } from './places.ts';
import type { DataBreakpointRequest } from './request.ts';

export interface DataWatch {
  /** Where in the iteration it is to be asked, and nowhere else. */
  readonly places: readonly number[];
  /** Looks at the value as it is now, to compare with later. */
  begin(context: ExpressionContext): void;
  /** What happened since it was last looked at, in words; null where nothing that counts. */
  changed(context: ExpressionContext): Text | null;
}

type Created = { readonly watch: DataWatch } | { readonly mistake: ExpressionMistake };

export function createDataWatch({ expression, condition }: DataBreakpointRequest, machine: Machine): Created {
  const compiled = compileExpression(expression, machine);
  if ('mistake' in compiled) return compiled;
  const crossing = /^\s*crosses\b([^]*)$/.exec(condition ?? '');
  const written = crossing ? crossing[1] : condition;
  if (written === undefined || (!crossing && written.trim() === ''))
    return { watch: changeWatch(expression, compiled, null, machine) };
  const asked = compileExpression(written, machine);
  if ('mistake' in asked) return asked;
  const watch = crossing
    ? crossingWatch([expression, compiled], [written.trim(), asked], machine)
    : changeWatch(expression, compiled, asked, machine);
  return { watch };
}

/** Any change; with a condition one at which that becomes true. */
function changeWatch(expression: string, compiled: Compiled, asked: Compiled | null, machine: Machine): DataWatch {
  let last: Look | null = null;
  let held = false;
  return {
    places: placesOfChange([expression], machine),
    begin(context) {
      last = lookAt(compiled, context);
      held = asked?.holds(context) ?? false;
    },
    changed(context) {
      const [before, heldBefore] = [last, held];
      // Also where the condition doesn't hold: else a write of the same bits would seem a change, or a change none.
      last = lookAt(compiled, context);
      held = asked?.holds(context) ?? false;
      if (asked && (heldBefore || !held)) return null;
      if (!before || !last || before.mark === last.mark) return null;
      if (before.number === undefined || last.number === undefined) return text('{0} changed', expression);
      return text('{0} changed from {1} to {2}', expression, shortFloat(before.number), shortFloat(last.number));
    },
  };
}

/** A number that goes from one side of another to the other; equal counts as below. */
function crossingWatch(
  [expression, compiled]: readonly [string, Compiled],
  [limit, asked]: readonly [string, Compiled],
  machine: Machine,
): DataWatch {
  let last = NaN;
  let side = NaN;
  const look = (context: ExpressionContext) => {
    last = numberOf(compiled, context);
    side = last - numberOf(asked, context);
  };
  return {
    places: placesOfChange([expression, limit], machine),
    begin: look,
    changed(context) {
      const [before, sideBefore] = [last, side];
      look(context);
      // NaN is on no side.
      if (!(sideBefore > 0 ? side <= 0 : sideBefore <= 0 && side > 0)) return null;
      return text('{0} crossed {1}: from {2} to {3}', expression, limit, shortFloat(before), shortFloat(last));
    },
  };
}

function numberOf(compiled: Compiled, context: ExpressionContext): number {
  const result = compiled.evaluate(context);
  const value = 'value' in result ? result.value : NaN;
  if (typeof value !== 'object') return Number(value);
  const { shape, values } = context.cells(value)!;
  return sizeOf(shape) === 1 ? values[0] : NaN;
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
    return { mark: context.machine.kernels.fingerprint(tensor.offset, sizeOf(tensor.shape)) };
  }
  return { mark: Array.from(value.values).join() };
}
