// Text to a tree with places. A missing comma, bracket or quote is reported once, where it belongs, and supplied, so
// that one slip does not hide or invent other mistakes further down. (jsonc-parser's tree cascades after a missing
// bracket, which is why the reading is our own; edits use jsonc-parser.)
import { text } from '../core/text.ts';
import { closesItem, fieldFollows, goesOn, isLeftOf, isMistaken, lineOf } from './brackets.ts';
import type { Diagnostic, Fix } from './diagnostic.ts';
import { lex, type Lexed, lineEnd, replacing, type Token } from './lexer.ts';
import type { Span } from './model.ts';

export interface Field {
  readonly key: string;
  /** The name with its quotes. */
  readonly keySpan: Span;
  /** null where the text has none. */
  readonly value: Node | null;
}

export interface ObjectNode extends Span {
  readonly kind: 'object';
  readonly fields: readonly Field[];
}

export interface ArrayNode extends Span {
  readonly kind: 'array';
  readonly items: readonly Node[];
}

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  /** NaN for a number that can't be read; it has been reported. */
  readonly value: string | number | boolean | null;
}

export type Node = ObjectNode | ArrayNode | ScalarNode;

export interface Syntax {
  readonly root: Node | null;
  readonly problems: readonly Diagnostic[];
  /** From this offset on the structure is guesswork, and nothing more is reported. */
  readonly confusedFrom: number;
}

const maxDepth = 100;

/** Reads JSON with comments and trailing commas. Never throws. */
export function parseSyntax(source: string): Syntax {
  const lexed = lex(source);
  const plain = parseTokens(source, lexed, false);
  if (!plain.problems.some(({ code }) => code === 'bracket' || code === 'unexpected')) return plain;
  // Brackets don't match: where lines are indented, that tells which one is missing.
  const guided = parseTokens(source, lexed, true);
  return guided.problems.length <= plain.problems.length ? guided : plain;
}

function parseTokens(source: string, { tokens, problems }: Lexed, guided: boolean): Syntax {
  const cut = problems.some(({ code }) => code === 'unclosed-comment');
  const parser = new Parser(source, tokens, guided, cut);
  const root = parser.document();
  const all = [...problems, ...parser.problems].sort((a, b) => a.start - b.start);
  return {
    root,
    problems: firstOfEachLine(source, all).filter(({ start }) => start <= parser.confusedFrom),
    confusedFrom: parser.confusedFrom,
  };
}

/** A slip often trips the reader twice: the first problem of a line says it. A doubled field is no slip, and says nothing of the rest. */
function firstOfEachLine(source: string, problems: readonly Diagnostic[]): Diagnostic[] {
  let done = -1;
  return problems.filter(({ code, start }) => {
    if (start <= done) return false;
    if (code === 'duplicate-field') return true;
    done = lineEnd(source, start);
    return true;
  });
}

class Parser {
  readonly problems: Diagnostic[] = [];
  confusedFrom = Infinity;
  private at = 0;
  /** What is open around the reader, innermost last. */
  private readonly open: ('{' | '[')[] = [];
  private readonly source: string;
  private readonly tokens: readonly Token[];
  /** Whether indentation tells where a bracket was to be closed. */
  private readonly guided: boolean;
  /** Whether an open comment swallows the end of the file. */
  private readonly cut: boolean;

  constructor(source: string, tokens: readonly Token[], guided: boolean, cut: boolean) {
    this.source = source;
    this.tokens = tokens;
    this.guided = guided;
    this.cut = cut;
  }

  document(): Node | null {
    if (this.peek().kind === 'end') return null;
    const root = this.startsField() ? this.unopened() : this.value();
    const rest = this.peek();
    if (rest.kind !== 'end') {
      // After an earlier slip in the brackets this is its echo.
      const message = text('The file ends with the } of its first {: remove what follows, or an extra } above.');
      if (!this.problems.some(({ code }) => code === 'bracket')) this.report('unexpected', rest, message);
      this.confusedFrom = Math.min(this.confusedFrom, rest.start);
    }
    return root;
  }

  /** The value here, or null (nothing consumed) where none starts. */
  private value(): Node | null {
    const token = this.peek();
    switch (token.kind) {
      case '{':
        return this.nested(token, '{');
      case '[':
        return this.nested(token, '[');
      case 'string':
      case 'number':
      case 'literal':
        this.at++;
        if (token.bare) {
          const quoted = JSON.stringify(token.value);
          const fix = replacing(token.start, token.end, quoted, text('Add quotes'));
          this.report('quotes', token, text('Text stands in double quotes: {0}.', quoted), fix);
        }
        return { kind: 'scalar', start: token.start, end: token.end, value: token.value };
      case '}':
      case ']':
      case ':':
      case ',':
      case 'end':
        return null;
    }
  }

