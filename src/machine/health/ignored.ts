// Checks that a file turns off for itself, in a comment: `// backstep-ignore dead-relu, hidden-sigmoid`.
import { lex } from '../../model/lexer.ts';
import type { HealthSettings } from './checks.ts';

const directive = /\bbackstep-ignore[ \t:]+([a-z][a-z, \t-]*)/g;

/** The settings as they are for this file. */
export function settingsFor(source: string, settings: HealthSettings): HealthSettings {
  const ignored = [...ignoredCodes(source)].map((code) => [code, false] as const);
  return ignored.length > 0 ? { ...settings, ...Object.fromEntries(ignored) } : settings;
}

/** Codes, known or not. */
function ignoredCodes(source: string): ReadonlySet<string> {
  const codes = new Set<string>();
  if (!source.includes('backstep-ignore')) return codes;
  let done = 0;
  for (const { start, end } of lex(source).tokens) {
    // Comments are what stands between tokens.
    for (const [, list] of source.slice(done, start).matchAll(directive))
      for (const code of list.split(/[\s,]+/)) if (code !== '') codes.add(code);
    done = end;
  }
  return codes;
}
