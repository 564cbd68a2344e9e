// What stands on the left of `=`: the learning rate, or one cell of a tensor.
import { sizeOf } from '../../core/shape.ts';
import { text } from '../../core/text.ts';
import { caught, compileExpression } from './compile.ts';
import type { ExpressionContext } from './context.ts';
import { shapeOf } from './functions.ts';
import { parseExpression } from './parse.ts';
import { ExpressionProblem, type Expression, type ExpressionMistake } from './syntax.ts';
import type { Value } from './values.ts';

export type Target =
  { readonly kind: 'lr' } | { readonly kind: 'cell'; readonly tensor: string; readonly index: number };

export function resolveTarget(
  source: string,
  context: ExpressionContext,
): { readonly value: Target } | { readonly mistake: ExpressionMistake } {
  return caught((): Target => {
    const node = parseExpression(source);
    if (node.kind === 'name' && node.parts.join('.') === 'lr') return { kind: 'lr' };
    const place = { start: node.start, end: node.end };
    const owner = node.kind === 'subscript' ? node.of : node;
    const tensor = evaluate(source, owner, context);
    if (typeof tensor !== 'object' || tensor.kind !== 'tensor')
      throw new ExpressionProblem(text('Only a cell of a tensor, or lr, can be set.'), place);
    const shape = shapeOf(tensor);
    const axes = node.kind === 'subscript' ? node.axes : [];
    let index = 0;
    for (const [axis, subscript] of axes.entries()) {
      const at = subscript.kind === 'index' ? evaluate(source, subscript.at, context) : null;
      const i = typeof at === 'number' && at < 0 ? at + shape[axis] : at;
      if (typeof i !== 'number' || !Number.isInteger(i) || i < 0 || !(i < shape[axis]))
        throw new ExpressionProblem(
          text('A cell is named by an index for each axis of {0}.', shape.join(' × ')),
          place,
        );
      index = index * shape[axis] + i;
    }
    if (axes.length !== shape.length && sizeOf(shape) !== 1)
      throw new ExpressionProblem(text('A cell is named by an index for each axis of {0}.', shape.join(' × ')), place);
    return { kind: 'cell', tensor: tensor.tensor.name, index };
  });
}

function evaluate(source: string, { start, end }: Expression, context: ExpressionContext): Value {
  const part = compileExpression(source.slice(start, end), context.machine);
  const result = 'mistake' in part ? part : part.evaluate(context);
  if ('value' in result) return result.value;
  const { message, notYet } = result.mistake;
  throw new ExpressionProblem(
    message,
    { start: start + result.mistake.start, end: start + result.mistake.end },
    notYet,
  );
}
