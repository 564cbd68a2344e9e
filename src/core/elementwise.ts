// contract — Elementwise formulas as data. One expression gives the kernel's code, the float64 reference, the curve
// that is drawn and what is exported; an activation, a loss or an optimizer is written in it once.
import type { Tensor } from './tensor.ts';

export type UnaryOp =
  | 'negate'
  | 'abs'
  | 'sign'
  | 'sqrt'
  | 'reciprocal'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sigmoid'
  | 'tanh'
  | 'erf'
  | 'floor';
export type BinaryOp =
  'add' | 'subtract' | 'multiply' | 'divide' | 'min' | 'max' | 'greater' | 'greaterEqual' | 'equal';

export type Expression =
  /** A free variable of a formula (`x`, `y`), bound to a tensor before it is assembled. */
  | { readonly op: 'variable'; readonly name: string }
  /** Element i of a tensor. */
  | { readonly op: 'load'; readonly tensor: Tensor }
  /** One number in memory, broadcast: element `index` of a small float32 tensor (a learning rate). */
  | { readonly op: 'scalar'; readonly tensor: Tensor; readonly index: number }
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: UnaryOp; readonly a: Expression }
  | { readonly op: BinaryOp; readonly a: Expression; readonly b: Expression }
  /** condition ≠ 0 ? a : b */
  | { readonly op: 'where'; readonly condition: Expression; readonly a: Expression; readonly b: Expression };

/** `to[i] = value` for every element. Statements of one call run in order, element by element, so a later one sees the stored result. */
export interface Assignment {
  readonly to: Tensor;
  readonly value: Expression;
}

/** What the builders take: an expression, or a number for a constant. */
export type Operand = Expression | number;

export const variable = (name: string): Expression => ({ op: 'variable', name });
export const load = (tensor: Tensor): Expression => ({ op: 'load', tensor });
export const scalar = (tensor: Tensor, index = 0): Expression => ({ op: 'scalar', tensor, index });
export const constant = (value: number): Expression => ({ op: 'constant', value });

function expressionOf(operand: Operand): Expression {
  return typeof operand === 'number' ? constant(operand) : operand;
}

const unary =
  (op: UnaryOp) =>
  (a: Operand): Expression => ({ op, a: expressionOf(a) });

const binary =
  (op: BinaryOp) =>
  (a: Operand, b: Operand): Expression => ({ op, a: expressionOf(a), b: expressionOf(b) });

export const negate = unary('negate');
export const abs = unary('abs');
/** −1, 0 or 1; NaN of NaN. */
export const sign = unary('sign');
export const sqrt = unary('sqrt');
export const reciprocal = unary('reciprocal');
export const exp = unary('exp');
/** eᵃ − 1, exact for small a. */
export const expm1 = unary('expm1');
export const log = unary('log');
/** log(1 + a), exact for small a. */
export const log1p = unary('log1p');
export const sigmoid = unary('sigmoid');
export const tanh = unary('tanh');
export const erf = unary('erf');
export const floor = unary('floor');

export const add = binary('add');
export const subtract = binary('subtract');
export const multiply = binary('multiply');
export const divide = binary('divide');
/** The smaller of two; NaN if either is. */
export const min = binary('min');
/** The larger of two; NaN if either is. */
export const max = binary('max');
/** 1 where a > b, else 0 (so 0 for NaN). */
export const greater = binary('greater');
/** 1 where a ≥ b, else 0. */
export const greaterEqual = binary('greaterEqual');
/** 1 where a = b, else 0. */
export const equal = binary('equal');

/** condition ≠ 0 ? a : b; a NaN condition is not 0. */
export function where(condition: Operand, a: Operand, b: Operand): Expression {
  return { op: 'where', condition: expressionOf(condition), a: expressionOf(a), b: expressionOf(b) };
}

export function square(a: Operand): Expression {
  return multiply(a, a);
}

/** The formula with its variables replaced, those without a replacement kept: `substitute(f, { x: load(input) })`. */
export function substitute(expression: Expression, replacements: Readonly<Record<string, Operand>>): Expression {
  const inside = (part: Expression) => substitute(part, replacements);
  switch (expression.op) {
    case 'variable':
      return Object.hasOwn(replacements, expression.name) ? expressionOf(replacements[expression.name]) : expression;
    case 'load':
    case 'scalar':
    case 'constant':
      return expression;
    case 'where':
      return where(inside(expression.condition), inside(expression.a), inside(expression.b));
    default:
      return 'b' in expression
        ? { op: expression.op, a: inside(expression.a), b: inside(expression.b) }
        : { op: expression.op, a: inside(expression.a) };
  }
}
