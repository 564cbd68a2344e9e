// JSON with comments, cut into tokens. What isn't JSON but is plainly meant (single quotes, `.5`, `True`, `#` comments)
// becomes the token it stands for, with a problem and a fix, so that the rest of the file is still understood.
import { type Text, text } from '../core/text.ts';
import type { Diagnostic, Fix } from './diagnostic.ts';

export type TokenKind = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'literal' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Of a string, a number or a literal. */
  readonly value: string | number | boolean | null;
  /** A word without quotes: good as a value's recovery, and as a field's name. */
  readonly bare?: boolean;
}

export interface Lexed {
  /** The last one is `end`. */
  readonly tokens: readonly Token[];
  readonly problems: readonly Diagnostic[];
}

const blanks = /[\s\uFEFF]+/y;
/** A string with nothing special in it, which most are. */
const plainString = /"[^"\\\p{Cc}]*"/uy;
const word = /(?:[^\s{}[\]():,"'“”/]|\/(?![/*]))+/y;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Behind a bracket, where fields follow. */
const firstField = /^\s*(?:"[^"\n]*"|\w+)\s*:/;
/** Starts like a number but isn't JSON's: `.5`, `+1`, `1.`, `007`, `0x10`, `1_000`. */
const numberLike = /^[+-]?[.]?\d/;
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '”': '”' };
const escapes: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};
const literals: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null', undefined: 'null' };

/** Cuts `source` into tokens; a byte order mark counts as blank. Never throws. */
export function lex(source: string): Lexed {
  const tokens: Token[] = [];
  const problems: Diagnostic[] = [];
  const report = (code: string, start: number, end: number, message: Text, fix?: Fix) => {
    problems.push({ code, severity: 'error', message, start, end, ...(fix && { fix }) });
  };
  /** What the round brackets that are open stand for. */
  const round: ('{' | '[')[] = [];
  let at = 0;
  while (at < source.length) {
    blanks.lastIndex = at;
    if (blanks.test(source)) {
      at = blanks.lastIndex;
      continue;
    }
    const character = source[at] ?? '';
    if (source.startsWith('//', at)) at = lineEnd(source, at);
    else if (source.startsWith('/*', at)) {
      const close = source.indexOf('*/', at + 2);
      if (close < 0) {
        report('unclosed-comment', at, at + 2, text('This comment is never closed: add */.'));
      }
      at = close < 0 ? source.length : close + 2;
    } else if (character === '#') {
      const message = text('A comment starts with //, not with #.');
      report('comment', at, at + 1, message, replacing(at, at + 1, '//', text('Write //')));
      at = lineEnd(source, at);
    } else if ('{}[]:,'.includes(character)) {
      tokens.push({ kind: character as TokenKind, start: at, end: at + 1, value: null });
      at++;
    } else if (character === '(' || (character === ')' && round.length > 0)) {
      const opening = character === ')' ? round.pop() : firstField.test(source.slice(at + 1, at + 200)) ? '{' : '[';
      if (character === '(') {
        round.push(opening ?? '[');
        report('bracket', at, at + 1, text('Brackets are { } around fields and [ ] around a list.'));
      }
      const kind = character === '(' ? (opening ?? '[') : opening === '{' ? '}' : ']';
      tokens.push({ kind, start: at, end: at + 1, value: null });
      at++;
    } else if (quotes[character] !== undefined) {
      const token = lexString(source, at, report);
      tokens.push(token);
      at = token.end;
    } else {
      word.lastIndex = at;
      const found = word.exec(source)?.[0] ?? character;
      tokens.push(lexWord(found, at, report));
      at += found.length;
    }
  }
  tokens.push({ kind: 'end', start: source.length, end: source.length, value: null });
  return { tokens, problems };
}

type Report = (code: string, start: number, end: number, message: Text, fix?: Fix) => void;

function lexString(source: string, start: number, report: Report): Token {
  plainString.lastIndex = start;
  if (plainString.test(source)) {
    const end = plainString.lastIndex;
    return { kind: 'string', start, end, value: source.slice(start + 1, end - 1) };
  }
  const open = source[start] ?? '"';
  const close = quotes[open] ?? '"';
  const limit = lineEnd(source, start);
  let value = '';
  let at = start + 1;
  while (at < limit && source[at] !== close) {
    if (source[at] === '\\') {
      const read = readEscape(source, at, limit, report);
      value += read.value;
      at = read.end;
    } else {
      const code = source.charCodeAt(at);
      if (code < 0x20)
        report('bad-character', at, at + 1, text('A tab or control character in text is written as \\t or \\u00…'));
      value += source[at] ?? '';
      at++;
    }
  }
  if (at >= limit) return unclosed(source, start, limit, report);
  const end = at + 1;
  if (open !== '"') {
    const fix = replacing(start, end, JSON.stringify(value), text('Use double quotes'));
    report('quotes', start, end, text('Text stands in double quotes: {0}.', JSON.stringify(value)), fix);
  }
  return { kind: 'string', start, end, value };
}