  private nested(token: Token, kind: '{' | '['): Node {
    if (this.open.length >= maxDepth) {
      this.report('too-deep', token, text('Brackets are nested more than {0} deep.', maxDepth));
      this.confusedFrom = Math.min(this.confusedFrom, token.start);
      this.at = this.tokens.length - 1;
      return { kind: 'scalar', start: token.start, end: token.end, value: null };
    }
    this.open.push(kind);
    const node = kind === '{' ? this.object(token) : this.array(token);
    this.open.pop();
    return node;
  }

  private object(opening: Token): ObjectNode {
    this.at++;
    const fields: Field[] = [];
    const names = new Set<string>();
    let needsComma = false;
    for (;;) {
      const token = this.peek();
      if (this.guided && this.open.length > 1 && isLeftOf(this.source, token, opening)) {
        this.missingBracket(opening, '}');
        break;
      } else if (token.kind === '}' && this.open.length === 1 && fieldFollows(this.tokens, this.at, true)) {
        this.tooMany(token);
      } else if (token.kind === '}') {
        this.at++;
        break;
      } else if (token.kind === ']' && isMistaken(this.tokens, this.at, this.open)) {
        this.mistakenBracket(opening, token, '}');
        break;
      } else if (token.kind === ',') {
        if (!needsComma) this.extraComma(token);
        this.at++;
        needsComma = false;
      } else if (token.kind === 'end' || (token.kind === ']' && this.open.includes('['))) {
        this.missingBracket(opening, '}');
        break;
      } else if (token.kind === '{' && this.open.at(-2) === '[') {
        // `{ "type": "ReLU", { …`: the next item of the list around starts here.
        this.missingBracket(opening, '}');
        break;
      } else if (token.kind === 'string' || token.kind === 'number' || token.kind === 'literal') {
        if (needsComma) this.missingComma();
        const field = this.field();
        if (names.has(field.key)) {
          this.report('duplicate-field', field.keySpan, text('"{0}" stands here twice: keep one.', field.key));
        } else {
          names.add(field.key);
          fields.push(field);
        }
        needsComma = true;
      } else if (token.kind === ']') {
        this.tooMany(token);
      } else {
        this.report(
          'unexpected',
          token,
          text('Here a field starts: its name in double quotes, a colon and its value.'),
        );
        if (token.kind === '{' || token.kind === '[') this.value();
        else this.at++;
      }
    }
    return { kind: 'object', start: opening.start, end: this.closingEnd(), fields };
  }

  private field(): Field {
    const name = this.peek();
    this.at++;
    const key = String(name.value);
    const keySpan = { start: name.start, end: name.end };
    if (name.kind !== 'string' || name.bare) {
      const fix = replacing(name.start, name.end, JSON.stringify(key), text('Add quotes'));
      this.report('quotes', name, text('A field’s name stands in double quotes: {0}.', JSON.stringify(key)), fix);
    }
    const next = this.peek();
    if (next.kind === ':') {
      this.at++;
    } else if (next.kind === 'string' && (next.value === '=' || next.value === '=>') && next.bare) {
      const fix = replacing(next.start, next.end, ':', text('Write a colon'));
      this.report('colon', next, text('Between a field’s name and its value stands a colon.'), fix);
      this.at++;
    } else if (next.kind === ',' || next.kind === '}' || next.kind === ']' || next.kind === 'end') {
      this.report('value', name, text('"{0}" has no value: write a colon and its value.', key));
      return { key, keySpan, value: null };
    } else {
      const fix = replacing(name.end, name.end, ':', text('Add a colon'));
      this.report('colon', name, text('After "{0}" a colon is missing.', key), fix);
    }
    const after = this.peek();
    const startsNextField = after.kind === 'string' && !after.bare && this.peek(1).kind === ':';
    const value = startsNextField ? null : this.value();
    if (value === null)
      this.report('value', { start: name.start, end: this.previous().end }, text('"{0}" has no value.', key));
    const isList = value?.kind === 'object' && this.peek().kind === ',' && this.peek(1).kind === '{';
    return { key, keySpan, value: isList && this.open.at(-2) !== '[' ? this.unopenedList(value) : value };
  }

