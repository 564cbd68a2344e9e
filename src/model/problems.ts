// Collects what is wrong with a file while it is read.
import type { Text } from '../core/text.ts';
import type { Diagnostic, Fix, Severity } from './diagnostic.ts';
import { lineEnd } from './lexer.ts';
import type { Span } from './model.ts';
import type { Node, Syntax } from './syntax.ts';

export class Problems {
  private readonly found: Diagnostic[] = [];
  private readonly syntax: Syntax;
  readonly source: string;

  constructor(source: string, syntax: Syntax) {
    this.source = source;
    this.syntax = syntax;
  }

  error(code: string, span: Span, message: Text, fix?: Fix) {
    this.add('error', code, span, message, fix);
  }

  /** Silent where brackets don't match: what belongs together is a guess then. */
  warning(code: string, span: Span, message: Text, fix?: Fix) {
    if (this.syntax.problems.some((one) => one.code === 'bracket' || one.code === 'unexpected')) return;
    this.add('warning', code, span, message, fix);
  }

  /** Something that `owner` should have. Silent where a slip of syntax inside it may have swallowed it. */
  missing(owner: Node, code: string, span: Span, message: Text, fix?: Fix) {
    const slip = this.syntax.problems.some(({ start }) => start >= owner.start && start <= owner.end);
    if (!slip && owner.end <= this.syntax.confusedFrom) this.add('error', code, span, message, fix);
  }

  /** Syntax and all else, in the order of the text; nothing about lines that a slip of syntax has garbled. */
  all(): Diagnostic[] {
    const { problems, confusedFrom } = this.syntax;
    const garbled: (readonly [from: number, to: number])[] = [];
    for (const { start } of problems) {
      if (start <= (garbled.at(-1)?.[1] ?? -1)) continue;
      garbled.push([this.source.lastIndexOf('\n', start - 1), lineEnd(this.source, start)]);
    }
    const kept = this.found.filter(
      ({ start }) => start < confusedFrom && !garbled.some(([from, to]) => start > from && start < to),
    );
    return [...problems, ...kept].sort((a, b) => a.start - b.start);
  }

  private add(severity: Severity, code: string, { start, end }: Span, message: Text, fix?: Fix) {
    this.found.push({ code, severity, message, start, end, ...(fix && { fix }) });
  }
}

/** Without what is told again of the same place: the text of a Repeat stands for many layers. */
export function once<D extends Pick<Diagnostic, 'code' | 'start' | 'end'>>(diagnostics: readonly D[]): D[] {
  const told = new Set<string>();
  return diagnostics.filter(({ code, start, end }) => {
    const key = `${code} ${start} ${end}`;
    return !told.has(key) && told.add(key);
  });
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