function readEscape(source: string, at: number, limit: number, report: Report): { value: string; end: number } {
  const character = at + 1 < limit ? (source[at + 1] ?? '') : '';
  if (character === 'u') {
    const digits = /^[\da-fA-F]{4}/.exec(source.slice(at + 2, at + 6));
    if (digits) return { value: String.fromCharCode(parseInt(digits[0], 16)), end: at + 6 };
    report('bad-escape', at, at + 2, text('\\u takes four hexadecimal digits, as in \\u00e9.'));
    return { value: '', end: at + 2 };
  }
  const value = escapes[character];
  if (value !== undefined) return { value, end: at + 2 };
  const end = Math.min(at + 2, limit);
  const message = text('In text a backslash is written twice (\\\\); in a path use / instead.');
  report('bad-escape', at, end, message, replacing(at, at + 1, '\\\\', text('Write \\\\')));
  return { value: `\\${character}`, end };
}

/** After an opening quote: text that goes on over one line's end, to a quote behind which a value ends. */
const brokenText = /^([^"\n\r]*(?:\r\n|\r|\n)[^"\n\r:{}[\]]*)"\s*(?:[,}\]]|$)/;

/** A string whose quote is missing ends, most likely, before a colon after its first word or before what closes the line. */
function unclosed(source: string, start: number, limit: number, report: Report): Token {
  const rest = source.slice(start + 1, limit);
  const broken = brokenText.exec(source.slice(start + 1, lineEnd(source, limit + 2)));
  if (broken?.[1] !== undefined && source[start] === '"') {
    const [, body] = broken;
    const end = start + 1 + body.length + 1;
    const fix = replacing(start, end, `"${body.replace(/\r?\n|\r/, '\\n')}"`, text('Write \\n'));
    report(
      'line-break',
      start,
      limit,
      text('Text ends on the line where it begins: a line break in it is written \\n.'),
      fix,
    );
    return { kind: 'string', start, end, value: body };
  }
  const body = /^[\w$]+(?=\s*:)/.exec(rest)?.[0] ?? rest.replace(/[\s,}\]]*$/, '');
  const end = start + 1 + body.length;
  const fix = replacing(end, end, source[start] ?? '"', text('Add the quote'));
  report('unclosed-string', start, Math.max(end, start + 1), text('This text has no closing quote.'), fix);
  return { kind: 'string', start, end, value: body };
}

function lexWord(found: string, start: number, report: Report): Token {
  const end = start + found.length;
  if (jsonNumber.test(found)) return { kind: 'number', start, end, value: Number(found) };
  if (found === 'true' || found === 'false') return { kind: 'literal', start, end, value: found === 'true' };
  if (found === 'null') return { kind: 'literal', start, end, value: null };
  const literal = Object.hasOwn(literals, found) ? literals[found] : undefined;
  if (literal !== undefined) {
    const fix = replacing(start, end, literal, text('Write {0}', literal));
    report('bare-word', start, end, text('JSON writes {0} as {1}.', found, literal), fix);
    return { kind: 'literal', start, end, value: literal === 'null' ? null : literal === 'true' };
  }
  if (numberLike.test(found)) {
    const value = Number(found.replaceAll('_', '').replace(/^\+/, ''));
    if (Number.isFinite(value)) {
      const fix = replacing(start, end, String(value), text('Write {0}', value));
      report('bad-number', start, end, text('JSON writes this number as {0}.', value), fix);
      return { kind: 'number', start, end, value };
    }
    report('bad-number', start, end, text('{0} is not a number.', found));
    return { kind: 'number', start, end, value: NaN };
  }
  if (/^[+-]?(NaN|Infinity|inf|nan)$/.test(found)) {
    report('bad-number', start, end, text('JSON has no {0}: give a finite number.', found));
    return { kind: 'number', start, end, value: NaN };
  }
  return { kind: 'string', start, end, value: found, bare: true };
}

/** Offset of the line break that ends the line of `at`, or of the text's end. */
export function lineEnd(source: string, at: number): number {
  for (let end = at; end < source.length; end++) if (source[end] === '\n' || source[end] === '\r') return end;
  return source.length;
}

export function replacing(start: number, end: number, replacement: string, title: Text): Fix {
  return { title, edits: [{ start, end, text: replacement }] };
}
