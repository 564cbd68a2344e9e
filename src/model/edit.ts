// Changes to a file's text that keep its comments and formatting: what stands on one line stays on one line.
import { modify } from 'jsonc-parser';
import { type Node, type ObjectNode, parseSyntax } from './syntax.ts';
import { fieldOf, type Path, valueOf } from './tree.ts';

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits that set the value at a path (`['layers', 2, 'init']`), adding what is missing on the way; `undefined` removes
 * it. Offsets are those of `source`, so all edits are made at once.
 */
export function setValue(source: string, path: Path, value: unknown): TextEdit[] {
  return setInLine(source, path, value) ?? setByModify(source, path, value);
}

/** The text after the edits. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const fromEnd = [...edits].sort((a, b) => b.start - a.start);
  return fromEnd.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
}

/** null where the value's object is missing, empty or runs over several lines. */
function setInLine(source: string, path: Path, value: unknown): TextEdit[] | null {
  const { root } = parseSyntax(source);
  let parent = root;
  let depth = 0;
  for (; depth < path.length - 1; depth++) {
    const next = child(parent, path[depth]);
    if (!next) break;
    parent = next;
  }
  const key = path[depth];
  const content = path.slice(depth + 1).reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  if (parent?.kind !== 'object' || typeof key !== 'string' || path.slice(depth + 1).some(Number.isInteger)) return null;
  if (source.slice(parent.start, parent.end).includes('\n')) return null;
  const last = parent.fields.at(-1)?.value;
  const field = fieldOf(parent, key);
  if (field?.value) {
    const { start, end } = field.value;
    return value === undefined ? removed(parent, key) : [{ start, end, text: inLine(content) }];
  }
  if (field || !last) return null;
  if (value === undefined) return [];
  return [{ start: last.end, end: last.end, text: `, ${JSON.stringify(key)}: ${inLine(content)}` }];
}

function child(node: Node | null, step: string | number): Node | null {
  if (typeof step === 'string') return valueOf(node, step);
  return node?.kind === 'array' ? (node.items[step] ?? null) : null;
}

/** With the comma before it, or after it where it is the first. */
function removed({ fields }: ObjectNode, key: string): TextEdit[] | null {
  const index = fields.findIndex((field) => field.key === key);
  const end = fields[index].value?.end;
  const before = fields[index - 1]?.value?.end;
  if (end === undefined) return null;
  if (before !== undefined) return [{ start: before, end, text: '' }];
  const after = fields[index + 1]?.keySpan.start;
  return after === undefined ? null : [{ start: fields[index].keySpan.start, end: after, text: '' }];
}

/** JSON as one writes it on a line: `{ "type": "SGD", "lr": 0.1 }`. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${inLine(inner)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function setByModify(source: string, path: Path, value: unknown): TextEdit[] {
  const indent = /^([ \t]+)\S/m.exec(source)?.[1] ?? '  ';
  const insertSpaces = !indent.includes('\t');
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const formattingOptions = { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol };
  const edits = modify(source, [...path], value, { formattingOptions });
  return edits.map(({ offset, length, content }) => ({ start: offset, end: offset + length, text: content }));
}
