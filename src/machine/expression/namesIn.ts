// The names that an expression reads: tensors', and those that every network has.
import type { Machine } from '../machine.ts';
import { builtIn, tensorNamesOf } from './names.ts';
import { parseExpression } from './parse.ts';
import type { Expression, Subscript } from './syntax.ts';

/** Of an expression that compiles. */
export function namesIn(source: string, machine: Machine): ReadonlySet<string> {
  const known = new Set(tensorNamesOf(machine));
  const found = new Set<string>();
  const walk = (node: Expression): void => {
    switch (node.kind) {
      case 'literal':
        break;
      case 'name':
        for (let count = node.parts.length; count > 0; count--) {
          const name = node.parts.slice(0, count).join('.');
          if (!builtIn(name) && !known.has(name)) continue;
          found.add(name);
          break;
        }
        break;
      case 'call':
        node.args.forEach(walk);
        break;
      case 'attribute':
      case 'unary':
        walk(node.of);
        break;
      case 'subscript':
        walk(node.of);
        node.axes.flatMap(parts).forEach(walk);
        break;
      case 'logical':
      case 'binary':
        walk(node.a);
        walk(node.b);
    }
  };
  walk(parseExpression(source));
  return found;
}

const parts = (axis: Subscript): readonly Expression[] =>
  axis.kind === 'index' ? [axis.at] : [axis.from, axis.to, axis.step].filter((part) => part !== null);
