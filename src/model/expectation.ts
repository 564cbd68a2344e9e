// What an option's schema allows, in words: `a whole number, at least 1`, `"fan_in" or "fan_out"`.
import * as z from 'zod/mini';

/** The part of JSON schema that zod makes of our options. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** An options schema (or one option's) as data. */
export function describeSchema(schema: z.ZodMiniType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** The schema of what stands at a path in the options. */
export function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema {
  let at = schema;
  for (const step of path) {
    const union: readonly JsonSchema[] = at.anyOf ?? [at];
    const next = union
      .map((one) =>
        typeof step === 'number' ? (one.prefixItems?.[step] ?? one.items) : one.properties?.[String(step)],
      )
      .find((one) => one !== undefined);
    if (!next) return {};
    at = next;
  }
  return at;
}

/** Names that may stand there, if names are what is expected. */
export function namesOf(schema: JsonSchema): readonly string[] {
  const own = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])];
  return [...own.filter((value) => typeof value === 'string'), ...(schema.anyOf ?? []).flatMap(namesOf)];
}

export function expectation(schema: JsonSchema): string {
  if (schema.anyOf) return list([...new Set(schema.anyOf.map(expectation))]);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return list(schema.enum.map((value) => JSON.stringify(value)));
  switch (schema.type) {
    case 'number':
      return `a number${bounds(schema)}`;
    case 'integer':
      return `a whole number${bounds(schema)}`;
    case 'string':
      return 'text in double quotes';
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list of ${length(schema)}${plural(schema.prefixItems?.[0] ?? schema.items ?? {})}`;
    case 'object':
      return 'an object in braces';
    default:
      return 'another value';
  }
}

function length({ prefixItems, minItems, maxItems }: JsonSchema): string {
  const exact = prefixItems?.length ?? (minItems === maxItems ? minItems : undefined);
  if (exact !== undefined) return `${exact} `;
  return minItems ? `at least ${minItems} ` : '';
}

function plural(item: JsonSchema): string {
  if (item.anyOf) return item.anyOf.map(plural).join(' or ');
  if (item.type === 'number') return `numbers${bounds(item)}`;
  if (item.type === 'integer') return `whole numbers${bounds(item)}`;
  if (item.type === 'string') return 'names in double quotes';
  if (item.type === 'array') return `lists of ${plural(item.items ?? {})}`;
  return 'values';
}

/** Bounds that only say that a number fits into float32 or a double are left out. */
function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low = minimum !== undefined && minimum > -1e15 ? minimum : undefined;
  const high = maximum !== undefined && maximum < 1e15 ? maximum : undefined;
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  const parts = [
    low === undefined ? '' : ` of at least ${low}`,
    exclusiveMinimum === undefined ? '' : ` greater than ${exclusiveMinimum}`,
    high === undefined ? '' : ` of at most ${high}`,
    exclusiveMaximum === undefined ? '' : ` less than ${exclusiveMaximum}`,
  ].filter((part) => part !== '');
  return parts.join(' and');
}

/** `a, b or c`. */
export function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1) ?? ''}`;
}
