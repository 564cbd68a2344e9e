// An expression's tree to closures: names are looked up once, and evaluating touches only the tensors that it names.
import { shapeText } from '../../core/shape.ts';
import { type Text, text } from '../../core/text.ts';
import { suggest } from '../../model/suggest.ts';
import type { Machine } from '../machine.ts';
import type { ExpressionContext } from './context.ts';
import { functionNamed, functions, shapeOf } from './functions.ts';
import { builtIn, names, tensorNamesOf } from './names.ts';
import { parseExpression } from './parse.ts';
import { readSubscript } from './subscript.ts';
import { type Expression, type ExpressionMistake, ExpressionProblem, type Place } from './syntax.ts';
import { arithmetic, broadcast, type Cells, typeName, type Value } from './values.ts';

/** A closure may throw an `ExpressionProblem`. */
export type Compute = (context: ExpressionContext) => Value;

export interface Compiled {
  readonly evaluate: (
    context: ExpressionContext,
  ) => { readonly value: Value } | { readonly mistake: ExpressionMistake };
  /** Whether it is true as a condition; not where there is no value yet, or none of use. */
  readonly holds: (context: ExpressionContext) => boolean;
}

/** For a machine's network: the result is good for no other. */
export function compileExpression(
  source: string,
  machine: Machine,
): Compiled | { readonly mistake: ExpressionMistake } {
  const compiled = caught(() => compile(parseExpression(source), machine));
  if ('mistake' in compiled) return compiled;
  const compute = compiled.value;
  return {
    evaluate: (context) => caught(() => compute(context)),
    // Asked in the innermost loop of a run: makes nothing but what the expression computes.
    holds(context) {
      try {
        return isTrue(compute(context), context);
      } catch (error) {
        if (error instanceof ExpressionProblem) return false;
        throw error;
      }
    },
  };
}

/** What was thrown as a problem becomes data; anything else is a bug and goes on. */
export function caught<T>(work: () => T): { readonly value: T } | { readonly mistake: ExpressionMistake } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof ExpressionProblem) return { mistake: error.mistake };
    throw error;
  }
}

/** Whether a condition holds: a number other than 0 (NaN does not), a truth, a tensor of one such element. */
function isTrue(value: Value, context: ExpressionContext): boolean {
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  const { values } = context.cells(value)!;
  return values.length === 1 && values[0] !== 0 && !Number.isNaN(values[0]);
}

function compile(node: Expression, machine: Machine): Compute {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return name(node, machine);
    case 'call':
      return call(node, machine);
    case 'attribute':
      return attribute(compile(node.of, machine), node.name, node.namePlace);
    case 'subscript':
      return readSubscript(
        compile(node.of, machine),
        node.axes.map((axis) =>
          axis.kind === 'index'
            ? { kind: axis.kind, at: whole(axis.at, machine), fixed: axis.at.kind === 'literal' }
            : {
                kind: axis.kind,
                from: axis.from && whole(axis.from, machine),
                to: axis.to && whole(axis.to, machine),
                step: axis.step && whole(axis.step, machine),
              },
        ),
        node,
      );
    case 'unary':
      return unary(node, machine);
    case 'logical': {
      const [a, b] = [compile(node.a, machine), compile(node.b, machine)];
      return node.operator === 'and'
        ? (context) => isTrue(single(a(context), node.a), context) && isTrue(single(b(context), node.b), context)
        : (context) => isTrue(single(a(context), node.a), context) || isTrue(single(b(context), node.b), context);
    }
    case 'binary':
      return binary(node, machine);
  }
  node satisfies never;
}

/** The longest beginning that names something is it; what follows are attributes. */
function name({ parts, places, start, end }: Extract<Expression, { kind: 'name' }>, machine: Machine): Compute {
  for (let count = parts.length; count > 0; count--) {
    const found = named(parts.slice(0, count).join('.'), machine, { start, end: places[count - 1].end });
    if (!found) continue;
    return parts.slice(count).reduce((of, part, i) => attribute(of, part, { ...places[count + i] }), found);
  }
  throw unknownName(parts, machine, { start, end });
}

