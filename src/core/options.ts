// How layers, inits, losses, optimizers and data sources declare their options, once, for types, validation, the JSON
// schema, completion and hovers. Convention: `const options = object({ a: number('Lower bound.', { default: 0 }) })` and
// `type Options = z.infer<typeof options>`; descriptions are sentences. An option with a `default` may be left out and is
// filled in when parsed; without one it is required, unless wrapped in `optional(…)`. For another zod type use
// `described(schema, '…')`, default first: `described(z._default(z.string(), ','), '…')`. `z.toJSONSchema(options,
// { io: 'input' })` shows description, default and bounds; strict objects report unknown fields.
import * as z from 'zod/mini';

export interface NumberBounds {
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: number;
  readonly exclusiveMax?: number;
}

/** The largest float32: every number option ends in a tensor. */
export const FLOAT32_MAX = 3.4028234663852886e38;

interface WithDefault<T> {
  readonly default: T;
}

interface NoDefault {
  readonly default?: undefined;
}

type NumberOption = z.ZodMiniNumber<number>;

/** Any schema with the sentence that completion and hovers show. */
export function described<S extends z.ZodMiniType>(schema: S, description: string): S {
  return schema.check(z.describe(description));
}

/** An option that may be left out and then is `undefined`. */
export function optional<S extends z.ZodMiniType>(schema: S): z.ZodMiniOptional<S> {
  const description = z.globalRegistry.get(schema)?.description;
  const wrapped = z.optional(schema);
  return description === undefined ? wrapped : described(wrapped, description);
}

/** A number that a float32 can hold. */
export function number(description: string, rules: NumberBounds & WithDefault<number>): z.ZodMiniDefault<NumberOption>;
export function number(description: string, rules?: NumberBounds & NoDefault): NumberOption;
export function number(description: string, rules: NumberBounds & { readonly default?: number | undefined } = {}) {
  const fits = z.refine<number>(
    (value) => Math.abs(value) <= FLOAT32_MAX,
    'Too large for a float32, which ends at 3.4·10³⁸.',
  );
  return finish(bounded(z.number(), rules).check(fits), description, rules.default);
}

/** A safe integer. */
export function integer(description: string, rules: NumberBounds & WithDefault<number>): z.ZodMiniDefault<NumberOption>;
export function integer(description: string, rules?: NumberBounds & NoDefault): NumberOption;
export function integer(description: string, rules: NumberBounds & { readonly default?: number | undefined } = {}) {
  return finish(bounded(z.int(), rules), description, rules.default);
}

/** `true` or `false`. */
export function boolean(description: string, rules: WithDefault<boolean>): z.ZodMiniDefault<z.ZodMiniBoolean>;
export function boolean(description: string): z.ZodMiniBoolean;
export function boolean(description: string, rules: { readonly default?: boolean } = {}) {
  return finish(z.boolean(), description, rules.default);
}

/** Text. */
export function string(description: string, rules: WithDefault<string>): z.ZodMiniDefault<z.ZodMiniString>;
export function string(description: string): z.ZodMiniString;
export function string(description: string, rules: { readonly default?: string } = {}) {
  return finish(z.string(), description, rules.default);
}

type Choice<Name extends string> = z.ZodMiniEnum<{ [K in Name]: K }>;

/** One of a few names. */
export function choice<const Name extends string>(
  names: readonly Name[],
  description: string,
  standard: NoInfer<Name>,
): z.ZodMiniDefault<Choice<Name>>;
export function choice<const Name extends string>(names: readonly Name[], description: string): Choice<Name>;
export function choice<const Name extends string>(names: readonly Name[], description: string, standard?: Name) {
  return finish(z.enum(names), description, standard);
}

/** The options of one type: unknown fields are errors. */
export function object<Fields extends Record<string, z.ZodMiniType>>(fields: Fields) {
  return z.strictObject(fields);
}

function bounded(schema: NumberOption, { min, max, exclusiveMin, exclusiveMax }: NumberBounds): NumberOption {
  if (min !== undefined) schema = schema.check(z.gte(min));
  if (max !== undefined) schema = schema.check(z.lte(max));
  if (exclusiveMin !== undefined) schema = schema.check(z.gt(exclusiveMin));
  if (exclusiveMax !== undefined) schema = schema.check(z.lt(exclusiveMax));
  return schema;
}

/** Description on the outermost schema, so that default and description stand side by side in the JSON schema. */
function finish(schema: z.ZodMiniType, description: string, standard: unknown): z.ZodMiniType {
  return described(standard === undefined ? schema : z._default(schema, standard), description);
}
