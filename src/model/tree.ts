// Small questions to a parsed tree.
import type { Span } from './model.ts';
import type { Field, Node, ObjectNode } from './syntax.ts';

/** A path into the file: `['layers', 2, 'init']`. */
export type Path = readonly (string | number)[];

export function fieldOf(node: Node | null, key: string): Field | null {
  return node?.kind === 'object' ? (node.fields.find((field) => field.key === key) ?? null) : null;
}

export function valueOf(node: Node | null, key: string): Node | null {
  return fieldOf(node, key)?.value ?? null;
}

/** The string that stands there, else null. */
export function stringOf(node: Node | null): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

/** What is at a path, as far down as there is something. */
export function nodeAt(root: Node | null, path: Path): Node | null {
  let node = root;
  for (const step of path) {
    const next = typeof step === 'number' ? (node?.kind === 'array' ? node.items[step] : null) : valueOf(node, step);
    if (!next) return node;
    node = next;
  }
  return node;
}

/** Plain JSON. Fields without a value are left out. */
function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plain);
  return plainObject(node, new Set());
}

export function plainObject(node: ObjectNode, except: ReadonlySet<string>): Record<string, unknown> {
  // Without a prototype, so that a field called __proto__ is a field like any other.
  const object = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of node.fields) if (value && !except.has(key)) object[key] = plain(value);
  return object;
}

/** The opening brace or bracket of a container, the whole of a scalar: where a problem of the whole is shown. */
export function headSpan(node: Node): Span {
  return node.kind === 'scalar' ? spanOf(node) : { start: node.start, end: node.start + 1 };
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
