// Tokens to a tree, by precedence from loosest to tightest: or, and, not, comparison, + −, * / // %, unary −, **, then
// what follows an operand: .name, (…), […].
import { type Text, text } from '../../core/text.ts';
import { lex, type Token } from './lexer.ts';
import { type BinaryOperator, type Expression, ExpressionProblem, type Subscript } from './syntax.ts';

const comparisons: readonly string[] = ['<', '<=', '>', '>=', '==', '!='];
const keywords: readonly string[] = ['and', 'or', 'not', 'true', 'false', 'True', 'False', 'nan', 'inf'];
const deepest = 100;
/** What nobody types would keep the engine from all else. */
const longest = 4000;

/** Throws an `ExpressionProblem`. */
export function parseExpression(source: string): Expression {
  if (source.length > longest) {
    const message = text('This is too long: an expression has {0} characters at most.', longest);
    throw new ExpressionProblem(message, { start: longest, end: source.length });
  }
  return new Parser(lex(source)).whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Expression {
    if (this.tokens.length === 1) this.fail(text('An expression is expected.'));
    const expression = this.or();
    const { kind, text: left } = this.next;
    if (kind !== 'end') {
      this.fail(
        left === '='
          ? text('To compare, write ==.')
          : text('{0} does not belong here: an operator is missing, or something is left over.', left),
      );
    }
    return expression;
  }

  private get next(): Token {
    return this.tokens[this.at];
  }

  private fail(message: Text): never {
    throw new ExpressionProblem(message, this.next);
  }

  private is(...texts: readonly string[]): boolean {
    const { kind, text: written, quoted } = this.next;
    return (kind === 'sign' || (kind === 'name' && !quoted)) && texts.includes(written);
  }

  private take(...texts: readonly string[]): Token | null {
    if (!this.is(...texts)) return null;
    return this.tokens[this.at++];
  }

  private expect(sign: string): Token {
    return this.take(sign) ?? this.fail(text('{0} is expected here.', sign));
  }

  private or(): Expression {
    if (++this.depth > deepest) this.fail(text('This is nested too deeply.'));
    let a = this.and();
    while (this.take('or', '||')) a = this.logical('or', a, this.and());
    this.depth--;
    return a;
  }

  private and(): Expression {
    let a = this.not();
    while (this.take('and', '&&')) a = this.logical('and', a, this.not());
    return a;
  }

  private logical(operator: 'and' | 'or', a: Expression, b: Expression): Expression {
    return { kind: 'logical', operator, a, b, start: a.start, end: b.end };
  }

  private not(): Expression {
    const sign = this.take('not', '!');
    if (!sign) return this.comparison();
    if (++this.depth > deepest) this.fail(text('This is nested too deeply.'));
    const of = this.not();
    this.depth--;
    return { kind: 'unary', operator: 'not', of, start: sign.start, end: of.end };
  }

  private comparison(): Expression {
    const a = this.sum();
    const sign = this.take(...comparisons);
    if (!sign) return a;
    const compared = this.binary(sign, a, this.sum());
    if (this.is(...comparisons)) this.fail(text('Compare two at a time: a < b and b < c.'));
    return compared;
  }

  private sum(): Expression {
    let a = this.product();
    for (let sign = this.take('+', '-'); sign; sign = this.take('+', '-')) a = this.binary(sign, a, this.product());
    return a;
  }

  private product(): Expression {
    const signs = ['*', '/', '//', '%'];
    let a = this.unary();
    for (let sign = this.take(...signs); sign; sign = this.take(...signs)) a = this.binary(sign, a, this.unary());
    return a;
  }

  private binary(sign: Token, a: Expression, b: Expression): Expression {
    return { kind: 'binary', operator: sign.text as BinaryOperator, a, b, start: a.start, end: b.end };
  }

  private unary(): Expression {
    const sign = this.take('-', '+');
    if (!sign) return this.power();
    if (++this.depth > deepest) this.fail(text('This is nested too deeply.'));
    const of = this.unary();
    this.depth--;
    return { kind: 'unary', operator: sign.text as '-' | '+', of, start: sign.start, end: of.end };
  }

  private power(): Expression {
    const base = this.postfix();
    const sign = this.take('**');
    return sign ? this.binary(sign, base, this.unary()) : base;
  }

  private postfix(): Expression {
    let operand = this.operand();
    for (;;) {
      if (this.take('.')) operand = this.member(operand);
      else if (this.take('[')) operand = this.subscript(operand);
      else if (operand.kind === 'name' && this.is('(')) this.fail(text('Only a function can be called.'));
      else return operand;
    }
  }

  private member(of: Expression): Expression {
    const name = this.next;
    if (name.kind !== 'name') this.fail(text('A name is expected after the dot.'));
    this.at++;
    if (this.take('(')) {
      const { args, end } = this.args();
      return { kind: 'call', name: name.text, namePlace: name, args: [of, ...args], start: of.start, end };
    }
    if (of.kind === 'name') {
      return { ...of, parts: [...of.parts, name.text], places: [...of.places, name], end: name.end };
    }
    return { kind: 'attribute', of, name: name.text, namePlace: name, start: of.start, end: name.end };
  }

  private args(): { args: readonly Expression[]; end: number } {
    const args: Expression[] = [];
    while (!this.is(')')) {
      args.push(this.or());
      if (!this.take(',')) break;
    }
    return { args, end: this.expect(')').end };
  }

  private subscript(of: Expression): Expression {
    const axes: Subscript[] = [];
    do axes.push(this.axis());
    while (this.take(','));
    return { kind: 'subscript', of, axes, start: of.start, end: this.expect(']').end };
  }

  private axis(): Subscript {
    const part = () => (this.is(':', ',', ']') ? null : this.or());
    const from = part();
    if (!this.take(':')) {
      if (!from) this.fail(text('An index is expected here.'));
      return { kind: 'index', at: from };
    }
    const to = part();
    return { kind: 'slice', from, to, step: this.take(':') ? part() : null };
  }

  private operand(): Expression {
    const token = this.next;
    const { start, end } = token;
    if (token.kind === 'end') this.fail(text('The expression ends too early.'));
    if (token.kind === 'sign') {
      if (!this.take('(')) this.fail(text('A value is expected here, not {0}.', token.text));
      const inner = this.or();
      return { ...inner, start, end: this.expect(')').end };
    }
    this.at++;
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text.replaceAll('_', '')), start, end };
    if (token.kind === 'string') return { kind: 'literal', value: token.text, start, end };
    if (!token.quoted && keywords.includes(token.text)) return this.keyword(token);
    if (!token.quoted && this.take('(')) {
      const call = this.args();
      return { kind: 'call', name: token.text, namePlace: token, args: call.args, start, end: call.end };
    }
    return { kind: 'name', parts: [token.text], places: [{ start, end }], start, end };
  }

  private keyword({ text: word, start, end }: Token): Expression {
    const value = { true: true, True: true, false: false, False: false, nan: NaN, inf: Infinity }[word];
    if (value === undefined) {
      throw new ExpressionProblem(text('{0} needs a value before it.', word), { start, end });
    }
    return { kind: 'literal', value, start, end };
  }
}
