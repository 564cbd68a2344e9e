// A formula as people write it: `max(x, 0)`, `1 / (1 + exp(−x))`.
import type { Expression } from '../elementwise.ts';

const infix: Readonly<Partial<Record<Expression['op'], readonly [sign: string, binding: number]>>> = {
  greater: [' > ', 1],
  greaterEqual: [' ≥ ', 1],
  equal: [' = ', 1],
  add: [' + ', 2],
  subtract: [' − ', 2],
  multiply: ['·', 3],
  divide: [' / ', 3],
};

function numberText(value: number): string {
  return String(value).replace('-', '−').replace('Infinity', '∞');
}

/** The text, in parentheses where it binds less than `outer`. */
function render(expression: Expression, outer: number): string {
  const part = (inner: Expression, binding = 0) => render(inner, binding);
  const wrap = (text: string, binding: number) => (binding < outer ? `(${text})` : text);
  switch (expression.op) {
    case 'variable':
      return expression.name;
    case 'load':
      return expression.tensor.name;
    case 'scalar':
      return `${expression.tensor.name}[${expression.index}]`;
    case 'constant':
      return wrap(numberText(expression.value), expression.value < 0 ? 3 : 5);
    case 'negate':
      return wrap(`−${part(expression.a, 4)}`, 3);
    case 'reciprocal':
      return wrap(`1 / ${part(expression.a, 4)}`, 3);
    case 'abs':
      return `|${part(expression.a)}|`;
    case 'where':
      return wrap(`${part(expression.condition, 1)} ? ${part(expression.a, 1)} : ${part(expression.b, 1)}`, 0.5);
    default: {
      if (!('b' in expression)) return `${expression.op}(${part(expression.a)})`;
      const { op, a, b } = expression;
      const operator = infix[op];
      if (!operator) return `${op}(${part(a)}, ${part(b)})`;
      const [sign, binding] = operator;
      // a − (b + c) and a / (b·c) keep their parentheses.
      return wrap(
        `${part(a, binding)}${sign}${part(b, binding + (op === 'subtract' || op === 'divide' ? 1 : 0))}`,
        binding,
      );
    }
  }
}

export function toText(expression: Expression): string {
  return render(expression, 0);
}
