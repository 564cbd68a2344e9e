// A formula's value in float64, for curves on screen and as the tests' reference. Nothing from here reaches a tensor.
import type { Expression } from '../elementwise.ts';
import { binaryFunctions, unaryFunctions } from './float64.ts';

/** The value with `bindings` for the variables. Throws on a variable without one, and on loads: a tensor has no one value. */
export function evaluate(expression: Expression, bindings: Readonly<Record<string, number>>): number {
  switch (expression.op) {
    case 'variable':
      if (!Object.hasOwn(bindings, expression.name)) throw new Error(`No value for the variable ${expression.name}.`);
      return bindings[expression.name];
    case 'load':
    case 'scalar':
      throw new Error(`${expression.tensor.name} has no value outside the memory.`);
    case 'constant':
      return expression.value;
    case 'where':
      return evaluate(expression.condition, bindings) !== 0
        ? evaluate(expression.a, bindings)
        : evaluate(expression.b, bindings);
    default:
      return 'b' in expression
        ? binaryFunctions[expression.op](evaluate(expression.a, bindings), evaluate(expression.b, bindings))
        : unaryFunctions[expression.op](evaluate(expression.a, bindings));
  }
}