function named(name: string, machine: Machine, place: Place): Compute | null {
  const known = builtIn(name);
  if (known) return known.read;
  if (!tensorNamesOf(machine).includes(name)) return null;
  const { tensor, lastShape, writer } = machine.program.tensors.get(name)!;
  const full: Value = { kind: 'tensor', tensor };
  const last: Value = { kind: 'tensor', tensor: { ...tensor, shape: lastShape } };
  return ({ machine: now }) => {
    const form = now.formOf(writer);
    if (form === null) throw new ExpressionProblem(text('{0} is not computed yet at this moment.', name), place, true);
    return form === 'last' ? last : full;
  };
}

function unknownName(parts: readonly string[], machine: Machine, place: Place): ExpressionProblem {
  const written = parts.join('.');
  const tensors = tensorNamesOf(machine);
  const layer = machine.network.layers.find((candidate) => candidate.name === parts[0]);
  const beginning = tensors.filter((tensor) => tensor.startsWith(`${written}.`));
  if (beginning.length > 0) {
    const list = beginning.filter((tensor) => !tensor.includes('@')).slice(0, 6);
    return new ExpressionProblem(text('{0} is a layer, not a value: it has {1}.', written, list.join(', ')), place);
  }
  const near = layer
    ? suggestPart(
        written,
        tensors.filter((tensor) => tensor.startsWith(`${layer.name}.`)),
      )
    : suggestPart(written, [...names.map((known) => known.name), ...tensors]);
  const hint = near ? text('There is no {0}: did you mean {1}?', written, near) : noSuch(written, layer?.name, tensors);
  return new ExpressionProblem(hint, place);
}

function noSuch(written: string, layer: string | undefined, tensors: readonly string[]): Text {
  if (layer === undefined) return text('There is no {0}.', written);
  const own = tensors.filter((tensor) => tensor.startsWith(`${layer}.`) && !tensor.includes('@'));
  return text('There is no {0}: {1} has {2}.', written, layer, own.slice(0, 8).join(', '));
}

/** `suggest` for dotted names: the last part alone is compared where the rest is the same. */
function suggestPart(written: string, all: readonly string[]): string | null {
  const head = written.slice(0, written.lastIndexOf('.') + 1);
  const siblings = all.filter((tensor) => tensor.startsWith(head)).map((tensor) => tensor.slice(head.length));
  const near = head === '' ? suggest(written, siblings) : suggest(written.slice(head.length), siblings);
  if (near !== null) return head + near;
  const [first, ...rest] = written.split('.');
  const nearFirst = suggest(first, [...new Set(all.map((tensor) => tensor.split('.')[0]))]);
  const whole = nearFirst === null ? null : [nearFirst, ...rest].join('.');
  return whole !== null && (all.includes(whole) || all.some((tensor) => tensor.startsWith(`${whole}.`))) ? whole : null;
}

function attribute(of: Compute, attributeName: string, place: Place): Compute {
  if (attributeName === 'shape') {
    return (context) => {
      const shape = shapeOf(tensorLike(of(context), place));
      return { kind: 'cells', shape: [shape.length], values: shape };
    };
  }
  const known = functionNamed(attributeName);
  throw new ExpressionProblem(
    known
      ? text('{0} is a function: write {0}().', attributeName)
      : text('A tensor has no {0}: it has shape and {1}.', attributeName, functionList()),
    place,
  );
}

const functionList = (): string => functions.map((known) => `${known.name}()`).join(', ');

function call(node: Extract<Expression, { kind: 'call' }>, machine: Machine): Compute {
  const known = functionNamed(node.name);
  if (!known) {
    const near = suggest(
      node.name,
      functions.map((one) => one.name),
    );
    throw new ExpressionProblem(
      near
        ? text('There is no function {0}: did you mean {1}?', node.name, near)
        : text('There is no function {0}: there are {1}.', node.name, functionList()),
      node.namePlace,
    );
  }
  const [operand, ...more] = node.args;
  if (!operand) throw new ExpressionProblem(text('{0} needs a tensor: {0}(x) or x.{0}().', node.name), node);
  if (more.length > 0) throw new ExpressionProblem(text('{0} takes no more than the tensor.', node.name), more[0]);
  const of = compile(operand, machine);
  return (context) => {
    const value = tensorLike(of(context), operand);
    if (typeof value === 'object' && shapeOf(value).some((length) => length === 0))
      throw new ExpressionProblem(
        text('There is nothing in it: its shape is {0}.', shapeText(shapeOf(value))),
        operand,
      );
    return known.apply(value, context);
  };
}

