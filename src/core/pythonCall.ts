// A Python call as a reader would write it: options that stand at their defaults are left out.
import * as z from 'zod/mini';

/** `nn.ELU(alpha=0.5)`; `positional` are arguments that aren't options (`in_features`), or options without their names. */
export function pythonCall<Options extends object>(
  callee: string,
  schema: z.ZodMiniType<Options>,
  options: Options,
  positional: readonly string[] = [],
): string {
  const named = Object.entries(options)
    .filter(([name, value]) => !isDefault(schema, options, name, value))
    .map(([name, value]) => `${name}=${pythonLiteral(value)}`);
  return `${callee}(${[...positional, ...named].join(', ')})`;
}

/** Numbers, booleans, text and lists (as tuples) in Python's spelling. */
export function pythonLiteral(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `(${value.map(pythonLiteral).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  throw new Error(`no Python literal for ${typeof value}`);
}

/** Whether leaving the option out gives the same value. */
function isDefault(schema: z.ZodMiniType, options: object, name: string, value: unknown): boolean {
  const others = Object.fromEntries(Object.entries(options).filter(([other]) => other !== name));
  const parsed = z.safeParse(schema, others);
  if (!parsed.success) return false;
  const fallback = (parsed.data as Record<string, unknown>)[name];
  if (fallback === undefined || value === undefined) return fallback === value;
  return pythonLiteral(fallback) === pythonLiteral(value);
}
