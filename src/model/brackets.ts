// Where brackets don't match: what the tokens around and the indentation tell of which one was meant.
import type { Token } from './lexer.ts';
import type { Span } from './model.ts';

type Tokens = readonly Token[];

/** At a `}` in a list of objects: whether the list goes on behind it, so that it is one too many. */
export function goesOn(tokens: Tokens, at: number): boolean {
  const [next, afterNext] = kindsFrom(tokens, at + 1);
  return next === ']' || (next === ',' && (afterNext === '{' || afterNext === ']'));
}

/** At a field in a list: whether the `}` that ends its object is followed by another item, so that only its `{` is missing. */
export function closesItem(tokens: Tokens, at: number): boolean {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    const { kind } = tokens[i];
    if (kind === '{' || kind === '[') depth++;
    if (kind !== '}' && kind !== ']') continue;
    if (depth === 0) return kind === '}' && goesOn(tokens, i);
    depth--;
  }
  return false;
}

/** At a closing bracket: whether a comma and a field come behind it; with `orAtOnce` a field without a comma too. */
export function fieldFollows(tokens: Tokens, at: number, orAtOnce = false): boolean {
  const [next, afterNext, third] = kindsFrom(tokens, at + 1);
  if (orAtOnce && next === 'string' && afterNext === ':') return true;
  return next === ',' && afterNext === 'string' && third === ':';
}

/**
 * At the closing bracket of the other kind: whether what follows goes on as if it were the right one. `open`: the kinds of
 * what is open around, innermost last.
 */
export function isMistaken(tokens: Tokens, at: number, open: readonly ('{' | '[')[]): boolean {
  const [next, afterNext, third] = kindsFrom(tokens, at + 1);
  const around = open.at(-2);
  const field = fieldFollows(tokens, at);
  const fileEnds = next === ',' ? afterNext === '}' && third === 'end' : next === '}' && afterNext === 'end';
  if (tokens[at].kind === '}') return around === '{' && open.at(-3) !== '{' && (field || fileEnds);
  if (around === '[') return open.at(-3) !== '[' && next === ',' && afterNext === '{';
  return !open.includes('[') && (open.length === 1 ? next === 'end' : field || fileEnds);
}

/** Whether a token begins a line and stands too far left to be inside of what was opened on a line above. */
export function isLeftOf(source: string, token: Token, opening: Span): boolean {
  if (token.kind === ',' || token.kind === 'end') return false;
  const start = lineStart(source, token.start);
  if (start <= opening.start || source.slice(start, token.start).trim() !== '') return false;
  const openingLine = source.slice(lineStart(source, opening.start), opening.start);
  const indent = openingLine.length - openingLine.trimStart().length;
  const column = token.start - start;
  return token.kind === '}' || token.kind === ']' ? column < indent : column <= indent;
}

/** From 1. */
export function lineOf(source: string, { start }: Span): number {
  return source.slice(0, start).split(/\r\n|\r|\n/).length;
}

function lineStart(source: string, at: number): number {
  return Math.max(source.lastIndexOf('\n', at - 1), source.lastIndexOf('\r', at - 1)) + 1;
}

function kindsFrom(tokens: Tokens, from: number): Token['kind'][] {
  return Array.from({ length: 3 }, (_, i) => tokens[Math.min(from + i, tokens.length - 1)].kind);
}