function tensorLike(value: Value, place: Place): Exclude<Value, string | boolean> {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return value;
  throw new ExpressionProblem(text('A tensor or a number is expected, and this is {0}.', JSON.stringify(value)), place);
}

/** A condition's part: one truth, not many. */
function single(value: Value, place: Place): Value {
  const shape = shapeOf(value);
  if (shape.every((length) => length === 1)) return value;
  throw new ExpressionProblem(
    text('This is a tensor of shape {0}, not one truth: compare its mean(), min(), max() or norm().', shapeText(shape)),
    place,
  );
}

function whole(node: Expression, machine: Machine): (context: ExpressionContext) => number {
  const compute = compile(node, machine);
  return (context) => {
    const value = compute(context);
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    throw new ExpressionProblem(text('An index is a whole number.'), node);
  };
}

function unary({ operator, of }: Extract<Expression, { kind: 'unary' }>, machine: Machine): Compute {
  const compute = compile(of, machine);
  if (operator === 'not') return (context) => !isTrue(single(compute(context), of), context);
  return (context) => {
    const value = tensorLike(compute(context), of);
    if (operator === '+') return value;
    if (typeof value === 'number') return -value;
    const { shape, values } = context.cells(value)!;
    return { kind: 'cells', shape, values: Float64Array.from(values, (x) => -x) };
  };
}

function binary({ operator, a, b, start, end }: Extract<Expression, { kind: 'binary' }>, machine: Machine): Compute {
  const [left, right] = [compile(a, machine), compile(b, machine)];
  const f = arithmetic[operator];
  const general = (x: Value, y: Value, context: ExpressionContext): Value => {
    if (typeof x === 'number' && typeof y === 'number') return f(x, y);
    if (typeof x === 'string' && typeof y === 'string' && (operator === '==' || operator === '!='))
      return (x === y) === (operator === '==');
    if (typeof x === 'string' || typeof y === 'string')
      throw new ExpressionProblem(text('{0} {1} {2} means nothing.', typeName(x), operator, typeName(y)), {
        start,
        end,
      });
    const [first, second] = [context.cells(tensorLike(x, a)), context.cells(tensorLike(y, b))] as [Cells, Cells];
    const result = broadcast(first, second, f);
    if ('problem' in result) throw new ExpressionProblem(result.problem, { start, end });
    if (result.shape.length > 0) return result;
    return typeof f(1, 1) === 'boolean' ? result.values[0] !== 0 : result.values[0];
  };
  return (
    comparison(operator, left, b.kind === 'literal' ? b.value : null, right, general) ??
    ((context) => general(left(context), right(context), context))
  );
}

type General = (x: Value, y: Value, context: ExpressionContext) => Value;

/** What conditions mostly are, with no number handed on: that would make garbage. `limit`: what `right` always is. */
function comparison(
  operator: string,
  left: Compute,
  limit: Value | null,
  right: Compute,
  general: General,
): Compute | null {
  switch (operator) {
    case '>':
      if (typeof limit === 'number')
        return (context) => {
          const x = left(context);
          return typeof x === 'number' ? x > limit : general(x, limit, context);
        };
      return (context) => {
        const x = left(context);
        const y = right(context);
        return typeof x === 'number' && typeof y === 'number' ? x > y : general(x, y, context);
      };
    case '<':
      if (typeof limit === 'number')
        return (context) => {
          const x = left(context);
          return typeof x === 'number' ? x < limit : general(x, limit, context);
        };
      return (context) => {
        const x = left(context);
        const y = right(context);
        return typeof x === 'number' && typeof y === 'number' ? x < y : general(x, y, context);
      };
    default:
      return null;
  }
}
