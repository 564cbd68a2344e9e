// What layers that move a window over maps share: sizes for height and width, and how many places a window has.
import * as z from 'zod/mini';
import { described } from '../options.ts';

/** Of height, of width. */
export type Pair = readonly [height: number, width: number];

interface IntegerOrPair {
  readonly min: number;
}

const whole = (min: number) => z.int().check(z.gte(min));

const either = (min: number) => z.union([whole(min), z.tuple([whole(min), whole(min)])]);

type Either = ReturnType<typeof either>;

/** A whole number for both directions, or [height, width]. */
export function integerOrPair(
  description: string,
  rules: IntegerOrPair & { readonly default: number },
): z.ZodMiniDefault<Either>;
export function integerOrPair(description: string, rules: IntegerOrPair): Either;
export function integerOrPair(description: string, rules: IntegerOrPair & { readonly default?: number }) {
  const schema = either(rules.min);
  return described(rules.default === undefined ? schema : z._default(schema, rules.default), description);
}

export function pairOf(value: number | readonly [number, number]): Pair {
  return typeof value === 'number' ? [value, value] : value;
}

/** Of one direction. */
export interface Window {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  /** Places added before and after. */
  readonly padding: readonly [before: number, after: number];
  readonly dilation: number;
}

/**
 * How many places the window has: ⌊(size + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1; with `ceil` the quotient is
 * rounded up, so that a window larger than the input may fit too, but none starts behind the input. 0: it doesn't fit.
 */
export function windowCount({ size, kernel, stride, padding, dilation }: Window, ceil = false): number {
  const [before, after] = padding;
  const room = size + before + after - dilation * (kernel - 1) - 1;
  const count = Math.max(0, (ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1);
  return ceil && (count - 1) * stride >= size + before ? count - 1 : count;
}
