// Factors of a binary loss's terms: one number, or one an output.
import * as z from 'zod/mini';
import { type Expression, load, multiply } from '../elementwise.ts';
import { described, optional } from '../options.ts';
import type { Shape } from '../shape.ts';
import { type Text, text } from '../text.ts';
import type { LossBuild } from './loss.ts';

export type Factor = number | number[] | undefined;

const positive = () => z.number().check(z.gte(0));
export const factors = (description: string) =>
  optional(described(z.union([positive(), z.array(positive())]), description));

/** One number an output is laid out over the whole batch, element by element. null: no factor. */
export function factor(name: string, given: Factor, build: LossBuild): Expression | null {
  if (given === undefined || given === 1) return null;
  if (typeof given === 'number') return { op: 'constant', value: given };
  return load(build.constant(name, build.input.shape, (i) => given[i % given.length]));
}

export function times(value: Expression, by: Expression | null): Expression {
  return by === null ? value : multiply(value, by);
}

export function checkFactor(name: string, given: Factor, output: Shape): Text | null {
  if (!Array.isArray(given) || given.length === (output.at(-1) ?? 1)) return null;
  return text(
    '"{0}" has {1} numbers, and there are {2} outputs: give one an output.',
    name,
    given.length,
    output.at(-1) ?? 1,
  );
}

export function pythonFactor(name: string, given: Factor): readonly string[] {
  if (given === undefined) return [];
  const numbers = Array.isArray(given) ? given : [given];
  return [
    `${name}=torch.tensor([${numbers.map((value) => (Number.isInteger(value) ? `${value}.` : value)).join(', ')}])`,
  ];
}
