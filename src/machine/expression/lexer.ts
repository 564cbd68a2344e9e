// An expression's text to tokens.
import { text } from '../../core/text.ts';
import { ExpressionProblem, type Place } from './syntax.ts';

export interface Token extends Place {
  readonly kind: 'number' | 'name' | 'string' | 'sign' | 'end';
  /** A name without its back quotes, a string without its quotes, else as it is written. */
  readonly text: string;
  /** Words that are back-quoted are never keywords. */
  readonly quoted: boolean;
}

const number = /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const sign = /\*\*|\/\/|<=|>=|==|!=|&&|\|\||[-+*/%<>()[\],.:!=]/y;
const space = /\s+/y;

/** Ends with a token of kind `end`. Throws an `ExpressionProblem`. */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  while (at < source.length) {
    const blank = match(space);
    if (blank !== null) {
      at += blank.length;
      continue;
    }
    const token = quoted(source, at) ?? plain(at, match);
    if (!token) {
      const character = String.fromCodePoint(source.codePointAt(at)!);
      throw new ExpressionProblem(text('{0} means nothing here.', character), {
        start: at,
        end: at + character.length,
      });
    }
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', quoted: false, start: source.length, end: source.length });
  return tokens;
}

function plain(at: number, match: (pattern: RegExp) => string | null): Token | null {
  for (const [kind, pattern] of [
    ['number', number],
    ['name', name],
    ['sign', sign],
  ] as const) {
    const found = match(pattern);
    if (found !== null) return { kind, text: found, quoted: false, start: at, end: at + found.length };
  }
  return null;
}

/** `'text'`, `"text"`, and a layer's name that is no word: `` `fc-1` ``. */
function quoted(source: string, at: number): Token | null {
  const quote = source[at];
  if (quote !== "'" && quote !== '"' && quote !== '`') return null;
  const close = source.indexOf(quote, at + 1);
  if (close < 0)
    throw new ExpressionProblem(text('A closing {0} is missing.', quote), { start: at, end: source.length });
  const kind = quote === '`' ? 'name' : 'string';
  return { kind, text: source.slice(at + 1, close), quoted: true, start: at, end: close + 1 };
}
