// Where in the file a cursor stands, told from the tokens alone, so that it also holds while the text around is broken.
import { lex, type Token } from '../lexer.ts';
import type { Span } from '../model.ts';

/** An object or a list that is open around the cursor. */
export interface Frame {
  readonly kind: '{' | '[';
  /** Field of the frame around, or position in it; '' for the outermost. */
  readonly step: string | number;
  /** Names of the fields that stand in it, the cursor's own not counted. */
  readonly keys: readonly string[];
  /** Text values of its fields. */
  readonly texts: ReadonlyMap<string, string>;
  /** Text values of its items, the cursor's own not counted. */
  readonly items: readonly string[];
}

export interface Place {
  /** From the outermost; none where the file is empty. */
  readonly frames: readonly Frame[];
  /** A field's name is expected, or a value. */
  readonly role: 'key' | 'value';
  /** The field whose value stands here, or the item's position; '' for a field's name and for the whole file. */
  readonly step: string | number;
  /** What would be replaced: the word at the cursor, or nothing. */
  readonly span: Span;
  /** Where a comma is missing before. */
  readonly commaAt: number | null;
  /** Whether a comma must follow. */
  readonly needsComma: boolean;
  /** Whether a field's name has its colon already. */
  readonly hasColon: boolean;
}

interface OpenFrame extends Frame {
  keys: string[];
  texts: Map<string, string>;
  items: string[];
  state: 'key' | 'colon' | 'value' | 'comma';
  /** The field that is being read. */
  key: string;
  index: number;
}

/** null where nothing can be written: in a comment, behind a value's last quote. */
export function placeAt(source: string, offset: number): Place | null {
  const { tokens } = lex(source);
  const first = tokens.findIndex(
    (token) => token.kind === 'end' || token.start >= offset || isAt(source, token, offset),
  );
  const current = isAt(source, tokens[first], offset) ? tokens[first] : null;
  const before = tokens[first - 1];
  const rest = tokens.slice(current ? first + 1 : first);
  if (!current && inComment(source.slice(before?.end ?? 0, offset))) return null;
  if (!current && before?.kind === 'string' && before.end === offset) return null;

  const open: OpenFrame[] = [];
  for (const token of tokens.slice(0, first)) read(token, open);
  const frame = open.at(-1);
  const [next, afterNext] = [rest[0], rest[1]];
  const startsValue = next.kind !== 'end' && !'}],:'.includes(next.kind);
  const span = current ? { start: current.start, end: current.end } : { start: offset, end: offset };
  const base = { span, needsComma: startsValue, hasColon: next.kind === ':' };
  if (!frame) {
    const empty = first === 0 && next.kind === 'end';
    return empty ? { ...base, frames: [], role: 'value', step: '', commaAt: null } : null;
  }
  if (frame.state === 'colon') return null;
  const isKey = frame.kind === '{' && frame.state !== 'value';
  // A value that stands behind the cursor already isn't written twice.
  if (frame.kind === '{' && !isKey && startsValue && afterNext?.kind !== ':') return null;
  const step = isKey ? '' : frame.kind === '{' ? frame.key : frame.index + (frame.state === 'comma' ? 1 : 0);
  const commaAt = frame.state === 'comma' ? before.end : null;
  readOn(rest, open, frame, isKey);
  return { ...base, frames: [...open], role: isKey ? 'key' : 'value', step, commaAt };
}

/** Goes on behind the cursor to the end of the frames around it, for what stands in them. */
function readOn(rest: readonly Token[], open: OpenFrame[], frame: OpenFrame, isKey: boolean) {
  if (!isKey) frame.state = 'comma';
  else if (rest[0].kind === ':') [frame.state, frame.key] = ['colon', ''];
  const working = [...open];
  for (const token of rest) {
    if (working.length === 0) return;
    read(token, working);
  }
}

/** Inside or at the end of a word; inside of a closed text. */
function isAt(source: string, { kind, start, end }: Token, offset: number): boolean {
  if (kind !== 'string' && kind !== 'number' && kind !== 'literal') return false;
  const closed = kind === 'string' && end - start > 1 && `"'”`.includes(source[end - 1]);
  return start < offset && (closed ? offset < end : offset <= end);
}

/** Whether the text between two tokens ends in a comment that is still open. */
function inComment(gap: string): boolean {
  const rest = gap.replace(/\/\*[^]*?\*\/|\/\/[^\n\r]*[\n\r]/g, '');
  return /\/\/|\/\*/.test(rest);
}

function read({ kind, value }: Token, open: OpenFrame[]) {
  const frame = open.at(-1);
  switch (kind) {
    case '{':
    case '[':
      push(kind, open);
      break;
    case '}':
    case ']': {
      const opening = kind === '}' ? '{' : '[';
      const depth = open.map((one) => one.kind).lastIndexOf(opening);
      if (depth < 0) break;
      open.length = depth;
      const outer = open.at(-1);
      if (outer) outer.state = 'comma';
      break;
    }
    case ':':
      if (frame?.kind === '{') frame.state = 'value';
      break;
    case ',':
      if (!frame) break;
      if (frame.kind === '[') frame.index++;
      frame.state = frame.kind === '{' ? 'key' : 'value';
      break;
    case 'string':
    case 'number':
    case 'literal':
      if (frame) readScalar(frame, value);
      break;
    case 'end':
      break;
  }
}

function readScalar(frame: OpenFrame, value: Token['value']) {
  if (frame.kind === '[') {
    if (frame.state === 'comma') frame.index++;
    if (typeof value === 'string') frame.items.push(value);
    frame.state = 'comma';
  } else if (frame.state === 'key' || frame.state === 'comma') {
    frame.key = String(value);
    frame.keys.push(frame.key);
    frame.state = 'colon';
  } else {
    if (typeof value === 'string') frame.texts.set(frame.key, value);
    frame.state = 'comma';
  }
}

function push(kind: '{' | '[', open: OpenFrame[]) {
  let outer = open.at(-1);
  // `{ "type": "ReLU", {`: the item before was not closed.
  if (kind === '{' && outer?.kind === '{' && outer.state !== 'value' && open.at(-2)?.kind === '[') {
    open.pop();
    outer = open.at(-1);
    if (outer) outer.state = 'comma';
  }
  if (outer?.kind === '[' && outer.state === 'comma') outer.index++;
  const step = outer ? (outer.kind === '{' ? outer.key : outer.index) : '';
  if (outer) outer.state = 'comma';
  const state = kind === '{' ? 'key' : 'value';
  open.push({ kind, step, keys: [], texts: new Map(), items: [], state, key: '', index: 0 });
}
