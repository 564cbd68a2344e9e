// A log point's text: `loss {loss}, lr {lr}`. `{{` and `}}` are braces.
import type { Machine } from '../machine.ts';
import { compileExpression, type Compiled } from './compile.ts';
import type { ExpressionContext } from './context.ts';
import { formatValue } from './format.ts';
import { formatText, text } from '../../core/text.ts';
import type { ExpressionMistake } from './syntax.ts';

export type Template = (context: ExpressionContext) => string;

export function compileTemplate(
  source: string,
  machine: Machine,
): { template: Template } | { mistake: ExpressionMistake } {
  const parts: (string | Compiled)[] = [];
  let at = 0;
  let plain = '';
  while (at < source.length) {
    const two = source.slice(at, at + 2);
    if (two === '{{' || two === '}}') {
      plain += source[at];
      at += 2;
    } else if (source[at] === '{') {
      const end = source.indexOf('}', at);
      if (end < 0)
        return { mistake: { message: text('A closing } is missing.'), start: at, end: source.length, notYet: false } };
      const compiled = compileExpression(source.slice(at + 1, end), machine);
      if ('mistake' in compiled) return { mistake: shifted(compiled.mistake, at + 1) };
      parts.push(plain, compiled);
      plain = '';
      at = end + 1;
    } else {
      plain += source[at++];
    }
  }
  parts.push(plain);
  const template = (context: ExpressionContext) =>
    parts.map((part) => (typeof part === 'string' ? part : evaluated(part, context))).join('');
  return { template };
}

function evaluated(part: Compiled, context: ExpressionContext): string {
  const result = part.evaluate(context);
  return 'value' in result ? formatValue(result.value, context) : `<${formatText(result.mistake.message)}>`;
}

const shifted = (mistake: ExpressionMistake, by: number): ExpressionMistake => ({
  ...mistake,
  start: mistake.start + by,
  end: mistake.end + by,
});