  private array(opening: Token): ArrayNode {
    this.at++;
    const items: Node[] = [];
    let needsComma = false;
    for (;;) {
      const token = this.peek();
      if (token.kind === ']') {
        this.at++;
        break;
      } else if (token.kind === ',') {
        if (!needsComma) this.extraComma(token);
        this.at++;
        needsComma = false;
      } else if (token.kind === 'end') {
        this.missingBracket(opening, ']');
        break;
      } else if (token.kind === '}' && isMistaken(this.tokens, this.at, this.open)) {
        this.mistakenBracket(opening, token, ']');
        break;
      } else if (token.kind === '}') {
        if ((items.at(-1)?.kind === 'object' && goesOn(this.tokens, this.at)) || !this.open.includes('{')) {
          this.tooMany(token);
        } else {
          this.missingBracket(opening, ']');
          break;
        }
      } else if (this.startsField() && closesItem(this.tokens, this.at)) {
        if (needsComma) this.missingComma();
        items.push(this.unopened());
        needsComma = true;
      } else if (this.startsField() && this.open.at(-2) === '{') {
        this.missingBracket(opening, ']');
        break;
      } else if (token.kind === ':') {
        this.report('unexpected', token, text('A list has no names: write values, or objects in braces.'));
        this.at++;
      } else {
        if (needsComma) this.missingComma();
        const item = this.value();
        if (item) items.push(item);
        needsComma = true;
      }
    }
    return { kind: 'array', start: opening.start, end: this.closingEnd(), items };
  }

  private startsField(): boolean {
    return this.peek().kind === 'string' && this.peek(1).kind === ':';
  }

  /** An object whose { is missing, from its first field on. */
  private unopened(): ObjectNode {
    const first = this.peek();
    const fix = replacing(first.start, first.start, '{ ', text('Add {0}', '{'));
    this.report('bracket', first, text('A { is missing before this field.'), fix);
    this.open.push('{');
    this.at--;
    const node = this.object({ ...first, kind: '{' });
    this.open.pop();
    return node;
  }

  /** A list whose [ is missing: objects one after another, the first of which has been read. */
  private unopenedList(first: ObjectNode): ArrayNode {
    const items: Node[] = [first];
    const fix = replacing(first.start, first.start, '[', text('Add {0}', '['));
    const opening = { start: first.start, end: first.start + 1 };
    this.report('bracket', opening, text('A [ is missing here: the list begins.'), fix);
    this.open.push('[');
    while (this.peek().kind === ',' && this.peek(1).kind === '{') {
      this.at++;
      items.push(this.nested(this.peek(), '{'));
    }
    this.open.pop();
    if (this.peek().kind === ',' && this.peek(1).kind === ']') this.at++;
    if (this.peek().kind === ']') this.at++;
    return { kind: 'array', start: first.start, end: this.previous().end, items };
  }

  private mistakenBracket(opening: Token, token: Token, bracket: '}' | ']') {
    const message = text('Here a {0} closes the {1} of line {2}.', bracket, opening.kind, lineOf(this.source, opening));
    this.report('bracket', token, message, replacing(token.start, token.end, bracket, text('Write {0}', bracket)));
    this.at++;
  }

  /** Where what was just read ends: what isn't closed reaches to the end, where an open comment swallows the rest. */
  private closingEnd(): number {
    return this.cut && this.peek().kind === 'end' ? this.source.length : this.previous().end;
  }

  private tooMany(token: Token) {
    const fix = replacing(token.start, token.end, '', text('Remove {0}', token.kind));
    this.report('bracket', token, text('This {0} closes nothing: remove it.', token.kind), fix);
    this.at++;
  }

  private extraComma(token: Token) {
    const fix = replacing(token.start, token.end, '', text('Remove the comma'));
    this.report('comma', token, text('This comma is one too many.'), fix);
  }

  private missingComma() {
    const { kind, end } = this.previous();
    if (kind === ',') return;
    const fix = replacing(end, end, ',', text('Add a comma'));
    this.report('comma', { start: end - 1, end }, text('A comma is missing here.'), fix);
  }

  private missingBracket(opening: Token, bracket: '}' | ']') {
    const previous = this.previous();
    const before = previous.kind === ',' ? (this.tokens[this.at - 2] ?? previous) : previous;
    if (this.cut && this.peek().kind === 'end') return;
    const line = lineOf(this.source, opening);
    const message = text('A {0} is missing here: the {1} of line {2} is not closed.', bracket, opening.kind, line);
    // Before a comma that goes on with what is around; at the file's end a comma belongs to what is inside.
    const at = this.peek().kind === 'end' ? previous.end : before.end;
    const fix = replacing(at, at, bracket, text('Add {0}', bracket));
    this.report('bracket', { start: before.end - 1, end: before.end }, message, fix);
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
  }

  private previous(): Token {
    return this.tokens[Math.max(this.at - 1, 0)];
  }

  private report(code: string, { start, end }: Span, message: Diagnostic['message'], fix?: Fix) {
    if (start > this.confusedFrom) return;
    this.problems.push({ code, severity: 'error', message, start, end: Math.max(end, start), ...(fix && { fix }) });
  }
}
