// Changes to a file's text that keep its comments and formatting: nothing is touched but what is changed, what stands on
// one line stays on one line, and where fields stand on lines a new one gets its own.
import { modify } from 'jsonc-parser';
import { lex, lineEnd } from './lexer.ts';
import { type Field, type Node, type ObjectNode, parseSyntax } from './syntax.ts';
import { fieldOf, type Path, valueOf } from './tree.ts';

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits that set the value at a path (`['layers', 2, 'init']`), adding what is missing on the way; `undefined` removes
 * it. Offsets are those of `source`, so all edits are made at once. `root`: what `source` says, where it is known.
 */
export function setValue(
  source: string,
  path: Path,
  value: unknown,
  root: Node | null = parseSyntax(source).root,
): TextEdit[] {
  return setByPlaces(source, root, path, value) ?? setByModify(source, path, value);
}

/** The text after the edits. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const fromEnd = [...edits].sort((a, b) => b.start - a.start);
  return fromEnd.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
}

/** null where the value's object is missing or written in a way that is no one's. */
function setByPlaces(source: string, root: Node | null, path: Path, value: unknown): TextEdit[] | null {
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
  const field = fieldOf(parent, key);
  if (field?.value) {
    const { start, end } = field.value;
    return value === undefined ? removed(source, parent, key) : [{ start, end, text: inLine(content) }];
  }
  if (field) return null;
  return value === undefined ? [] : added(source, parent, `${JSON.stringify(key)}: ${inLine(content)}`);
}

function child(node: Node | null, step: string | number): Node | null {
  if (typeof step === 'string') return valueOf(node, step);
  return node?.kind === 'array' ? (node.items[step] ?? null) : null;
}

/** One edit that puts a field behind the last one; before it, where a comment on the last one's line would change its owner. */
function added(source: string, parent: ObjectNode, field: string): TextEdit[] | null {
  const { fields } = parent;
  const last = fields.at(-1)?.value;
  if (!last) return null;
  const insert = (at: number, text: string): TextEdit[] => [{ start: at, end: at, text }];
  if (!source.slice(parent.start, parent.end).includes('\n')) return insert(last.end, `, ${field}`);
  const indent = fields.map((one) => indentOf(source, one)).findLast((one) => one !== null);
  if (indent === undefined || indent === null) return null;
  const line = (source.includes('\r\n') ? '\r\n' : '\n') + indent + field;
  const comma = commaAfter(source, last.end, parent.end - 1);
  if (comma !== null) return insert(lineEnd(source, comma), `${line},`);
  if (source.slice(last.end, parent.end - 1).trim() === '') return insert(last.end, `,${line}`);
  const before = fields.at(-2)?.value;
  const separator = before && commaAfter(source, before.end, fields[fields.length - 1].keySpan.start);
  return separator ? insert(lineEnd(source, separator), `${line},`) : null;
}

/** With its line where it has its own, and the comma before it, or after it where it is the first. */
function removed(source: string, { fields, end: close }: ObjectNode, key: string): TextEdit[] | null {
  const index = fields.findIndex((field) => field.key === key);
  const { keySpan, value } = fields[index];
  if (!value) return null;
  const before = fields[index - 1]?.value?.end;
  const after = fields[index + 1]?.keySpan.start;
  const indent = indentOf(source, fields[index]);
  const comma = commaAfter(source, value.end, after ?? close - 1);
  const restOfLine = source.slice(comma ?? value.end, lineEnd(source, comma ?? value.end));
  const hasOwnLine = indent !== null && restOfLine.trim() === '' && (after === undefined || comma !== null);
  if (hasOwnLine) {
    const start = keySpan.start - indent.length - (source[keySpan.start - indent.length - 2] === '\r' ? 2 : 1);
    const line = { start, end: lineEnd(source, comma ?? value.end), text: '' };
    if (after !== undefined || comma !== null) return [line];
    const separator = before === undefined ? null : commaAfter(source, before, keySpan.start);
    if (separator === null) return fields.length === 1 ? [line] : null;
    return [{ start: separator - 1, end: separator, text: '' }, line];
  }
  if (before !== undefined) return [{ start: before, end: value.end, text: '' }];
  return after === undefined ? null : [{ start: keySpan.start, end: after, text: '' }];
}

/** The blanks before a field that begins its line; null for one that doesn't. */
function indentOf(source: string, { keySpan }: Field): string | null {
  const before = source.slice(source.lastIndexOf('\n', keySpan.start - 1) + 1, keySpan.start);
  return /^[ \t]*$/.test(before) && before.length < keySpan.start ? before : null;
}

/** The end of a comma between two places, where there is one: comments may hold others. */
function commaAfter(source: string, from: number, to: number): number | null {
  const comma = lex(source.slice(from, to)).tokens.find(({ kind }) => kind === ',');
  return comma ? from + comma.end : null;
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
